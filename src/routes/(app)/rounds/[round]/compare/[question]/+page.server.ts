import { loadPage } from '#lib/server/http/guard.ts';
import { getComparePage } from '#lib/server/review/compare.ts';
import type { PageServerLoad } from './$types';

export const csr = false;

export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => ({
		page: await getComparePage(ctx, event.params.round, event.params.question)
	}));
