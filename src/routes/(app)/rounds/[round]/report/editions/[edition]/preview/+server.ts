import { openEdition } from '#lib/server/editions/pages.ts';
import { loadPage } from '#lib/server/http/guard.ts';
import { sendEdition } from '#lib/server/http/sendEdition.ts';
import type { RequestHandler } from './$types';

/** A proposal or an edition as its readers see it, on one page. */
export const GET: RequestHandler = async (event) => {
	const { round: roundId, edition: editionId } = event.params;
	return sendEdition(await loadPage(event, (ctx) => openEdition(ctx, { roundId, editionId })));
};
