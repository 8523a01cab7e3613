import { randomUUID } from 'node:crypto';
import { getAreaCodingPage } from '#lib/server/coding/pages.ts';
import { loadPage } from '#lib/server/http/guard.ts';
import { queryOf, whichOf } from '../../address.server.ts';
import {
	codeAction,
	memoAction,
	memoRemoveAction,
	removeAction,
	restoreAction
} from '../../codingActions.server.ts';
import { answerView, codeViews } from '../../unitView.server.ts';
import { areaFields, areaTitle } from './areaFields.server.ts';
import type { Actions, PageServerLoad } from './$types';

const NARROWS = ['question', 'country', 'code', 'show', 'comparison'] as const;

/** The narrative answers of an area to be coded. */
export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => {
		const { round: roundId, area } = event.params;
		const asked = event.url.searchParams;
		const filter = Object.fromEntries(NARROWS.map((name) => [name, asked.get(name) ?? '']));
		const page = await getAreaCodingPage(ctx, { roundId, area }, filter, whichOf(asked));
		const { definition, round, window } = page;
		const address = `/rounds/${roundId}/coding/areas/${encodeURIComponent(area)}`;
		return {
			view: {
				title: areaTitle(page),
				address,
				windowPath: `${address}/answers`,
				roundPath: `/rounds/${roundId}`,
				studyPath: `/studies/${round.studyId}`,
				query: queryOf(asked, NARROWS),
				codes: codeViews(page.codes, page.counts),
				recent: page.recent,
				window: {
					total: window.total,
					units: window.answers.map((answer) => answerView(answer, definition))
				},
				from: window.answers[0]?.place ?? 0,
				at: asked.get('at'),
				open: asked.get('open'),
				ownName: event.locals.signedIn!.account.name,
				formId: randomUUID()
			},
			fields: areaFields(page, filter),
			study: round.study,
			round: { id: round.id, name: round.name },
			done: asked.get('done'),
			removed: asked.get('removed')
		};
	});

export const actions: Actions = {
	code: codeAction,
	remove: removeAction,
	restore: restoreAction,
	memo: memoAction,
	memoRemove: memoRemoveAction
};
