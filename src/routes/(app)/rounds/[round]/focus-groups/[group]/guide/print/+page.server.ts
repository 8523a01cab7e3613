import { getGuidePrint } from '#lib/server/focusgroups/guidePage.ts';
import { loadPage } from '#lib/server/http/guard.ts';
import type { PageServerLoad } from './$types';

export const csr = false;

/** The guide to lie on the table, with the answers as the reader may see them. */
export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => ({
		page: await getGuidePrint(ctx, event.params.round, event.params.group)
	}));
