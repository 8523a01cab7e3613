import type { Strength } from '#lib/report/content.ts';
import type { Live } from '#lib/report/live.ts';
import type { Standing } from '#lib/terms.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { notFound } from '../problem.ts';
import { openReport } from './reports.ts';

/** So many wordings stand on one page of a block's history. */
export const WORDINGS_SHOWN = 50;

/** A wording a block had, with who wrote it and what became of it. */
export interface Wording {
	revision: number;
	basedOn: number;
	standing: Standing;
	body: string;
	live: Live | null;
	strength: Strength | null;
	madeAt: Date;
	author: string | null;
	/** Of one kept beside: when and by whom that was settled. */
	resolvedAt: Date | null;
	resolvedBy: string | null;
}

/**
 * The wordings of a block, newest first; one more than are shown, for the last difference. `older`
 * says where the next page begins.
 * @throws Problem not_found
 */
export async function getBlockHistory(
	ctx: Context,
	at: { roundId: string; chapterId: string; blockId: string; upTo?: number }
) {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const { round, report } = await openReport(trx, at.roundId, 'report.read');
		const block = await trx
			.selectFrom('blocks as b')
			.innerJoin('chapters as c', 'c.id', 'b.chapter_id')
			.select(['b.id', 'b.kind', 'b.revision', 'b.removed_at as removedAt'])
			.select(['c.id as chapterId', 'c.title as chapter'])
			.where('b.id', '=', at.blockId)
			.where('c.id', '=', at.chapterId)
			.where('b.round_id', '=', round.id)
			.executeTakeFirst();
		if (!block) throw notFound();
		const wordings = await listWordings(trx, block.id, at.upTo);
		return { round, report, block, wordings, older: wordings[WORDINGS_SHOWN]?.revision };
	});
}

async function listWordings(trx: Trx, blockId: string, upTo?: number): Promise<Wording[]> {
	return await wordings(trx)
		.where('v.block_id', '=', blockId)
		.$if(upTo !== undefined, (query) => query.where('v.revision', '<=', upTo!))
		.orderBy('v.revision', 'desc')
		.limit(WORDINGS_SHOWN + 1)
		.execute();
}

function wordings(trx: Trx) {
	return trx
		.selectFrom('block_revisions as v')
		.leftJoin('accounts as a', 'a.id', 'v.author_id')
		.leftJoin('block_conflicts as c', (join) =>
			join.onRef('c.block_id', '=', 'v.block_id').onRef('c.revision', '=', 'v.revision')
		)
		.leftJoin('accounts as r', 'r.id', 'c.resolved_by')
		.select(['v.revision', 'v.based_on as basedOn', 'v.standing', 'v.body', 'v.live', 'v.strength'])
		.select(['v.made_at as madeAt', 'a.name as author'])
		.select(['c.resolved_at as resolvedAt', 'r.name as resolvedBy']);
}

/** Texts of a chapter's blocks that could not be merged and wait for a choice. */
export async function listConflicts(
	trx: Trx,
	chapterId: string
): Promise<(Wording & { blockId: string })[]> {
	return await wordings(trx)
		.select('v.block_id as blockId')
		.where('v.chapter_id', '=', chapterId)
		.where('c.revision', 'is not', null)
		.where('c.resolved_at', 'is', null)
		.orderBy('v.revision')
		.execute();
}
