import { getSignInSheet } from '#lib/server/focusgroups/signInSheet.ts';
import { loadPage } from '#lib/server/http/guard.ts';
import type { PageServerLoad } from './$types';

export const csr = false;

/** The sheet to sign on arriving; `filled` writes country and kind of organisation onto it. */
export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => ({
		page: await getSignInSheet(ctx, event.params.round, event.params.group),
		isFilled: event.url.searchParams.has('filled')
	}));
