import type { Trx } from '../database/database.ts';

/** How many wordings wait beside another, by chapter. */
export async function countConflicts(trx: Trx, roundId: string): Promise<Record<string, number>> {
	const rows = await trx
		.selectFrom('block_conflicts as c')
		.innerJoin('blocks as b', 'b.id', 'c.block_id')
		.select((eb) => ['b.chapter_id as id', eb.fn.countAll<number>().as('count')])
		.where('c.round_id', '=', roundId)
		.where('c.resolved_at', 'is', null)
		.where('b.removed_at', 'is', null)
		.groupBy('b.chapter_id')
		.execute();
	return Object.fromEntries(rows.map(({ id, count }) => [id, Number(count)]));
}
