import { redirect } from '@sveltejs/kit';
import { studySchema } from '#lib/schemas/study.ts';
import { emptyForm, formAction } from '#lib/server/http/formAction.ts';
import { loadPage } from '#lib/server/http/guard.ts';
import { createStudy, requireStudyCreator } from '#lib/server/studies/studies.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => {
		await requireStudyCreator(ctx);
		return { studyForm: await emptyForm(studySchema, 'study') };
	});

export const actions: Actions = {
	default: formAction(studySchema, 'study', async (ctx, input) => {
		redirect(303, `/studies/${await createStudy(ctx, input)}`);
	})
};
