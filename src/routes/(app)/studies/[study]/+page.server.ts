import { redirect } from '@sveltejs/kit';
import { cellSizeSchema } from '#lib/schemas/focusGroup.ts';
import { emptyForm, formAction } from '#lib/server/http/formAction.ts';
import { loadPage } from '#lib/server/http/guard.ts';
import { changeCellSize } from '#lib/server/studies/cellSize.ts';
import { getStudy } from '#lib/server/studies/studies.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => {
		const page = await getStudy(ctx, event.params.study);
		const { cellSize } = page;
		return {
			...page,
			isSaved: event.url.searchParams.get('done') === 'cell',
			cellForm: await emptyForm(cellSizeSchema, 'cell', { cellSize, seen: cellSize })
		};
	});

export const actions: Actions = {
	cell: formAction(cellSizeSchema, 'cell', async (ctx, input, { params }) => {
		await changeCellSize(ctx, { studyId: params.study!, ...input });
		redirect(303, `/studies/${params.study}?done=cell#cell`);
	})
};
