import { loadPage } from '#lib/server/http/guard.ts';
import { countKinds } from '#lib/server/responses/carryChanges.ts';
import { getRoundChanges } from '#lib/server/review/changes.ts';
import type { PageServerLoad } from './$types';

export const csr = false;

/** What became of the answers of the countries since the round before. */
export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => {
		const asked = event.url.searchParams;
		const filter = {
			country: asked.get('country') ?? '',
			area: asked.get('area') ?? '',
			kind: asked.get('kind') ?? ''
		};
		const page = await getRoundChanges(ctx, event.params.round, filter.country);
		const { round, definition, isCoordinator, delegations, chosen } = page;
		const isShown = ({ area, kind }: { area: string; kind: string }) =>
			(!filter.area || area === filter.area) && (!filter.kind || kind === filter.kind);
		return {
			round: { id: round.id, name: round.name, study: round.study },
			filter: { ...filter, country: chosen?.id ?? '' },
			definition,
			isCoordinator,
			delegations,
			rows: page.compared.map(({ delegation, earlier, areas, changes }) => {
				const shown = changes.filter(isShown);
				const names = [...new Set(shown.map(({ area }) => area))];
				return {
					delegation,
					earlier: earlier?.roundName ?? null,
					areas,
					counts: countKinds(shown),
					byArea: Object.fromEntries(
						names.map((name) => [name, countKinds(shown.filter(({ area }) => area === name))])
					)
				};
			}),
			// Question by question only of one country: of all, a page would be a book.
			chosen: chosen
				? {
						earlier: page.compared[0]?.earlier ?? null,
						changes: page.compared.flatMap(({ changes }) => changes.filter(isShown))
					}
				: null
		};
	});
