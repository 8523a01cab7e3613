import type { Trx } from '../database/database.ts';
import { checkReport } from './checkReport.ts';
import { countConflicts } from './conflicts.ts';

/**
 * How many things stand between a round's report and its edition: sentences without a source and
 * changed sources that nobody waived, sources that may not be public, wordings that wait beside
 * another.
 */
export async function countOpen(trx: Trx, roundId: string): Promise<number> {
	const problems = (await checkReport(trx, roundId)).filter(
		({ issue, waiver }) => issue === 'gone' || waiver === null
	);
	const beside = Object.values(await countConflicts(trx, roundId));
	return beside.reduce((sum, each) => sum + each, problems.length);
}
