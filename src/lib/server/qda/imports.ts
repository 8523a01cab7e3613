import { authorize } from '../access/authorize.ts';
import { recordAudit } from '../audit/record.ts';
import type { Context, SystemContext } from '../context.ts';
import { asActor, asSystem } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { json } from '../database/json.ts';
import type { QdaImportResult } from '../database/qdaTables.ts';
import { withinSystem } from '../database/withinSystem.ts';
import { lockGroup } from '../focusgroups/queries.ts';
import { Problem, notFound } from '../problem.ts';
import { type ImportChoice, planImport } from './importPlan.ts';
import { findTarget, readImportState } from './importState.ts';
import type { ImportPlan, TargetMeeting } from './importTypes.ts';
import { writeImport } from './importWrite.ts';
import type { QdaFile } from './model.ts';
import { readQda } from './readQda.ts';
import { sealFile, unsealFile } from './sealImport.ts';

/** How many files of one study may wait at a time. */
const MOST_WAITING = 20;

export interface ImportAt {
	studyId: string;
	importId: string;
	/** Token of the session that sent the file. */
	token: string;
}

/**
 * For a page that takes a file: asked before anything of it is read.
 * @throws Problem not_found for all but coordinators
 */
export async function requireImporter(ctx: Context, studyId: string): Promise<void> {
	await asActor(ctx.db, ctx.actor, (trx) => authorize(trx, 'qda.import', { studyId }));
}

/**
 * Reads a file and keeps what it holds, for whoever sent it to look at; nothing is taken over yet.
 * `importId` is made by the page: the same file sent twice waits once.
 * @throws Problem not_found, qda_unreadable, too_many_attempts
 */
export async function stageQda(ctx: Context, at: ImportAt, bytes: Uint8Array): Promise<void> {
	const { studyId, importId, token } = at;
	await requireImporter(ctx, studyId);
	const file = await readQda(bytes);
	const sealed = sealFile(token, importId, file);
	await asActor(ctx.db, ctx.actor, async (trx) => {
		await authorize(trx, 'qda.import', { studyId });
		await withinSystem(trx, () =>
			trx
				.deleteFrom('qda_imports')
				.where('taken_at', 'is', null)
				.where('expires_at', '<', ctx.now())
				.execute()
		);
		const waiting = await trx
			.selectFrom('qda_imports')
			.select('id')
			.where('study_id', '=', studyId)
			.where('taken_at', 'is', null)
			.execute();
		if (waiting.some(({ id }) => id === importId)) return;
		if (waiting.length >= MOST_WAITING) throw new Problem('too_many_attempts');
		await trx
			.insertInto('qda_imports')
			.values({
				id: importId,
				study_id: studyId,
				account_id: ctx.actor.accountId,
				kind: file.kind,
				sealed
			} as never)
			.execute();
		await recordAudit(trx, ctx.actor, 'qda.import', {
			studyId,
			subjectId: importId,
			detail: { step: 'read', kind: file.kind }
		});
	});
}

/** Where a file is to go, as a page asks. */
export interface Destination {
	/** A meeting that is there; null: new ones, in the round below. */
	groupId: string | null;
	roundId: string | null;
	name: string;
	/** See ImportChoice. */
	titles: ReadonlyMap<string, string> | null;
}

export interface QdaPreview {
	file: QdaFile;
	plan: ImportPlan;
}

/**
 * What taking a file over would do, null where it waits no longer. Nothing is written.
 * @throws Problem not_found also where it was taken over or thrown away, qda_locked
 */
export async function previewQda(
	ctx: Context,
	at: ImportAt,
	to: Destination
): Promise<QdaPreview | null> {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		await authorize(trx, 'qda.import', { studyId: at.studyId });
		const row = await findWaiting(trx, ctx, at);
		if (!row) return null;
		const file = unsealFile(at.token, at.importId, row.sealed);
		const meeting = to.groupId === null ? null : await findTarget(trx, to.groupId);
		if (meeting === undefined) throw notFound();
		return { file, plan: await planFor(trx, at, file, to, meeting) };
	});
}

async function planFor(
	trx: Trx,
	at: ImportAt,
	file: QdaFile,
	to: Destination,
	meeting: TargetMeeting | null
): Promise<ImportPlan> {
	const roundId = meeting?.roundId ?? to.roundId;
	const state = await readImportState(trx, at.studyId, roundId, file);
	const choice: ImportChoice = {
		meeting,
		roundId,
		name: to.name,
		importId: at.importId,
		titles: to.titles
	};
	return planImport(file, state, choice);
}

/** The actor's own file that waits; of others' not even that it does. */
async function findWaiting(trx: Trx, ctx: Context, { studyId, importId }: ImportAt, lock = false) {
	const row = await trx
		.selectFrom('qda_imports')
		.select(['id', 'kind', 'sealed'])
		.where('id', '=', importId)
		.where('study_id', '=', studyId)
		.where('account_id', '=', ctx.actor.accountId)
		.where('taken_at', 'is', null)
		.where('expires_at', '>', ctx.now())
		.$if(lock, (query) => query.forUpdate())
		.executeTakeFirst();
	return row?.sealed ? { ...row, sealed: new Uint8Array(row.sealed) } : undefined;
}

/**
 * Takes a file over, in one transaction: codes, meetings, participants, turns, codes on them and
 * memos. Nothing becomes quotable by it, and what is there is not changed. Twice does it once.
 * @throws Problem not_found, qda_locked, wrong_state for a meeting that is closed
 */
export async function takeQda(ctx: Context, at: ImportAt, to: Destination): Promise<void> {
	await asActor(ctx.db, ctx.actor, async (trx) => {
		await authorize(trx, 'qda.import', { studyId: at.studyId });
		const row = await findWaiting(trx, ctx, at, true);
		if (!row) {
			if (await isTaken(trx, at)) return;
			throw notFound();
		}
		const file = unsealFile(at.token, at.importId, row.sealed);
		const meeting = await lockMeeting(trx, at.studyId, to.groupId);
		if (to.groupId === null && to.roundId !== null) await requireRound(trx, at.studyId, to.roundId);
		const plan = await planFor(trx, at, file, to, meeting);
		await writeImport(trx, at.studyId, ctx.actor.accountId, plan);
		const result = resultOf(file, plan);
		await trx
			.updateTable('qda_imports')
			.set({ sealed: null, taken_at: ctx.now(), result: json(result) as never })
			.where('id', '=', at.importId)
			.execute();
		await recordAudit(trx, ctx.actor, 'qda.import', {
			studyId: at.studyId,
			subjectId: at.importId,
			detail: { step: 'taken', kind: file.kind, ...result.counts }
		});
	});
}

async function isTaken(trx: Trx, { studyId, importId }: ImportAt): Promise<boolean> {
	const row = await trx
		.selectFrom('qda_imports')
		.select('id')
		.where('id', '=', importId)
		.where('study_id', '=', studyId)
		.where('taken_at', 'is not', null)
		.executeTakeFirst();
	return row !== undefined;
}

async function lockMeeting(trx: Trx, studyId: string, groupId: string | null) {
	if (groupId === null) return null;
	const group = await lockGroup(trx, groupId, 'qda.import');
	if (group.studyId !== studyId) throw notFound();
	if (group.closedAt) throw new Problem('wrong_state');
	return (await findTarget(trx, groupId)) ?? null;
}

async function requireRound(trx: Trx, studyId: string, roundId: string): Promise<void> {
	const round = await trx
		.selectFrom('rounds')
		.select('id')
		.where('id', '=', roundId)
		.where('study_id', '=', studyId)
		.executeTakeFirst();
	if (!round) throw notFound();
}

/** What a plan comes to, in counts; no words and no names. */
export function resultOf(file: QdaFile, plan: ImportPlan): QdaImportResult {
	return {
		counts: {
			codes: plan.codes.length,
			meetings: plan.meetings.filter(({ isNew }) => isNew).length,
			participants: plan.participants.length,
			texts: plan.transcripts.length,
			turns: plan.transcripts.reduce((sum, { turns }) => sum + turns.length, 0),
			codings: plan.codings.length,
			memos: plan.memos.length
		},
		leftOut: [
			...file.leftOut.map(({ code, count }) => ({ code, count })),
			...[...plan.left].map(([code, count]) => ({ code, count }))
		],
		warnings: file.warnings.map(({ code, count }) => ({ code, count }))
	};
}

/**
 * Throws a file away that waits. Twice does it once.
 * @throws Problem not_found where none of one's own waits
 */
export async function discardQda(ctx: Context, at: Omit<ImportAt, 'token'>): Promise<void> {
	await asActor(ctx.db, ctx.actor, async (trx) => {
		await authorize(trx, 'qda.import', { studyId: at.studyId });
		const gone = await trx
			.deleteFrom('qda_imports')
			.where('id', '=', at.importId)
			.where('study_id', '=', at.studyId)
			.where('account_id', '=', ctx.actor.accountId)
			.where('taken_at', 'is', null)
			.executeTakeFirst();
		if (!gone.numDeletedRows) throw notFound();
		await recordAudit(trx, ctx.actor, 'qda.import', {
			studyId: at.studyId,
			subjectId: at.importId,
			detail: { step: 'discarded' }
		});
	});
}

/** Throws away what nobody took over within a day, whoever's it is. A job does this. */
export async function discardExpiredImports(system: SystemContext): Promise<void> {
	await asSystem(system.db, (trx) =>
		trx
			.deleteFrom('qda_imports')
			.where('taken_at', 'is', null)
			.where('expires_at', '<', system.now())
			.execute()
	);
}
