import { redirect } from '@sveltejs/kit';
import { getLocale } from '#lib/paraglide/runtime.js';
import { assignSchema } from '#lib/schemas/talk.ts';
import { formAction } from '#lib/server/http/formAction.ts';
import { loadPage } from '#lib/server/http/guard.ts';
import { getDelegationPage } from '#lib/server/responses/pages.ts';
import { assignQuery } from '#lib/server/review/assignQuery.ts';
import { textIn } from '#lib/xlsform/definition.ts';
import { askedOf } from './asked.server.ts';
import { workLinks, workOf } from './work.server.ts';
import type { Actions, PageServerLoad } from './$types';

const DAY = 24 * 60 * 60 * 1000;

/** A delegation's front page: its areas, how far each is, and what is asked of it. */
export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => {
		const page = await getDelegationPage(ctx, event.params.delegation);
		const { delegation, areas, aside, earlier, language } = page;
		const titles = new Map(
			areas.map(({ area, title }) => [area, textIn(title, getLocale(), language)])
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
			areas: areas.map(({ id, area, number, title, kind, state, asked, answered, reason }) => ({
				name: area,
				number,
				title: textIn(title, getLocale(), language),
				isIssue: kind === 'issue',
				state,
				asked,
				answered,
				reason,
				work: workOf(page, id, ctx.now().toISOString().slice(0, 10))
			})),
			work: workLinks(page),
			...askedOf(page, (area) => titles.get(area) ?? area),
			isAssigned: event.url.searchParams.has('assigned'),
			aside,
			earlier,
			submitted: areas.find(({ area }) => area === event.url.searchParams.get('submitted'))?.area
		};
	});

export const actions: Actions = {
	assign: formAction(assignSchema, 'assign', async (ctx, input, event) => {
		await assignQuery(ctx, { queryId: input.query, accountId: input.account || null });
		redirect(303, `${event.url.pathname}?assigned#asked`);
	})
};
