import { redirect } from '@sveltejs/kit';
import { datasetSchema } from '#lib/schemas/dataset.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import { requestDataset } from '#lib/server/dataset/dataset.ts';
import { getDatasetPage } from '#lib/server/dataset/listDatasets.ts';
import { emptyForm, formAction } from '#lib/server/http/formAction.ts';
import { loadPage } from '#lib/server/http/guard.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => {
		const page = await getDatasetPage(ctx, event.params.round);
		const spoken = page.languages.find((language) => language === getLocale());
		return {
			page,
			roundId: event.params.round,
			requestForm: await emptyForm(datasetSchema, 'request', {
				kind: 'public',
				format: 'xlsx',
				language: spoken ?? page.languages[0] ?? 'en'
			})
		};
	});

export const actions: Actions = {
	default: formAction(datasetSchema, 'request', async (ctx, input, event) => {
		await requestDataset(ctx, { ...input, roundId: event.params.round! });
		redirect(303, event.url.pathname);
	})
};
