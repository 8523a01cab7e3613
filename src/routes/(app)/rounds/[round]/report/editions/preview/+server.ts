import { previewReport } from '#lib/server/editions/pages.ts';
import { loadPage } from '#lib/server/http/guard.ts';
import { sendEdition } from '#lib/server/http/sendEdition.ts';
import type { RequestHandler } from './$types';

/** The report as an edition of today would show it. */
export const GET: RequestHandler = async (event) =>
	sendEdition(await loadPage(event, (ctx) => previewReport(ctx, event.params.round)));
