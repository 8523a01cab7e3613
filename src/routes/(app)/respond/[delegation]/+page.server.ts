import { getLocale } from '#lib/paraglide/runtime.js';
import { loadPage } from '#lib/server/http/guard.ts';
import { getDelegationPage } from '#lib/server/responses/pages.ts';
import { textIn } from '#lib/xlsform/definition.ts';
import type { PageServerLoad } from './$types';

const DAY = 24 * 60 * 60 * 1000;

/** A delegation's front page: its areas, how far each is, and what is asked of it. */
export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => {
		const { delegation, areas, openQueries, aside, language } = await getDelegationPage(
			ctx,
			event.params.delegation
		);
		const today = Date.parse(ctx.now().toISOString().slice(0, 10));
		const { maySubmit, studyName, roundName, closesOn, isInvented, status } = delegation;
		return {
			delegation: {
				id: delegation.id,
				name: delegation.name || delegation.countryName,
				isClosed: Boolean(delegation.closedAt),
				isActive: status === 'active',
				maySubmit,
				studyName,
				roundName,
				closesOn,
				isInvented
			},
			daysLeft: Math.round((Date.parse(closesOn) - today) / DAY),
			areas: areas.map(({ area, number, title, kind, state, asked, answered, reason }) => ({
				name: area,
				number,
				title: textIn(title, getLocale(), language),
				isIssue: kind === 'issue',
				state,
				asked,
				answered,
				reason
			})),
			openQueries: openQueries.map(({ id, area, question, number }) => ({
				id,
				area,
				question,
				number
			})),
			aside,
			submitted: areas.find(({ area }) => area === event.url.searchParams.get('submitted'))?.area
		};
	});
