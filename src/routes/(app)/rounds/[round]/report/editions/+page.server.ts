import { randomUUID } from 'node:crypto';
import { redirect } from '@sveltejs/kit';
import { proposeSchema } from '#lib/schemas/edition.ts';
import { getEditionsPage } from '#lib/server/editions/pages.ts';
import { proposeEdition } from '#lib/server/editions/propose.ts';
import { emptyForm, formAction } from '#lib/server/http/formAction.ts';
import { loadPage } from '#lib/server/http/guard.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

/** The editions of a round. */
export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => ({
		page: await getEditionsPage(ctx, event.params.round),
		proposeForm: await emptyForm(proposeSchema, 'propose', { id: randomUUID() })
	}));

export const actions: Actions = {
	propose: formAction(proposeSchema, 'propose', async (ctx, input, { params }) => {
		const roundId = params.round!;
		await proposeEdition(ctx, { roundId, id: input.id, note: input.note });
		redirect(303, `/rounds/${roundId}/report/editions/${input.id}?done=proposed`);
	})
};
