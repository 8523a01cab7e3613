import { randomUUID } from 'node:crypto';
import { redirect } from '@sveltejs/kit';
import { freeLook } from '#lib/codes/palette.ts';
import { addCodeSchema } from '#lib/schemas/coding.ts';
import { mayDo } from '#lib/server/access/verbs.ts';
import { addCode } from '#lib/server/coding/changeCode.ts';
import { getCodebookPage } from '#lib/server/coding/codebook.ts';
import { emptyForm, formAction } from '#lib/server/http/formAction.ts';
import { loadPage } from '#lib/server/http/guard.ts';
import { viewCodebook } from './codebookView.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

/** The codebook of a study as a tree, with how often each code is used in each round. */
export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => {
		const page = await getCodebookPage(ctx, event.params.study);
		const asked = event.url.searchParams;
		return {
			...viewCodebook(page),
			mayChange: mayDo('codebook.change', page.study.roles),
			showsAll: asked.has('all'),
			addForm: await emptyForm(addCodeSchema, 'add', {
				id: randomUUID(),
				parent: asked.get('under') ?? '',
				colour: freeLook(page.codes.map(({ colour }) => colour)).hex
			}),
			isAdding: asked.has('under') || page.codes.length === 0,
			done: asked.get('done')
		};
	});

export const actions: Actions = {
	add: formAction(addCodeSchema, 'add', async (ctx, { id, parent, kind, ...words }, event) => {
		const studyId = event.params.study ?? '';
		const given = { ...words, isCodable: kind === 'code' };
		await addCode(ctx, { id, studyId, parentId: parent || null, words: given });
		redirect(303, `${event.url.pathname}?done=added#code-${id}`);
	})
};
