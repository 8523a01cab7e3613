import { randomUUID } from 'node:crypto';
import { fail, redirect } from '@sveltejs/kit';
import { m } from '#lib/paraglide/messages.js';
import { discardQdaSchema } from '#lib/schemas/qda.ts';
import { readSessionToken } from '#lib/server/http/cookies.ts';
import { formAction } from '#lib/server/http/formAction.ts';
import { loadPage, requireContext, throwAsPage } from '#lib/server/http/guard.ts';
import { readUpload } from '#lib/server/http/readUpload.ts';
import { problemOf } from '#lib/server/problem.ts';
import { getExchangePage } from '#lib/server/qda/exchangePage.ts';
import { discardQda, requireImporter, stageQda } from '#lib/server/qda/imports.ts';
import { exchangeView, uploadProblemText } from './exchangeView.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

/** Where coded texts are taken out for other programs and brought in from them. */
export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => {
		const said = event.url.searchParams;
		const page = await getExchangePage(ctx, event.params.study);
		return {
			...exchangeView(page, said.get('taken')),
			isDiscarded: said.has('discarded'),
			importId: randomUUID()
		};
	});

export const actions: Actions = {
	upload: async (event) => {
		const ctx = requireContext(event);
		const studyId = event.params.study;
		let importId: string;
		try {
			// Asked before anything is read: a stranger's file is not taken in at all.
			await requireImporter(ctx, studyId);
			const { fields, file } = await readUpload(event.request, 'file');
			if (!file) return fail(400, { upload: { message: m.qda_import_missing() } });
			importId = String(fields.get('import') ?? '');
			const token = readSessionToken(event) ?? '';
			await stageQda(ctx, { studyId, importId, token }, file);
		} catch (thrown) {
			const problem = problemOf(thrown);
			if (!problem || problem.status === 404) throwAsPage(event, thrown);
			return fail(problem.status, { upload: { message: uploadProblemText(problem) } });
		}
		redirect(303, `/studies/${studyId}/exchange/import/${importId}`);
	},
	discard: formAction(discardQdaSchema, 'discard', async (ctx, input, { params }) => {
		const studyId = params.study ?? '';
		await discardQda(ctx, { studyId, importId: input.import });
		redirect(303, `/studies/${studyId}/exchange?discarded`);
	})
};
