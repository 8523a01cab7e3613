import { linesOf } from '#lib/components/compared/lines.ts';
import { countOutcomes } from '#lib/rounds/compareRounds.ts';
import { filterRows, readFilter } from '#lib/rounds/filterRows.ts';
import { loadPage } from '#lib/server/http/guard.ts';
import { getRoundsCompared } from '#lib/server/review/roundsCompared.ts';
import type { PageServerLoad } from './$types';

export const csr = false;

/** What became better and worse since the round before. */
export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => {
		const page = await getRoundsCompared(ctx, event.params.round);
		const { round, definition, delegations } = page;
		const filter = readFilter(event.url.searchParams);
		const rows = filterRows(page.rows, filter);
		return {
			round: { id: round.id, name: round.name, study: round.study },
			filter,
			query: event.url.search,
			areas: definition.areas.map(({ name, number, short }) => ({
				...{ name, number, short },
				counts: countOutcomes(rows.filter(({ area }) => area === name))
			})),
			totals: countOutcomes(rows),
			language: definition.default_language,
			delegations,
			hasEarlier: delegations.some(({ earlier }) => earlier !== null),
			// Of all countries and areas at once a page would be a book.
			lines: filter.country || filter.area ? linesOf(definition, delegations, rows) : null
		};
	});
