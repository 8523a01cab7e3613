import { redirect } from '@sveltejs/kit';
import { takeQdaSchema } from '#lib/schemas/qda.ts';
import { readSessionToken } from '#lib/server/http/cookies.ts';
import { formAction } from '#lib/server/http/formAction.ts';
import { loadPage } from '#lib/server/http/guard.ts';
import { getExchangePage } from '#lib/server/qda/exchangePage.ts';
import { previewQda, requireImporter, takeQda } from '#lib/server/qda/imports.ts';
import { destinationOf, readInto } from './destination.server.ts';
import { previewView } from './previewView.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

/** What a file would add, before anything is. */
export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => {
		const { study: studyId, import: importId } = event.params;
		await requireImporter(ctx, studyId);
		const page = await getExchangePage(ctx, studyId);
		const into = readInto(page, event.url.searchParams.get('into'));
		const at = { studyId, importId, token: readSessionToken(event) ?? '' };
		const preview = await previewQda(ctx, at, destinationOf(into));
		if (!preview) redirect(303, `/studies/${studyId}/exchange?taken=${importId}`);
		return previewView(page, preview, { into, importId });
	});

export const actions: Actions = {
	take: formAction(takeQdaSchema, 'take', async (ctx, input, event) => {
		const { study: studyId = '', import: importId = '' } = event.params;
		const at = { studyId, importId, token: readSessionToken(event) ?? '' };
		const titles = new Map(
			input.guid.flatMap((guid, row) =>
				input.take.includes(guid) ? [[guid, input.title[row] ?? ''] as const] : []
			)
		);
		await takeQda(ctx, at, { ...destinationOf(input.into, input.name), titles });
		redirect(303, `/studies/${studyId}/exchange?taken=${importId}`);
	})
};
