import { fail, redirect } from '@sveltejs/kit';
import { importCodesSchema } from '#lib/schemas/coding.ts';
import { mayDo } from '#lib/server/access/verbs.ts';
import { getCodebookPage } from '#lib/server/coding/codebook.ts';
import { importCodes, planImport } from '#lib/server/coding/importCodes.ts';
import { readCodebook, textOfFile } from '#lib/server/coding/readCodebook.ts';
import { formAction } from '#lib/server/http/formAction.ts';
import { loadPage, requireContext, throwAsPage } from '#lib/server/http/guard.ts';
import { problemText } from '#lib/server/http/problemText.ts';
import { readUpload } from '#lib/server/http/readUpload.ts';
import { Problem, notFound, problemOf } from '#lib/server/problem.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

/** A codebook that comes as a table. */
export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => {
		const { study } = await getCodebookPage(ctx, event.params.study);
		if (!mayDo('codebook.change', study.roles)) throw notFound();
		return { study: { id: study.id, name: study.name, isInvented: study.isInvented } };
	});

export const actions: Actions = {
	preview: async (event) => {
		const ctx = requireContext(event);
		try {
			const { fields, file } = await readUpload(event.request, 'file');
			const text = file ? textOfFile(file) : String(fields.get('text') ?? '');
			if (text.trim() === '') throw new Problem('upload_file_missing');
			const { codes, problems } = readCodebook(text);
			const plan = await planImport(ctx, event.params.study, codes);
			return { preview: { text, plan, problems: problems.slice(0, 100) } };
		} catch (thrown) {
			const problem = problemOf(thrown);
			if (!problem || problem.status === 404) throwAsPage(event, thrown);
			return fail(problem.status, { refused: problemText(problem) });
		}
	},
	take: formAction(importCodesSchema, 'take', async (ctx, { text }, event) => {
		const studyId = event.params.study ?? '';
		await importCodes(ctx, studyId, readCodebook(text).codes);
		redirect(303, `/studies/${studyId}/codebook?done=imported`);
	})
};
