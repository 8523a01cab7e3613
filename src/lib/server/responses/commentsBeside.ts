import type { Trx } from '../database/database.ts';
import type { AreaAt } from './beside.ts';

/** How much the delegation has said about each question of an area. */
export async function readCommentsBeside(_trx: Trx, _at: AreaAt) {
	return {};
}
