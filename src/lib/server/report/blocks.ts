import { randomUUID } from 'node:crypto';
import type { Strength } from '#lib/report/content.ts';
import type { Live } from '#lib/report/live.ts';
import { sameWords } from '#lib/report/mergeBlock.ts';
import { cleanText } from '#lib/xlsform/cleanText.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { Problem, notFound } from '../problem.ts';
import { auditBlock, lockBlock, strengthOf } from './blockRows.ts';
import { placed } from './placed.ts';
import { insertBlock, listBlocks, openReport } from './reports.ts';
import { LONGEST_BODY } from './saveBlock.ts';

/** So many blocks may stand in a chapter. */
const MOST_BLOCKS = 300;

/** A chapter that stands, of this round. @throws Problem not_found */
export async function getChapter(trx: Trx, at: { roundId: string; chapterId: string }) {
	const found = await trx
		.selectFrom('chapters')
		.select(['id', 'round_id', 'study_id', 'kind', 'key', 'title', 'revision', 'position'])
		.where('id', '=', at.chapterId)
		.where('round_id', '=', at.roundId)
		.where('removed_at', 'is', null)
		.executeTakeFirst();
	if (!found) throw notFound();
	return found;
}

async function setPlaces(trx: Trx, ids: readonly string[]): Promise<void> {
	for (const [position, id] of ids.entries())
		await trx
			.updateTable('blocks')
			.set({ position })
			.where('id', '=', id)
			.where('position', '<>', position)
			.execute();
}

/**
 * Adds a block at a place of a chapter (from 0; at its end without). `id` is made by the page: the
 * same form sent twice adds one.
 * @throws Problem not_found; invalid for a live block without what it shows, a text with it, and
 * beyond MOST_BLOCKS; too_large
 */
export async function addBlock(
	ctx: Context,
	input: {
		roundId: string;
		chapterId: string;
		id: string;
		kind: 'text' | 'finding' | 'live';
		body?: string;
		live?: Live | null;
		strength?: Strength | null;
		place?: number;
	}
): Promise<void> {
	await asActor(ctx.db, ctx.actor, async (trx) => {
		const { round } = await openReport(trx, input.roundId, 'report.write', true);
		const chapter = await getChapter(trx, input);
		const { kind, live = null, strength = null } = input;
		const body = cleanText(input.body ?? '');
		if (body.length > LONGEST_BODY) throw new Problem('too_large');
		if ((kind === 'live') !== (live !== null)) throw new Problem('invalid');
		const given = { kind, body, live, strength: strengthOf(kind, strength) };
		const known = await findFirst(trx, input.id);
		if (known && known.kind === kind && sameWords(known, given)) return;
		// A page gone back to still holds the id of what it sent: other words are another block.
		const id = known ? randomUUID() : input.id;
		const standing = await listBlocks(trx, chapter.id);
		if (standing.length >= MOST_BLOCKS) throw new Problem('invalid');
		const of = { round_id: round.id, study_id: round.studyId };
		const at = { id, chapterId: chapter.id, ...of, position: standing.length };
		const isGenerated = live?.type === 'overview';
		await insertBlock(trx, ctx, at, { ...given, isGenerated });
		const ids = [...standing.map((block) => block.id), id];
		await setPlaces(trx, placed(ids, id, input.place ?? standing.length));
		const block = { id, chapterId: chapter.id, roundId: round.id, studyId: round.studyId };
		await auditBlock(ctx, trx, block, 'block.save', { revision: 1, kind });
	});
}

/** What a block said first. */
async function findFirst(trx: Trx, id: string) {
	return await trx
		.selectFrom('block_revisions as v')
		.innerJoin('blocks as b', 'b.id', 'v.block_id')
		.select(['b.kind', 'v.body', 'v.live', 'v.strength'])
		.where('v.block_id', '=', id)
		.where('v.revision', '=', 1)
		.executeTakeFirst();
}

/**
 * Puts a block at a place of its chapter, from 0. Twice is once.
 * @throws Problem not_found, also for a removed one
 */
export async function moveBlock(
	ctx: Context,
	input: { roundId: string; blockId: string; place: number }
): Promise<void> {
	await asActor(ctx.db, ctx.actor, async (trx) => {
		await openReport(trx, input.roundId, 'report.write', true);
		const block = await lockBlock(trx, input);
		if (block.removedAt !== null) throw notFound();
		const before = (await listBlocks(trx, block.chapterId)).map(({ id }) => id);
		const after = placed(before, block.id, input.place);
		if (after.every((id, at) => id === before[at])) return;
		await setPlaces(trx, after);
		await auditBlock(ctx, trx, block, 'block.save', { place: after.indexOf(block.id) });
	});
}

/**
 * Takes a block out of its chapter, or brings it back as it was; its history stays. Twice is once.
 * @throws Problem not_found
 */
export async function removeBlock(
	ctx: Context,
	input: { roundId: string; blockId: string; isRemoved: boolean }
): Promise<void> {
	await asActor(ctx.db, ctx.actor, async (trx) => {
		const block = await lockBlock(trx, input);
		if ((block.removedAt !== null) === input.isRemoved) return;
		await trx
			.updateTable('blocks')
			.set({ removed_at: input.isRemoved ? ctx.now() : null })
			.where('id', '=', block.id)
			.execute();
		await auditBlock(ctx, trx, block, 'block.remove', { removed: input.isRemoved });
	});
}
