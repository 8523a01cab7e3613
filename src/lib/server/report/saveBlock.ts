import { randomUUID } from 'node:crypto';
import type { Strength } from '#lib/report/content.ts';
import type { Live } from '#lib/report/live.ts';
import { type BlockWords, mergeBlock, sameWords } from '#lib/report/mergeBlock.ts';
import { cleanText } from '#lib/xlsform/cleanText.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { Problem, notFound } from '../problem.ts';
import {
	type LockedBlock,
	auditBlock,
	findRevision,
	lockBlock,
	strengthOf,
	writeRevision
} from './blockRows.ts';

/** The longest text of a block, in UTF-16 units. */
export const LONGEST_BODY = 100_000;

/** What became of a save; `revision` is the base for the next, `words` what stands now. */
export interface BlockOutcome {
	result: 'saved' | 'merged' | 'unchanged' | 'conflict';
	revision: number;
	words: BlockWords;
}

/**
 * Saves a block against the revision `base` the form was made from (rule R3): it becomes the text,
 * is merged by word with what somebody saved since, or is kept beside. The same `saveId` again
 * stores nothing. What is left out stays as it was at `base`. A block removed meanwhile is back.
 * @throws Problem not_found; too_large; invalid where a live block would be without what it shows
 */
export async function saveBlock(
	ctx: Context,
	input: {
		roundId: string;
		blockId: string;
		saveId: string;
		base: number;
		body?: string;
		live?: Live | null;
		strength?: Strength | null;
	}
): Promise<BlockOutcome> {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const block = await lockBlock(trx, input);
		const origin = await originOf(trx, block, input.base);
		const mine = {
			body: input.body === undefined ? origin.body : cleanText(input.body),
			live: input.live === undefined ? origin.live : input.live,
			strength: strengthOf(
				block.kind,
				input.strength === undefined ? origin.strength : input.strength
			)
		};
		const replay = await findRevision(trx, block.id, { saveId: input.saveId });
		if (replay && sameWords(replay, mine)) {
			const result = replay.standing === 'beside' ? 'conflict' : 'saved';
			return { result, revision: block.revision, words: wordsOf(block) };
		}
		// A page gone back to still holds the id of what it sent: other words are another save.
		const saveId = replay ? randomUUID() : input.saveId;
		return settle(ctx, trx, block, { mine, base: input.base, saveId });
	});
}

const wordsOf = ({ body, live, strength }: BlockWords): BlockWords => ({ body, live, strength });

const NOTHING: BlockWords = { body: '', live: null, strength: null };

/** What the person found when they began. */
async function originOf(trx: Trx, block: LockedBlock, base: number): Promise<BlockWords> {
	if (base >= block.revision) return wordsOf(block);
	const found = await findRevision(trx, block.id, { revision: base });
	return found ? wordsOf(found) : { ...NOTHING, live: block.live };
}

async function settle(
	ctx: Context,
	trx: Trx,
	block: LockedBlock,
	given: { mine: BlockWords; base: number; saveId: string; isRestored?: boolean }
): Promise<BlockOutcome> {
	const { mine, base, saveId } = given;
	if (mine.body.length > LONGEST_BODY) throw new Problem('too_large');
	if ((block.kind === 'live') !== (mine.live !== null)) throw new Problem('invalid');
	const current = wordsOf(block);
	if (sameWords(mine, current) && block.removedAt === null)
		return { result: 'unchanged', revision: block.revision, words: current };
	const write = { saveId, basedOn: base };
	if (base >= block.revision) {
		const standing = given.isRestored ? 'restored' : 'current';
		const revision = await writeRevision(ctx, trx, block, { ...write, standing, ...mine });
		return { result: 'saved', revision, words: mine };
	}
	const merged = mergeBlock(await originOf(trx, block, base), mine, current);
	if (!merged) {
		await writeRevision(ctx, trx, block, { ...write, standing: 'beside', ...mine });
		return { result: 'conflict', revision: block.revision, words: current };
	}
	if (sameWords(merged, current) && block.removedAt === null)
		return { result: 'merged', revision: block.revision, words: current };
	const revision = await writeRevision(ctx, trx, block, {
		...write,
		standing: 'merged',
		...merged
	});
	return { result: 'merged', revision, words: merged };
}

/**
 * Makes an earlier wording the block's own again, as a new one, against the revision `base` the
 * person saw: what somebody saved since is merged or kept beside.
 * @throws Problem not_found
 */
export async function restoreBlock(
	ctx: Context,
	input: { roundId: string; blockId: string; revision: number; base: number }
): Promise<BlockOutcome> {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const block = await lockBlock(trx, input);
		const earlier = await findRevision(trx, block.id, { revision: input.revision });
		if (!earlier) throw notFound();
		const { base } = input;
		const saveId = randomUUID();
		return settle(ctx, trx, block, { mine: wordsOf(earlier), base, saveId, isRestored: true });
	});
}

/**
 * Settles what could not be merged: `mine` puts the text that stands beside in place of the block's,
 * `theirs` keeps the block's, `combined` takes a third text made of both. All stay in the history.
 * What was saved since the person looked is not replaced unseen: it is merged, or stands beside in
 * its turn. The same choice again changes nothing.
 * @throws Problem not_found; conflict_settled where it was settled otherwise
 */
export async function resolveBlock(
	ctx: Context,
	input: {
		roundId: string;
		blockId: string;
		/** The one that stands beside. */
		revision: number;
		/** The one the person saw as the block's. */
		base: number;
		keep: 'mine' | 'theirs' | 'combined';
		text?: string;
	}
): Promise<BlockOutcome> {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const block = await lockBlock(trx, input);
		const beside = await findRevision(trx, block.id, { revision: input.revision });
		if (beside?.standing !== 'beside') throw notFound();
		const seen = await originOf(trx, block, input.base);
		const mine =
			input.keep === 'combined'
				? { ...seen, body: cleanText(input.text ?? '') }
				: wordsOf(input.keep === 'mine' ? beside : seen);
		const settled = await trx
			.updateTable('block_conflicts')
			.set({ resolved_at: ctx.now(), resolved_by: ctx.actor.accountId })
			.where('block_id', '=', block.id)
			.where('revision', '=', input.revision)
			.where('resolved_at', 'is', null)
			.executeTakeFirst();
		const stands: BlockOutcome = {
			...{ result: 'unchanged', revision: block.revision, words: wordsOf(block) }
		};
		if (!settled.numUpdatedRows) {
			if (sameWords(mine, stands.words)) return stands;
			throw new Problem('conflict_settled');
		}
		await auditBlock(ctx, trx, block, 'block.conflict', { keep: input.keep });
		if (input.keep === 'theirs') return stands;
		return settle(ctx, trx, block, { mine, base: input.base, saveId: randomUUID() });
	});
}
