import { SHEET_COLUMNS } from '#lib/codes/sheet.ts';
import { exportCodes } from '#lib/server/coding/importCodes.ts';
import { loadPage } from '#lib/server/http/guard.ts';
import { sendCsv } from '#lib/server/http/sendCsv.ts';
import type { RequestHandler } from './$types';

/** The codebook as a table that can be changed elsewhere and imported again. */
export const GET: RequestHandler = async (event) => {
	const rows = await loadPage(event, (ctx) => exportCodes(ctx, event.params.study));
	return sendCsv('codebook.csv', SHEET_COLUMNS, rows);
};
