import { m } from '#lib/paraglide/messages.js';
import { loadPage } from '#lib/server/http/guard.ts';
import { sendCsv } from '#lib/server/http/sendCsv.ts';
import { getTreatyMatrix } from '#lib/server/treaties/pages.ts';
import { claimRows } from './claimRows.server.ts';
import type { RequestHandler } from './$types';

/** Every claim the reader may see as a table, with the status worked out from all of them. */
export const GET: RequestHandler = async (event) => {
	const matrix = await loadPage(event, (ctx) => getTreatyMatrix(ctx, event.params.study));
	const header = [
		m.treaties_csv_code(),
		m.treaties_col_treaty(),
		m.treaties_csv_country_code(),
		m.treaties_csv_country(),
		m.treaties_csv_territory(),
		m.treaties_csv_status(),
		m.treaties_csv_action(),
		m.treaties_csv_date(),
		m.treaties_csv_precision(),
		m.treaties_note(),
		m.treaties_source(),
		m.treaties_csv_link(),
		m.treaties_form_as_of(),
		m.treaties_from(),
		m.treaties_checked(),
		m.treaties_ruling(),
		m.treaties_csv_reason()
	];
	return sendCsv('treaties.csv', header, claimRows(matrix));
};
