import { describeDifference } from '#lib/components/questionnaires/describeDifference.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import { loadPage } from '#lib/server/http/guard.ts';
import { notFound } from '#lib/server/problem.ts';
import { getDraftDifference } from '#lib/server/studies/draftEffects.ts';
import type { PageServerLoad } from './$types';

export const csr = false;

export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => {
		const { study, draft, against, rounds } = await getDraftDifference(ctx, event.params.draft);
		if (study.id !== event.params.study) throw notFound();
		const { definition, ...named } = draft;
		return {
			study,
			draft: named,
			rounds,
			against: against && {
				version: against.version,
				...describeDifference(against.definition, definition, against.difference, getLocale())
			}
		};
	});
