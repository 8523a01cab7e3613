import { linesOf } from '#lib/components/compared/lines.ts';
import { outcomeWords, reasonWords } from '#lib/components/compared/words.ts';
import { filterRows, readFilter } from '#lib/rounds/filterRows.ts';
import { loadPage } from '#lib/server/http/guard.ts';
import { sendCsv } from '#lib/server/http/sendCsv.ts';
import { getRoundsCompared } from '#lib/server/review/roundsCompared.ts';
import type { RequestHandler } from './$types';

const HEADER = [
	...['country', 'area', 'question_number', 'question_label', 'outcome', 'outcome_label'],
	...['reason', 'reason_label', 'then', 'now']
];

/** The comparison as a table, narrowed as the page is. */
export const GET: RequestHandler = async (event) => {
	const page = await loadPage(event, (ctx) => getRoundsCompared(ctx, event.params.round));
	const rows = filterRows(page.rows, readFilter(event.url.searchParams));
	const lines = linesOf(page.definition, page.delegations, rows);
	return sendCsv(
		'rounds-compared.csv',
		HEADER,
		lines.map((line) => [
			...[line.country, line.area, line.number, line.question],
			...[line.outcome, outcomeWords(line.outcome)],
			...[line.reason ?? '', reasonWords(line.reason)],
			...[line.then, line.now]
		])
	);
};
