import { getQuotesPage } from '#lib/server/focusgroups/quotesPage.ts';
import { loadPage } from '#lib/server/http/guard.ts';
import { filterFields, filterOf, filterQuery, viewQuotes } from './quotesView.server.ts';
import type { PageServerLoad } from './$types';

/** What may be quoted from the meetings of a round. */
export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => {
		const filter = filterOf(event.url);
		const page = await getQuotesPage(ctx, event.params.round, filter);
		const { round, cellSize, total, withheld } = page;
		return {
			round: { id: round.id, name: round.name, study: round.study },
			isTeam: round.roles.some((role) => role !== 'reader'),
			...{ cellSize, total, withheld },
			quotes: viewQuotes(page),
			fields: filterFields(page, filter),
			query: filterQuery(filter)
		};
	});
