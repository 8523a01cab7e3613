import { loadPage } from '#lib/server/http/guard.ts';
import { getReviewQueue } from '#lib/server/review/pages.ts';
import type { PageServerLoad } from './$types';

export const csr = false;

export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => {
		const asked = (name: string) => event.url.searchParams.get(name) ?? '';
		const filter = { area: asked('area'), country: asked('country'), queries: asked('queries') };
		return {
			queue: await getReviewQueue(ctx, event.params.round, filter),
			filter,
			done: asked('done')
		};
	});
