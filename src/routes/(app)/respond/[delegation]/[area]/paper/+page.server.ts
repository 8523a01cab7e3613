import { randomUUID } from 'node:crypto';
import { fail, redirect } from '@sveltejs/kit';
import { m } from '#lib/paraglide/messages.js';
import { discardPaperSchema } from '#lib/schemas/paper.ts';
import { formAction } from '#lib/server/http/formAction.ts';
import { loadPage, requireContext, requireWriter, throwAsPage } from '#lib/server/http/guard.ts';
import { problemText } from '#lib/server/http/problemText.ts';
import { readUpload } from '#lib/server/http/readUpload.ts';
import { problemOf } from '#lib/server/problem.ts';
import { discardPaper, listPaperImports, stagePaper } from '#lib/server/paper/imports.ts';
import { getPaperPage } from './paperPage.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** Where an area is taken along as a file, and where the filled-in file comes back. */
export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => {
		const { delegation: delegationId, area } = event.params;
		const said = event.url.searchParams;
		return {
			...(await getPaperPage(ctx, { delegationId, area }, said.get('taken'))),
			isDiscarded: said.get('done') === 'discarded',
			key: randomUUID()
		};
	});

export const actions: Actions = {
	upload: async (event) => {
		const ctx = requireContext(event);
		const { delegation: delegationId, area } = event.params;
		let id: string;
		try {
			// Asked before anything is read: a stranger's file is not taken in at all.
			await listPaperImports(ctx, { delegationId, area });
			const { fields, file } = await readUpload(event.request, 'file');
			requireWriter(event, fields);
			if (!file) return fail(400, { upload: { message: m.paper_file_missing() } });
			const key = String(fields.get('key') ?? '').slice(0, 100);
			id = await stagePaper(ctx, { delegationId, area, key, file });
		} catch (thrown) {
			const problem = problemOf(thrown);
			if (!problem || problem.status === 404) throwAsPage(event, thrown);
			return fail(problem.status, { upload: { message: problemText(problem) } });
		}
		redirect(303, `/respond/${delegationId}/${area}/paper/${id}`);
	},
	discard: formAction(discardPaperSchema, 'discard', async (ctx, input, { params }) => {
		const { delegation: delegationId = '', area = '' } = params;
		await discardPaper(ctx, { delegationId, area, importId: input.import });
		redirect(303, `/respond/${delegationId}/${area}/paper?done=discarded`);
	})
};
