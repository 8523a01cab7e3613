import { sql } from 'kysely';
import { mayDo } from '../access/verbs.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { notFound } from '../problem.ts';
import { type Turn, getGroup, listParticipants, turnColumns } from './queries.ts';
import { type ListedRecording, listRecordings } from './recordings.ts';
import { listTranscripts } from './transcripts.ts';

/** Turns on one page of a transcript: a few minutes of reading, light on a bad line. */
export const TURNS_PER_PAGE = 60;

export interface ReadTurn extends Turn {
	removedAt: Date | null;
	/** How far its words may go now, see LEVELS; null for one that was removed. */
	level: number | null;
	codes: number;
}

/**
 * One page of a transcript as the actor may read it. `page` counts from 1; `turn`, where given,
 * chooses the page on which it stands.
 * @throws Problem not_found
 */
export async function getTranscriptPage(
	ctx: Context,
	place: { groupId: string; transcriptId: string },
	{ page, turn }: { page: number; turn: string | null }
) {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const group = await getGroup(trx, place.groupId, 'group.read');
		const mayWrite = mayDo('turn.write', group.roles);
		const all = await listTranscripts(trx, group.id, { withRemoved: mayWrite });
		const transcript = all.find(({ id }) => id === place.transcriptId);
		if (!transcript) throw notFound();
		const total = await countTurns(trx, transcript.id, mayWrite);
		const pages = Math.max(1, Math.ceil(total / TURNS_PER_PAGE));
		const wanted = turn ? await pageOfTurn(trx, transcript.id, turn, mayWrite) : page;
		const shown = Math.min(Math.max(1, wanted), pages);
		return {
			group,
			transcript,
			mayWrite,
			page: shown,
			pages,
			turns: await listTurns(trx, transcript.id, mayWrite, (shown - 1) * TURNS_PER_PAGE),
			participants: await listParticipants(trx, group.id),
			recordings: mayWrite ? recordingsOf(await listRecordings(trx, group.id), transcript.id) : []
		};
	});
}

/** Sound that belongs to this transcript, or to none. */
const recordingsOf = (recordings: ListedRecording[], transcriptId: string) =>
	recordings.filter((each) => each.transcriptId === null || each.transcriptId === transcriptId);

const live = (withRemoved: boolean) => (withRemoved ? sql`true` : sql`t.removed_at is null`);

async function countTurns(trx: Trx, transcriptId: string, withRemoved: boolean): Promise<number> {
	const found = await sql<{ count: number }>`select count(*)::int as count from turns t
		where t.transcript_id = ${transcriptId}::uuid and ${live(withRemoved)}`.execute(trx);
	return found.rows[0]!.count;
}

async function pageOfTurn(
	trx: Trx,
	transcriptId: string,
	turnId: string,
	withRemoved: boolean
): Promise<number> {
	const found = await sql<{ before: number }>`select (select count(*)::int from turns t
			where t.transcript_id = x.transcript_id and ${live(withRemoved)}
				and (t.ordinal, t.id) < (x.ordinal, x.id)) as before
		from turns x where x.id = ${turnId}::uuid and x.transcript_id = ${transcriptId}::uuid`.execute(trx);
	return Math.floor((found.rows[0]?.before ?? 0) / TURNS_PER_PAGE) + 1;
}

async function listTurns(
	trx: Trx,
	transcriptId: string,
	withRemoved: boolean,
	offset: number
): Promise<ReadTurn[]> {
	const found = await sql<ReadTurn>`with page as materialized (select * from turns t
			where t.transcript_id = ${transcriptId}::uuid and ${live(withRemoved)}
			order by t.ordinal, t.id limit ${TURNS_PER_PAGE} offset ${offset})
		select ${turnColumns}, t.removed_at as "removedAt", l.level,
			(select count(*)::int from codings c where c.turn_id = t.id and c.removed_at is null) as codes
		from page t left join levels_of((select array_agg(id) from page)) l on l.turn_id = t.id
		order by t.ordinal, t.id`.execute(trx);
	return found.rows;
}
