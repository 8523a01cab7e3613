import { redirect } from '@sveltejs/kit';
import { forgotSchema } from '#lib/schemas/signIn.ts';
import { requestReset } from '#lib/server/accounts/passwordReset.ts';
import { emptyForm, visitorAction } from '#lib/server/http/formAction.ts';
import { addressOf } from '#lib/server/http/signInFlow.ts';
import type { PageServerLoad } from './$types';

export const csr = false;

export const load: PageServerLoad = async ({ url }) => ({
	form: await emptyForm(forgotSchema, 'forgot'),
	isSent: url.searchParams.has('sent')
});

export const actions = {
	default: visitorAction(forgotSchema, 'forgot', async (event, input) => {
		await requestReset(event.locals.system, { email: input.email, address: addressOf(event) });
		redirect(303, '/forgot?sent');
	})
};
