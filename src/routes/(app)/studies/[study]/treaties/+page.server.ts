import { redirect } from '@sveltejs/kit';
import { getLocale } from '#lib/paraglide/runtime.js';
import { startSchema } from '#lib/schemas/treaty.ts';
import { formAction } from '#lib/server/http/formAction.ts';
import { loadPage } from '#lib/server/http/guard.ts';
import { takeKnownList } from '#lib/server/treaties/knownList.ts';
import { getTreatyMatrix } from '#lib/server/treaties/pages.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

/** Treaties × countries of a study. */
export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => {
		const matrix = await getTreatyMatrix(ctx, event.params.study);
		return {
			study: matrix.study,
			instruments: matrix.instruments,
			countries: matrix.countries,
			cells: matrix.cells,
			waiting: matrix.waiting,
			untaken: matrix.untaken,
			isStarted: event.url.searchParams.get('done') === 'started'
		};
	});

export const actions: Actions = {
	start: formAction(startSchema, 'start', async (ctx, _, { params }) => {
		await takeKnownList(ctx, { studyId: params.study!, language: getLocale() });
		redirect(303, `/studies/${params.study}/treaties?done=started`);
	})
};
