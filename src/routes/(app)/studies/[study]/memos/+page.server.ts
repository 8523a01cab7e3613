import { randomUUID } from 'node:crypto';
import { redirect } from '@sveltejs/kit';
import { memoRemoveSchema, memoSchema } from '#lib/schemas/coding.ts';
import { getMemoPage } from '#lib/server/coding/memoList.ts';
import { changeMemo, removeMemo, writeMemo } from '#lib/server/coding/memos.ts';
import { formAction } from '#lib/server/http/formAction.ts';
import { loadPage } from '#lib/server/http/guard.ts';
import { viewMemo } from './memosView.server.ts';
import { memoView } from '../../../rounds/[round]/coding/unitView.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

/** All memos of a study one may read, and new ones on the study itself. */
export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => {
		const asked = event.url.searchParams;
		const filter = {
			scope: asked.get('scope') ?? '',
			round: asked.get('round') ?? '',
			own: asked.get('own') ?? ''
		};
		const page = await getMemoPage(ctx, event.params.study, filter);
		return {
			study: page.study,
			rounds: page.rounds,
			filter,
			memos: page.memos.map(viewMemo),
			ofStudy: page.ofStudy.map(memoView),
			formId: randomUUID(),
			done: asked.get('done')
		};
	});

export const actions: Actions = {
	memo: formAction(memoSchema, 'memo', async (ctx, input, event) => {
		const { id, revision, visibility, body } = input;
		const studyId = event.params.study ?? '';
		if (revision > 0) await changeMemo(ctx, { id, revision, visibility, body });
		else await writeMemo(ctx, { id, target: { scope: 'study', studyId }, visibility, body });
		redirect(303, `${event.url.pathname}?done=memo`);
	}),
	memoRemove: formAction(memoRemoveSchema, 'memoRemove', async (ctx, { memo }, event) => {
		await removeMemo(ctx, memo);
		redirect(303, `${event.url.pathname}?done=memo_removed`);
	})
};
