import type { Trx } from '../database/database.ts';
import type { AreaAt } from './beside.ts';

/** How much the delegation has said about each question of an area, by answer key; '' is the area. */
export async function readCommentsBeside(trx: Trx, at: AreaAt): Promise<Record<string, number>> {
	const counts = await trx
		.selectFrom('comments')
		.select((is) => ['question', is.fn.countAll<number>().as('count')])
		.where('response_id', '=', at.responseId)
		.where('removed_at', 'is', null)
		.groupBy('question')
		.execute();
	return Object.fromEntries(counts.map(({ question, count }) => [question ?? '', Number(count)]));
}
