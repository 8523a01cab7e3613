import { sql } from 'kysely';
import { mayDo } from '../access/verbs.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import type { QdaImportResult } from '../database/qdaTables.ts';
import { notFound } from '../problem.ts';
import { type RoundSummary, type StudyHead, getStudyHead, listRounds } from '../studies/queries.ts';

/** A meeting texts can be taken out of or put into. */
export interface ExchangeMeeting {
	id: string;
	name: string;
	/** YYYY-MM-DD. */
	heldOn: string | null;
	roundId: string;
	isClosed: boolean;
}

export interface WaitingImport {
	id: string;
	kind: 'project' | 'codebook';
	sentAt: Date;
}

export interface TakenImport {
	id: string;
	kind: 'project' | 'codebook';
	takenAt: Date;
	/** Name of whoever took it over; null where this person may not know them. */
	by: string | null;
	result: QdaImportResult;
}

export interface ExchangePage {
	study: StudyHead;
	/** Newest first. */
	rounds: RoundSummary[];
	meetings: ExchangeMeeting[];
	mayExport: boolean;
	mayImport: boolean;
	/** The actor's own. */
	waiting: WaitingImport[];
	/** Everybody's, newest first. */
	taken: TakenImport[];
}

const MOST_TAKEN = 20;

/**
 * Where texts are taken out and brought in, as far as this person may do either.
 * @throws Problem not_found for all but the team of focus groups
 */
export async function getExchangePage(ctx: Context, studyId: string): Promise<ExchangePage> {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const { roles, ...study } = await getStudyHead(trx, studyId, 'group.read');
		const mayImport = mayDo('qda.import', roles);
		return {
			study,
			rounds: await listRounds(trx, [study.id]),
			meetings: await listMeetings(trx, study.id),
			mayExport: mayDo('qda.export', roles),
			mayImport,
			waiting: mayImport ? await listWaiting(trx, ctx, study.id) : [],
			taken: mayImport ? await listTaken(trx, study.id) : []
		};
	});
}

async function listMeetings(trx: Trx, studyId: string): Promise<ExchangeMeeting[]> {
	const found =
		await sql<ExchangeMeeting>`select id, name, held_on as "heldOn", round_id as "roundId",
			closed_at is not null as "isClosed"
		from focus_groups where study_id = ${studyId}::uuid order by held_on desc nulls last, name, id`.execute(
			trx
		);
	return found.rows;
}

async function listWaiting(trx: Trx, ctx: Context, studyId: string): Promise<WaitingImport[]> {
	return trx
		.selectFrom('qda_imports')
		.select(['id', 'kind', 'created_at as sentAt'])
		.where('study_id', '=', studyId)
		.where('account_id', '=', ctx.actor.accountId)
		.where('taken_at', 'is', null)
		.where('expires_at', '>', ctx.now())
		.orderBy('created_at')
		.execute();
}

async function listTaken(trx: Trx, studyId: string): Promise<TakenImport[]> {
	const found =
		await sql<TakenImport>`select i.id, i.kind, i.taken_at as "takenAt", a.name as by, i.result
		from qda_imports i left join accounts a on a.id = i.account_id
		where i.study_id = ${studyId}::uuid and i.taken_at is not null
		order by i.taken_at desc, i.id limit ${MOST_TAKEN}`.execute(trx);
	return found.rows;
}

/**
 * What became of one file that was taken over.
 * @throws Problem not_found
 */
export async function getTakenImport(
	ctx: Context,
	at: { studyId: string; importId: string }
): Promise<TakenImport> {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		await getStudyHead(trx, at.studyId, 'qda.import');
		const found =
			await sql<TakenImport>`select i.id, i.kind, i.taken_at as "takenAt", a.name as by, i.result
			from qda_imports i left join accounts a on a.id = i.account_id
			where i.study_id = ${at.studyId}::uuid and i.id = ${at.importId}::uuid and i.taken_at is not null`.execute(
				trx
			);
		const [row] = found.rows;
		if (!row) throw notFound();
		return row;
	});
}
