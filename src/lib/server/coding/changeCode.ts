import { isDeepStrictEqual } from 'node:util';
import { sql } from 'kysely';
import { lookOf } from '#lib/codes/palette.ts';
import { type TreeCode, DEEPEST, heightOf, inTreeOrder, subtreeOf } from '#lib/codes/tree.ts';
import { authorize } from '../access/authorize.ts';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { withinSystem } from '../database/withinSystem.ts';
import { Problem, notFound } from '../problem.ts';
import { type Code, type LockedCode, listAllCodes, lockCode, lockCodebook } from './codebook.ts';
import { recordCodes } from './codeHistory.ts';

/** What people write of a code. */
export interface CodeWords {
	name: string;
	definition: string;
	includeWhen: string;
	excludeWhen: string;
	example: string;
	colour: string;
	isCodable: boolean;
}

const columnsOf = (words: CodeWords) => ({
	name: words.name,
	definition: words.definition,
	include_when: words.includeWhen,
	exclude_when: words.excludeWhen,
	example: words.example,
	colour: lookOf(words.colour).hex,
	is_codable: words.isCodable
});

/**
 * Adds a code at the end of what lies under its parent. `id` is made by the page: the same form
 * sent twice adds one.
 * @throws Problem not_found, invalid where the tree would be too deep
 */
export async function addCode(
	ctx: Context,
	input: { id: string; studyId: string; parentId: string | null; words: CodeWords }
): Promise<void> {
	const { id, studyId, parentId, words } = input;
	await asActor(ctx.db, ctx.actor, async (trx) => {
		await authorize(trx, 'codebook.change', { studyId });
		const book = await lockCodebook(trx, studyId);
		const codes = await listAllCodes(trx, studyId);
		if (codes.some((code) => code.id === id)) return;
		requireParent(codes, parentId);
		await insertCode(trx, ctx, { id, studyId, codebookId: book.id, parentId, words }, codes);
		await recordCodes(trx, ctx.actor, [id], 'create');
		await recordAudit(trx, ctx.actor, 'codebook.change', {
			studyId,
			subjectId: id,
			detail: { act: 'create' }
		});
	});
}

/** Writes a new code and gives it; whoever calls it records it. */
export async function insertCode(
	trx: Trx,
	ctx: Context,
	code: {
		id: string;
		studyId: string;
		codebookId: string;
		parentId: string | null;
		words: CodeWords;
	},
	codes: readonly TreeCode[]
): Promise<Code> {
	const siblings = codes.filter(({ parentId }) => parentId === code.parentId);
	const position = 1 + Math.max(-1, ...siblings.map((sibling) => sibling.position));
	await trx
		.insertInto('codes')
		.values({
			id: code.id,
			study_id: code.studyId,
			codebook_id: code.codebookId,
			parent_id: code.parentId,
			...columnsOf(code.words),
			position,
			created_by: ctx.actor.accountId
		})
		.execute();
	const { id, parentId, words } = code;
	return { ...words, id, parentId, position, status: 'active', mergedInto: null, revision: 1 };
}

/**
 * Changes what a code says. `revision` is the one the person saw.
 * @throws Problem not_found, text_changed where it has been changed since, wrong_state for one that
 * was merged, code_in_use where it would become a folder and stands on texts
 */
export async function changeCode(
	ctx: Context,
	input: { codeId: string; revision: number; words: CodeWords }
): Promise<void> {
	await asActor(ctx.db, ctx.actor, async (trx) => {
		const code = await lockForChange(trx, input.codeId);
		const after = columnsOf(input.words);
		// The same form once more.
		if (isDeepStrictEqual(columnsOf(code), after)) return;
		requireRevision(code, input.revision);
		if (code.status === 'merged') throw new Problem('wrong_state');
		if (code.isCodable && !after.is_codable) await requireUnused(trx, code.id);
		await trx.updateTable('codes').set(after).where('id', '=', code.id).execute();
		await recordCodes(trx, ctx.actor, [code.id], 'change');
		await audit(trx, ctx, code, 'change');
	});
}

/** Where a code goes: one place among its siblings, or under another code (null: to the top). */
export type Move = 'up' | 'down' | { under: string | null };

/**
 * Moves a code with all that lies under it.
 * @throws Problem not_found, text_changed, invalid for a place inside itself, under a merged code
 * or deeper than DEEPEST
 */
export async function moveCode(
	ctx: Context,
	input: { codeId: string; revision: number; to: Move }
): Promise<void> {
	await asActor(ctx.db, ctx.actor, async (trx) => {
		const code = await lockForChange(trx, input.codeId);
		if (typeof input.to === 'object' && input.to.under === code.parentId) return;
		requireRevision(code, input.revision);
		const codes = await listAllCodes(trx, code.studyId);
		if (typeof input.to === 'object') {
			const { under } = input.to;
			if (under !== null && subtreeOf(codes, code.id).has(under)) throw new Problem('invalid');
			requireParent(codes, under, heightOf(codes, code.id));
			const below = codes.filter(({ parentId }) => parentId === under);
			await trx
				.updateTable('codes')
				.set({
					parent_id: under,
					position: 1 + Math.max(-1, ...below.map(({ position }) => position))
				})
				.where('id', '=', code.id)
				.execute();
		} else if (!(await swap(trx, codes, code, input.to === 'up' ? -1 : 1))) return;
		await recordCodes(trx, ctx.actor, [code.id], 'move');
		await audit(trx, ctx, code, 'move');
	});
}

/** Changes places with the sibling before or after, among those that are shown. */
async function swap(trx: Trx, codes: readonly Code[], code: Code, by: -1 | 1): Promise<boolean> {
	const siblings = inTreeOrder(
		codes.filter(({ parentId, status }) => parentId === code.parentId && status !== 'merged')
	).map(({ id }) => id);
	const at = siblings.indexOf(code.id);
	if (at < 0 || at + by < 0 || at + by >= siblings.length) return false;
	siblings.splice(at + by, 0, ...siblings.splice(at, 1));
	await sql`update codes c set position = o.place - 1
		from unnest(${siblings}::uuid[]) with ordinality as o (id, place) where c.id = o.id`.execute(trx);
	return true;
}

/**
 * Takes a code out of use, or back into it. Where it stands on texts it stays.
 * @throws Problem not_found, text_changed, wrong_state for one that was merged
 */
export async function retireCode(
	ctx: Context,
	input: { codeId: string; revision: number; isRetired: boolean }
): Promise<void> {
	await asActor(ctx.db, ctx.actor, async (trx) => {
		const code = await lockForChange(trx, input.codeId);
		const status = input.isRetired ? 'retired' : 'active';
		if (code.status === status) return;
		requireRevision(code, input.revision);
		if (code.status === 'merged') throw new Problem('wrong_state');
		await trx.updateTable('codes').set({ status }).where('id', '=', code.id).execute();
		const act = input.isRetired ? 'retire' : 'restore';
		await recordCodes(trx, ctx.actor, [code.id], act);
		await audit(trx, ctx, code, act);
	});
}

/**
 * A code the actor may change, with its codebook locked.
 * @throws Problem not_found
 */
export async function lockForChange(trx: Trx, codeId: string): Promise<LockedCode> {
	const seen = await trx
		.selectFrom('codes')
		.select('study_id')
		.where('id', '=', codeId)
		.executeTakeFirst();
	if (!seen) throw notFound();
	await authorize(trx, 'codebook.change', { studyId: seen.study_id });
	await lockCodebook(trx, seen.study_id);
	return lockCode(trx, codeId);
}

/** @throws Problem text_changed where a code is not as the person saw it */
export function requireRevision(code: Code, revision: number): void {
	if (code.revision !== revision) throw new Problem('text_changed');
}

/** @throws Problem invalid where a code `height` levels high cannot lie there */
export function requireParent(codes: readonly Code[], parentId: string | null, height = 1): void {
	if (parentId === null) return;
	const parent = inTreeOrder(codes).find(({ id }) => id === parentId);
	if (!parent || parent.status === 'merged' || parent.depth + 1 + height > DEEPEST)
		throw new Problem('invalid');
}

/** @throws Problem code_in_use, also for codes on texts the actor may not read */
async function requireUnused(trx: Trx, codeId: string): Promise<void> {
	const used = await withinSystem(trx, () =>
		trx
			.selectFrom('codings')
			.select('id')
			.where('code_id', '=', codeId)
			.where('removed_at', 'is', null)
			.limit(1)
			.executeTakeFirst()
	);
	if (used) throw new Problem('code_in_use');
}

function audit(trx: Trx, ctx: Context, code: { id: string; studyId: string }, act: string) {
	return recordAudit(trx, ctx.actor, 'codebook.change', {
		studyId: code.studyId,
		subjectId: code.id,
		detail: { act }
	});
}
