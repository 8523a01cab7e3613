import { randomUUID } from 'node:crypto';
import { getMeetingPage } from '#lib/server/coding/pages.ts';
import { loadPage } from '#lib/server/http/guard.ts';
import { queryOf, whichOf } from '../../address.server.ts';
import {
	codeAction,
	memoAction,
	memoRemoveAction,
	removeAction,
	restoreAction
} from '../../codingActions.server.ts';
import { codeViews, memoView, turnView } from '../../unitView.server.ts';
import { besideMeeting } from './besideMeeting.server.ts';
import type { Actions, PageServerLoad } from './$types';

const NARROWS = ['who', 'block', 'code', 'show', 'comparison'] as const;

/** A meeting to be coded; alive with a script, and whole without one. */
export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => {
		const { round: roundId, group: groupId } = event.params;
		const asked = event.url.searchParams;
		const filter = Object.fromEntries(NARROWS.map((name) => [name, asked.get(name) ?? '']));
		const page = await getMeetingPage(ctx, { roundId, groupId }, filter, whichOf(asked));
		const { group, window } = page;
		const address = `/rounds/${roundId}/coding/meetings/${groupId}`;
		return {
			view: {
				title: group.name,
				address,
				windowPath: `${address}/turns`,
				roundPath: `/rounds/${roundId}`,
				studyPath: `/studies/${group.studyId}`,
				query: queryOf(asked, NARROWS),
				codes: codeViews(page.codes, page.counts),
				recent: page.recent,
				window: { total: window.total, units: window.turns.map(turnView) },
				from: window.turns[0]?.place ?? 0,
				at: asked.get('at'),
				open: asked.get('open'),
				ownName: event.locals.signedIn!.account.name,
				formId: randomUUID()
			},
			beside: besideMeeting(page, filter),
			memos: page.memos.map(memoView),
			groupId,
			study: group.study,
			round: group.round,
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
