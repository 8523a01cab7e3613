import { redirect } from '@sveltejs/kit';
import { delegationStatusSchema } from '#lib/schemas/delegation.ts';
import { emptyForm, formAction } from '#lib/server/http/formAction.ts';
import { loadPage } from '#lib/server/http/guard.ts';
import { getDelegation } from '#lib/server/studies/delegationPage.ts';
import { setDelegationStatus } from '#lib/server/studies/delegations.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => {
		const { round, delegation: id } = event.params;
		const page = await getDelegation(ctx, round, id);
		const { status } = page.delegation;
		return {
			study: page.round.study,
			page,
			statusForm: await emptyForm(delegationStatusSchema, 'status', { status })
		};
	});

export const actions: Actions = {
	status: formAction(delegationStatusSchema, 'status', async (ctx, input, event) => {
		await setDelegationStatus(ctx, event.params.delegation!, input);
		redirect(303, `${event.url.pathname}#status`);
	})
};
