import { loadPage } from '#lib/server/http/guard.ts';
import { countKinds } from '#lib/server/responses/carryChanges.ts';
import { getOwnChanges } from '#lib/server/responses/carryPage.ts';
import type { PageServerLoad } from './$types';

/** What became of a delegation's answers since the round before. */
export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => {
		const asked = event.url.searchParams;
		const filter = { area: asked.get('area') ?? '', kind: asked.get('kind') ?? '' };
		const page = await getOwnChanges(ctx, event.params.delegation);
		const { delegation, definition, earlier, changes } = page;
		const areas = [...definition.areas, ...(earlier?.definition.areas ?? [])];
		const names = [...new Set(areas.map(({ name }) => name))];
		return {
			delegation: {
				id: delegation.id,
				name: delegation.name || delegation.countryName,
				roundName: delegation.roundName,
				isInvented: delegation.isInvented
			},
			filter,
			definition,
			earlier,
			untouched: changes.filter(({ isUntouched }) => isUntouched).length,
			areas: names.flatMap((name) => {
				const of = changes.filter(({ area }) => area === name);
				const area = areas.find((each) => each.name === name)!;
				return of.length > 0 ? [{ area, counts: countKinds(of) }] : [];
			}),
			changes: changes.filter(
				({ area, kind, isUntouched }) =>
					(!filter.area || area === filter.area) &&
					(!filter.kind || kind === filter.kind || (filter.kind === 'open' && isUntouched))
			)
		};
	});
