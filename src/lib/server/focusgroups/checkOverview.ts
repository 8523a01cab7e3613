import { sql } from 'kysely';
import type { Context } from '../context.ts';
import { mayDo } from '../access/verbs.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { withinSystem } from '../database/withinSystem.ts';
import { notFound } from '../problem.ts';
import { type LinkState, stateOf } from './participantLinks.ts';
import { type GroupHead, type ListedParticipant, getGroup, listParticipants } from './queries.ts';

/** How many turns of a participant there are to check, and what they made of them. Never words. */
export interface WordCounts {
	turns: number;
	amended: number;
	struck: number;
	lowered: number;
}

/** How far one participant is in checking their words. */
export interface CheckLine extends WordCounts {
	participant: ListedParticipant;
	/** null: none was ever made. */
	link: {
		state: LinkState;
		expiresAt: Date;
		openedAt: Date | null;
		lastUsedAt: Date | null;
	} | null;
}

export interface CheckPage {
	group: GroupHead;
	lines: CheckLine[];
	/** Whether the actor may change until when it goes on. */
	mayPrepare: boolean;
}

/**
 * How the check of a meeting goes: until when, who has a link, opened it, checked, and changed how
 * much.
 * @throws Problem not_found
 */
export async function getCheckPage(
	ctx: Context,
	roundId: string,
	groupId: string
): Promise<CheckPage> {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const group = await getGroup(trx, groupId, 'participant.write');
		if (group.roundId !== roundId) throw notFound();
		const counts = await countWords(trx, groupId);
		const links = await lastLinks(trx, groupId, ctx.now());
		const participants = await listParticipants(trx, groupId);
		return {
			group,
			mayPrepare: mayDo('group.prepare', group.roles),
			lines: participants.map((participant) => ({
				participant,
				link: links.get(participant.id) ?? null,
				...(counts.get(participant.id) ?? { turns: 0, amended: 0, struck: 0, lowered: 0 })
			}))
		};
	});
}

/**
 * What the participants of a meeting made of their turns, by participant. Counted as the system: of
 * a struck turn whoever authorised this may know that it is there, not what it says.
 */
export async function countWords(trx: Trx, groupId: string): Promise<Map<string, WordCounts>> {
	return withinSystem(trx, async () => {
		const found = await sql<WordCounts & { id: string }>`select t.participant_id as id,
				count(*)::int as turns,
				count(*) filter (where exists (select from turn_revisions v join turn_revisions b
					on b.turn_id = v.turn_id and b.revision = v.revision - 1
					where v.turn_id = t.id and v.author_id is null and v.body <> b.body))::int as amended,
				count(*) filter (where t.struck_at is not null)::int as struck,
				count(*) filter (where t.lowered_to is not null)::int as lowered
			from turns t where t.group_id = ${groupId}::uuid and t.participant_id is not null
				and t.removed_at is null and t.kind <> 'observation'
			group by t.participant_id`.execute(trx);
		return new Map(found.rows.map(({ id, ...counts }) => [id, counts]));
	});
}

/** The link of each participant that works, else their last one. */
async function lastLinks(
	trx: Trx,
	groupId: string,
	now: Date
): Promise<Map<string, NonNullable<CheckLine['link']>>> {
	const found = await sql<{
		id: string;
		expiresAt: Date;
		openedAt: Date | null;
		lastUsedAt: Date | null;
		revokedAt: Date | null;
	}>`select distinct on (participant_id) participant_id as id, expires_at as "expiresAt",
			opened_at as "openedAt", last_used_at as "lastUsedAt", revoked_at as "revokedAt"
		from participant_links where group_id = ${groupId}::uuid
		order by participant_id, revoked_at nulls first, made_at desc`.execute(trx);
	return new Map(
		found.rows.map(({ id, revokedAt, ...link }) => [
			id,
			{ ...link, state: stateOf({ revokedAt, ...link }, now) }
		])
	);
}
