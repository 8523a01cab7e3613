import { redirect } from '@sveltejs/kit';
import { discardPaperSchema, takePaperSchema } from '#lib/schemas/paper.ts';
import { formAction } from '#lib/server/http/formAction.ts';
import { loadPage } from '#lib/server/http/guard.ts';
import { discardPaper, takePaper } from '#lib/server/paper/imports.ts';
import { getPreviewView } from './previewView.server.ts';
import type { Actions, PageServerLoad } from './$types';

const pageOf = (params: { delegation?: string; area?: string }) =>
	`/respond/${params.delegation}/${params.area}/paper`;

const importAt = (params: { delegation?: string; area?: string; import?: string }) => ({
	delegationId: params.delegation ?? '',
	area: params.area ?? '',
	importId: params.import ?? ''
});

/** What a filled-in file would change, before anything is. */
export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => {
		const view = await getPreviewView(ctx, importAt(event.params));
		if (view.isTaken) redirect(303, `${pageOf(event.params)}?taken=${event.params.import}`);
		return view;
	});

export const actions: Actions = {
	take: formAction(takePaperSchema, 'take', async (ctx, input, { params }) => {
		const take = new Map(
			input.take.map((each) => {
				const at = each.lastIndexOf(':');
				return [each.slice(0, at), each.slice(at + 1)];
			})
		);
		await takePaper(ctx, { ...importAt(params), take });
		redirect(303, `${pageOf(params)}?taken=${params.import}`);
	}),
	discard: formAction(discardPaperSchema, 'discard', async (ctx, input, { params }) => {
		await discardPaper(ctx, { ...importAt(params), importId: input.import });
		redirect(303, `${pageOf(params)}?done=discarded`);
	})
};
