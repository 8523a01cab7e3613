import { error } from '@sveltejs/kit';
import { getReportsPage } from '#lib/server/coding/reports.ts';
import { loadPage } from '#lib/server/http/guard.ts';
import { sendCsv } from '#lib/server/http/sendCsv.ts';
import { reportTables } from '../reportTables.server.ts';
import type { RequestHandler } from './$types';

/** One report as a table; it holds what whoever asks sees on the page, and no more. */
export const GET: RequestHandler = async (event) => {
	const asked = event.url.searchParams;
	const page = await loadPage(event, (ctx) =>
		getReportsPage(ctx, event.params.round, asked.get('group') ?? '')
	);
	const wanted = asked.get('table') ?? 'speakers';
	const table = reportTables(page).find(({ name }) => name === wanted);
	if (!table) error(404);
	return sendCsv(
		`${table.name}.csv`,
		[table.corner, ...table.columns],
		table.rows.map(({ label, cells }) => [label, ...cells.map(String)])
	);
};
