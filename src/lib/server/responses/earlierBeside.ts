import type { Trx } from '../database/database.ts';
import type { AreaAt } from './beside.ts';

/** What the country answered in the round before, and how it was marked. */
export async function readEarlierBeside(_trx: Trx, _at: AreaAt) {
	return {};
}
