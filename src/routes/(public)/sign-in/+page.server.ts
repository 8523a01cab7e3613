import { redirect } from '@sveltejs/kit';
import { m } from '#lib/paraglide/messages.js';
import { signInSchema } from '#lib/schemas/signIn.ts';
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from '#lib/server/accounts/demoAccounts.ts';
import { emptyForm, visitorAction } from '#lib/server/http/formAction.ts';
import {
	addressOf,
	adoptSession,
	deviceOfRequest,
	leadOn,
	localPath,
	offerLanguage
} from '#lib/server/http/signInFlow.ts';
import { signIn } from '#lib/server/sessions/signIn.ts';
import type { PageServerLoad } from './$types';

export const csr = false;

export const load: PageServerLoad = async ({ locals, url }) => {
	if (locals.signedIn) redirect(303, localPath(url.searchParams.get('next')));
	return {
		form: await emptyForm(signInSchema, 'sign-in'),
		after: url.searchParams.get('after'),
		demo: locals.system.config.demo
			? { accounts: DEMO_ACCOUNTS, password: DEMO_PASSWORD }
			: undefined
	};
};

export const actions = {
	default: visitorAction(signInSchema, 'sign-in', async (event, input) => {
		const result = await signIn(event.locals.system, {
			...input,
			address: addressOf(event),
			device: deviceOfRequest(event)
		});
		if (!result) return m.accounts_sign_in_refused();
		offerLanguage(event, result.language);
		await adoptSession(event, result.cookie);
		leadOn(event, result.codeDue);
	})
};
