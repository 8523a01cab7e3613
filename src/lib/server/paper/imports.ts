import { createHash } from 'node:crypto';
import { canonical, readPaper } from '#lib/paper/readPaper.ts';
import { questionOf } from '#lib/xlsform/areaState.ts';
import { findArea } from '#lib/xlsform/definition.ts';
import { mayDo } from '../access/verbs.ts';
import { authorize } from '../access/authorize.ts';
import { recordAudit } from '../audit/record.ts';
import type { Context, SystemContext } from '../context.ts';
import { asActor, asSystem } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { json } from '../database/json.ts';
import { getInstanceKey, isSigned } from '../keys/instanceKey.ts';
import { notFound, Problem } from '../problem.ts';
import { getDefinition } from '../questionnaires/queries.ts';
import { requireWritable, type SaveOutcome, storeAnswers } from '../responses/answer.ts';
import { type Delegation, getOwnDelegation } from '../studies/ownDelegation.ts';
import { lockResponse, readForSave } from '../responses/queries.ts';
import { digest } from './digests.ts';
import { planImport } from './planImport.ts';

/** Largest file that is read: every answer of a large area at its longest is less. */
export const MOST_PAPER_BYTES = 6 * 1024 * 1024;

/** How many files of one area may wait at a time. */
const MOST_WAITING = 30;

/** An id that follows from others, so that doing a thing twice does it once. */
function idFrom(...parts: string[]): string {
	const hash = createHash('sha256').update(JSON.stringify(parts)).digest('hex');
	return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-a${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}

/** The key of the save that takes an import over. */
const saveIdOf = (importId: string) => idFrom('paper', importId);

/** The delegation and response of an area, for whoever may bring files back. */
async function findOwn(trx: Trx, at: { delegationId: string; area: string }) {
	const delegation = await getOwnDelegation(trx, at.delegationId);
	await authorize(trx, 'paper.import', { delegationId: at.delegationId });
	const response = await trx
		.selectFrom('responses')
		.select(['id', 'state'])
		.where('delegation_id', '=', at.delegationId)
		.where('area', '=', at.area)
		.executeTakeFirst();
	if (!response) throw notFound();
	return { delegation, response };
}

function subjectOf(delegation: Delegation, responseId: string) {
	return {
		studyId: delegation.studyId,
		roundId: delegation.roundId,
		delegationId: delegation.id,
		subjectId: responseId
	};
}

/**
 * Reads a filled-in file and keeps what was typed, for somebody to look at; nothing is saved
 * as an answer yet. `key` comes from the page: the same file sent twice waits once.
 * @throws Problem not_found, too_large, paper_unreadable, paper_foreign, paper_altered,
 * paper_question_altered, too_many_attempts
 */
export async function stagePaper(
	ctx: Context,
	input: { delegationId: string; area: string; key: string; file: Uint8Array }
): Promise<string> {
	const signingKey = await getInstanceKey(ctx, 'paper');
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const { delegation, response } = await findOwn(trx, input);
		if (input.file.byteLength > MOST_PAPER_BYTES) throw new Problem('too_large');
		const html = new TextDecoder().decode(input.file);
		const paper = readPaper(html);
		if (!paper) throw new Problem('paper_unreadable');
		const { payload, signature, pairs, shown, tails } = paper;
		if (payload.delegation !== delegation.id || payload.response !== response.id)
			throw new Problem('paper_foreign');
		if (!isSigned(signingKey, canonical(payload), signature)) throw new Problem('paper_altered');
		const isTail = (text: string) => payload.tails?.includes(digest(text)) ?? true;
		if (payload.tails && !(tails.length > 0 && tails.every(isTail)))
			throw new Problem('paper_altered');
		const definition = await getDefinition(trx, delegation.versionId);
		const area = findArea(definition, input.area);
		const known = new Map(Object.entries(payload.asked));
		for (const name of new Set([...known.keys(), ...shown.keys()])) {
			const texts = (shown.get(name) ?? []).map(digest);
			const accepted = known.get(name)?.slice(1) ?? [];
			if (texts.length > 0 && texts.every((text) => accepted.includes(text))) continue;
			const number = (area && questionOf(area, name)?.number) || name.slice(0, 100);
			throw new Problem('paper_question_altered', { question: number });
		}
		await trx
			.deleteFrom('paper_imports')
			.where('response_id', '=', response.id)
			.where('expires_at', '<', ctx.now())
			.execute();
		const { asked, answers, entries } = payload;
		const id = idFrom(input.key, response.id, digest(html));
		const waiting = await listWaiting(trx, ctx, response.id);
		if (waiting.some((each) => each.id === id)) return id;
		if (waiting.length >= MOST_WAITING) throw new Problem('too_many_attempts');
		await trx
			.insertInto('paper_imports')
			.values({
				id,
				delegation_id: delegation.id,
				response_id: response.id,
				account_id: ctx.actor.accountId,
				file_id: payload.id,
				made_at: new Date(payload.madeAt),
				made_by: payload.madeBy.slice(0, 300),
				language: payload.language,
				given: json({ pairs, asked, answers, entries }) as never
			})
			.execute();
		await recordAudit(trx, ctx.actor, 'paper.import', {
			...subjectOf(delegation, response.id),
			detail: { area: input.area, file: payload.id, step: 'read' }
		});
		return id;
	});
}

async function listWaiting(trx: Trx, ctx: Context, responseId: string) {
	return trx
		.selectFrom('paper_imports as i')
		.leftJoin('accounts as a', 'a.id', 'i.account_id')
		.select([
			'i.id',
			'i.made_at as madeAt',
			'i.made_by as madeBy',
			'i.created_at as broughtAt',
			'i.expires_at as expiresAt',
			'a.name as broughtBy'
		])
		.where('i.response_id', '=', responseId)
		.where('i.expires_at', '>', ctx.now())
		.orderBy('i.created_at')
		.execute();
}

/** The files of an area that wait to be looked at, oldest first. */
export async function listPaperImports(ctx: Context, at: { delegationId: string; area: string }) {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const { response } = await findOwn(trx, at);
		return listWaiting(trx, ctx, response.id);
	});
}

async function findImport(trx: Trx, ctx: Context, importId: string, responseId: string) {
	return trx
		.selectFrom('paper_imports')
		.select(['id', 'file_id', 'made_at', 'made_by', 'language', 'given'])
		.where('id', '=', importId)
		.where('response_id', '=', responseId)
		.where('expires_at', '>', ctx.now())
		.executeTakeFirst();
}

interface ImportAt {
	delegationId: string;
	area: string;
	importId: string;
}

/**
 * What taking a file over would change, answer by answer; `taken` instead where it has been.
 * @throws Problem not_found
 */
export async function getPaperPreview(ctx: Context, at: ImportAt) {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const { delegation, response } = await findOwn(trx, at);
		const found = await findImport(trx, ctx, at.importId, response.id);
		if (!found) {
			const saved = await readForSave(
				trx,
				{ ...response, area: at.area },
				saveIdOf(at.importId),
				[]
			);
			if (!saved.replay) throw notFound();
			return { isTaken: true as const };
		}
		const where = {
			delegationId: delegation.id,
			responseId: response.id,
			area: at.area,
			versionId: delegation.versionId
		};
		const definition = await getDefinition(trx, delegation.versionId);
		const plan = await planImport(ctx, trx, where, found);
		return {
			isTaken: false as const,
			definition,
			delegation,
			plan,
			madeAt: found.made_at,
			madeBy: found.made_by
		};
	});
}

/**
 * Takes the chosen answers of a file over, as one save with the revisions the file was made
 * with; what clashes is kept beside (rule R3). `take` holds the key of each with the mark of
 * what the preview said of it. Twice does it once.
 * @throws Problem not_found, paper_outdated where something else would happen now than the
 * preview said, round_closed, delegation_inactive, response_under_review
 */
export async function takePaper(
	ctx: Context,
	at: ImportAt & { take: ReadonlyMap<string, string> }
): Promise<SaveOutcome> {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const { delegation, response: own } = await findOwn(trx, at);
		const response = await lockResponse(trx, own.id);
		if (!mayDo('paper.import', response.roles)) throw notFound();
		const saveId = saveIdOf(at.importId);
		const before = await readForSave(trx, response, saveId, []);
		if (before.replay) return before.replay as SaveOutcome;
		const found = await findImport(trx, ctx, at.importId, response.id);
		if (!found) throw notFound();
		requireWritable(response);
		const where = { ...response, responseId: response.id };
		const plan = await planImport(ctx, trx, where, found);
		const marks = new Map(plan.answers.map(({ key, mark }) => [key, mark]));
		for (const [key, mark] of at.take)
			if (marks.get(key) !== mark) throw new Problem('paper_outdated');
		const answers = plan.toSave([...at.take.keys()]);
		if (answers.length === 0) throw new Problem('invalid');
		const { stored, count } = await readForSave(
			trx,
			response,
			saveId,
			answers.map(({ question }) => question)
		);
		const outcome = await storeAnswers(
			ctx,
			trx,
			response,
			{ saveId, answers, stored, count },
			'answer.save'
		);
		await trx.deleteFrom('paper_imports').where('id', '=', found.id).execute();
		await recordAudit(trx, ctx.actor, 'paper.import', {
			...subjectOf(delegation, response.id),
			detail: { area: at.area, file: found.file_id, step: 'taken', questions: [...at.take.keys()] }
		});
		return outcome;
	});
}

/** What became of a file that was taken over; undefined where none was. */
export async function findTaken(ctx: Context, at: ImportAt): Promise<SaveOutcome | undefined> {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const { response } = await findOwn(trx, at);
		const saved = await readForSave(trx, { ...response, area: at.area }, saveIdOf(at.importId), []);
		return (saved.replay as SaveOutcome | null) ?? undefined;
	});
}

/**
 * Throws a file away that waited to be looked at. Twice does it once.
 * @throws Problem not_found where there is none
 */
export async function discardPaper(ctx: Context, at: ImportAt): Promise<void> {
	await asActor(ctx.db, ctx.actor, async (trx) => {
		const { delegation, response } = await findOwn(trx, at);
		const found = await findImport(trx, ctx, at.importId, response.id);
		if (!found) throw notFound();
		await trx.deleteFrom('paper_imports').where('id', '=', found.id).execute();
		await recordAudit(trx, ctx.actor, 'paper.import', {
			...subjectOf(delegation, response.id),
			detail: { area: at.area, file: found.file_id, step: 'discarded' }
		});
	});
}

/** Throws away what nobody took over within seven days, whoever's it is. A job does this. */
export async function discardExpiredPapers(system: SystemContext): Promise<void> {
	await asSystem(system.db, (trx) =>
		trx.deleteFrom('paper_imports').where('expires_at', '<', system.now()).execute()
	);
}
