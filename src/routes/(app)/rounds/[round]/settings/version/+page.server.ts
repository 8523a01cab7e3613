import { redirect } from '@sveltejs/kit';
import { describeDifference } from '#lib/components/questionnaires/describeDifference.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import { moveSchema } from '#lib/schemas/questionnaire.ts';
import { emptyForm, formAction } from '#lib/server/http/formAction.ts';
import { loadPage } from '#lib/server/http/guard.ts';
import { getMovePage, moveRound } from '#lib/server/studies/moveRound.ts';
import { compareDefinitions } from '#lib/xlsform/difference.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

/** Another version for a round: first what it would do, then the form that does it. */
export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => {
		const to = event.url.searchParams.get('to') ?? undefined;
		const page = await getMovePage(ctx, event.params.round, to);
		const { round, versions, before, chosen, last } = page;
		const difference = chosen && compareDefinitions(before, chosen.after);
		return {
			study: round.study,
			round,
			versions,
			chosen: chosen && {
				versionId: chosen.versionId,
				effects: chosen.effects,
				...describeDifference(before, chosen.after, difference!, getLocale())
			},
			last: last && {
				...last,
				before: describeDifference(
					last.before,
					last.before,
					compareDefinitions(last.before, last.before),
					getLocale()
				)
			},
			moveForm: await emptyForm(moveSchema, 'move', { versionId: chosen?.versionId ?? '' })
		};
	});

export const actions: Actions = {
	default: formAction(moveSchema, 'move', async (ctx, input, { params }) => {
		await moveRound(ctx, params.round!, input);
		redirect(303, `/rounds/${params.round}/settings?moved#questionnaire`);
	})
};
