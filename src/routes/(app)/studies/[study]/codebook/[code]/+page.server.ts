import { randomUUID } from 'node:crypto';
import { mayDo } from '#lib/server/access/verbs.ts';
import { getCodePage } from '#lib/server/coding/codePage.ts';
import { loadPage } from '#lib/server/http/guard.ts';
import { viewCodePage } from './codeView.server.ts';
import {
	changeAction,
	memoAction,
	memoRemoveAction,
	mergeAction,
	moveAction,
	retireAction,
	splitAction
} from './codeActions.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

/** One code: what it says, where it stands, what was done to it. */
export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => {
		const asked = event.url.searchParams;
		const from = Math.max(0, Math.trunc(Number(asked.get('from')) || 0));
		const { study, code } = event.params;
		const page = await getCodePage(ctx, study, code, Math.min(from, 1e9));
		return {
			...viewCodePage(page),
			mayChange: mayDo('codebook.change', page.study.roles),
			formId: randomUUID(),
			done: asked.get('done')
		};
	});

export const actions: Actions = {
	change: changeAction,
	move: moveAction,
	retire: retireAction,
	merge: mergeAction,
	split: splitAction,
	memo: memoAction,
	memoRemove: memoRemoveAction
};
