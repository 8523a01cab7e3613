import { redirect } from '@sveltejs/kit';
import { getLocale } from '#lib/paraglide/runtime.js';
import { noFields } from '#lib/schemas/noFields.ts';
import { getComparisonPage } from '#lib/server/coding/comparisonPage.ts';
import { finishCoding, openComparison } from '#lib/server/coding/finishCoding.ts';
import { settleComparison } from '#lib/server/coding/settle.ts';
import { formAction } from '#lib/server/http/formAction.ts';
import { loadPage } from '#lib/server/http/guard.ts';
import { findArea, textIn } from '#lib/xlsform/definition.ts';
import { withoutMarkup } from '#lib/xlsform/markdown.ts';
import { codeViews } from '../../unitView.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

/** One comparison: what is left to code, then how far the two agree. */
export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => {
		const place = { roundId: event.params.round, comparisonId: event.params.comparison };
		const page = await getComparisonPage(ctx, place);
		const { round, definition, comparison } = page;
		const { id, name, state, units, version, coders } = comparison;
		const codes = new Map(codeViews(page.codes, []).map((code) => [code.id, code]));
		return {
			round: { id: round.id, name: round.name, study: round.study },
			comparison: { id, name, state, units, version, coders },
			mayCompare: page.mayCompare,
			meetings: page.meetings,
			areas: page.areas.map((area) => {
				const title = findArea(definition, area.name)?.title;
				return {
					...area,
					title: withoutMarkup(textIn(title, getLocale(), definition.default_language))
				};
			}),
			figures: page.figures && {
				all: page.figures.all,
				codes: page.figures.codes.flatMap(({ codeId, ...row }) => {
					const code = codes.get(codeId);
					return code ? [{ code, ...row }] : [];
				})
			},
			differences: page.differences,
			undecided: page.undecided,
			done: event.url.searchParams.get('done')
		};
	});

const act = (name: string, verb: typeof finishCoding) =>
	formAction(noFields, name, async (ctx, _, event) => {
		const { round = '', comparison = '' } = event.params;
		await verb(ctx, { roundId: round, comparisonId: comparison });
		redirect(303, `${event.url.pathname}?done=${name}`);
	});

export const actions: Actions = {
	finish: act('finish', finishCoding),
	open: act('open', openComparison),
	settle: act('settle', settleComparison)
};
