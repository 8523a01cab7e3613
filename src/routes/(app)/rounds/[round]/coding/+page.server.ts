import { getLocale } from '#lib/paraglide/runtime.js';
import { getCodingOverview } from '#lib/server/coding/overview.ts';
import { loadPage } from '#lib/server/http/guard.ts';
import { findArea, textIn } from '#lib/xlsform/definition.ts';
import { withoutMarkup } from '#lib/xlsform/markdown.ts';
import { codeViews } from './unitView.server.ts';
import type { PageServerLoad } from './$types';

export const csr = false;

/** What of a round can be coded, and how far it is. */
export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => {
		const asked = event.url.searchParams;
		const filter = { code: asked.get('code') ?? '', left: asked.get('left') ?? '' };
		const page = await getCodingOverview(ctx, event.params.round, filter.code);
		const { round, definition } = page;
		const isShown = ({ units, coded }: { units: number; coded: number }) =>
			filter.left === 'open' ? coded < units : filter.left === 'none' ? coded === 0 : true;
		return {
			round: { id: round.id, name: round.name, study: round.study },
			filter,
			codes: codeViews(page.codes, []),
			isEmpty: page.meetings.length === 0 && page.areas.every(({ units }) => units === 0),
			meetings: page.meetings.filter(isShown),
			areas: page.areas.filter(isShown).map((area) => {
				const asks = findArea(definition, area.name);
				const title = textIn(asks?.title, getLocale(), definition.default_language);
				return { ...area, number: asks?.number ?? 0, title: withoutMarkup(title) };
			})
		};
	});
