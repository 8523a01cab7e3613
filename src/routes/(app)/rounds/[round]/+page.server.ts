import { loadPage } from '#lib/server/http/guard.ts';
import { filterRows } from '#lib/server/studies/filterRows.ts';
import { getOverview } from '#lib/server/studies/overview.ts';
import type { PageServerLoad } from './$types';

export const csr = false;

export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => {
		const overview = await getOverview(ctx, event.params.round);
		const asked = event.url.searchParams;
		const filter = {
			state: asked.get('state') ?? '',
			area: asked.get('area') ?? '',
			country: asked.get('country') ?? ''
		};
		return { study: overview.round.study, overview, filter, shown: filterRows(overview, filter) };
	});
