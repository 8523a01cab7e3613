import { randomUUID } from 'node:crypto';
import { redirect } from '@sveltejs/kit';
import { getLocale } from '#lib/paraglide/runtime.js';
import { comparisonSchema } from '#lib/schemas/agreement.ts';
import { getNewComparisonPage } from '#lib/server/coding/comparisonPage.ts';
import { createComparison } from '#lib/server/coding/createComparison.ts';
import { formAction } from '#lib/server/http/formAction.ts';
import { loadPage } from '#lib/server/http/guard.ts';
import { textIn } from '#lib/xlsform/definition.ts';
import { withoutMarkup } from '#lib/xlsform/markdown.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

/** What two people could code blind. */
export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => {
		const page = await getNewComparisonPage(ctx, event.params.round);
		const { round, definition, areas, meetings, versions, people } = page;
		return {
			round: { id: round.id, name: round.name, study: round.study },
			newId: randomUUID(),
			meetings,
			people,
			versions,
			areas: areas.map(({ name, number, title }) => ({
				name,
				title: `${number}. ${withoutMarkup(textIn(title, getLocale(), definition.default_language))}`
			}))
		};
	});

export const actions: Actions = {
	create: formAction(comparisonSchema, 'create', async (ctx, input, event) => {
		const { version, groups, ...rest } = input;
		const roundId = event.params.round ?? '';
		await createComparison(ctx, { ...rest, roundId, versionId: version, groupIds: groups });
		redirect(303, `/rounds/${roundId}/coding/compare/${input.id}`);
	})
};
