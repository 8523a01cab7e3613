import type { Trx } from '../database/database.ts';
import type { AreaAt } from './beside.ts';

/** What was handed out of an area and what is proposed for it. */
export async function readHandoutsBeside(_trx: Trx, _at: AreaAt) {
	return {};
}
