import { type RequestEvent, redirect } from '@sveltejs/kit';
import { joinSchema, joinSignedInSchema, joinWithPasswordSchema } from '#lib/schemas/invitation.ts';
import { emptyForm, formAction, visitorAction } from '#lib/server/http/formAction.ts';
import { throwAsPage } from '#lib/server/http/guard.ts';
import { signInAs } from '#lib/server/http/signInAs.ts';
import { sayPasswordFault } from '#lib/server/http/signInFlow.ts';
import {
	type Acceptance,
	acceptInvitation,
	readInvitation
} from '#lib/server/studies/acceptance.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

export const load: PageServerLoad = async (event) => {
	const { system, signedIn } = event.locals;
	try {
		const invitation = await readInvitation(system, event.params.token);
		return {
			invitation,
			signedInAs: signedIn?.account.email ?? null,
			joinForm: await emptyForm(joinSchema, 'join', { language: invitation.language as 'en' }),
			passwordForm: await emptyForm(joinWithPasswordSchema, 'password'),
			signedInForm: await emptyForm(joinSignedInSchema, 'signedIn')
		};
	} catch (thrown) {
		throwAsPage(event, thrown);
	}
};

const accept = (event: RequestEvent, acceptance: Acceptance) =>
	sayPasswordFault(async () => {
		const { system } = event.locals;
		const accountId = await acceptInvitation(system, event.params.token!, acceptance);
		await signInAs(event, accountId);
	});

export const actions: Actions = {
	join: visitorAction(joinSchema, 'join', (event, input) =>
		accept(event, { kind: 'new', ...input })
	),
	password: visitorAction(joinWithPasswordSchema, 'password', (event, input) =>
		accept(event, { kind: 'password', ...input })
	),
	signedIn: formAction(joinSignedInSchema, 'signedIn', async (ctx, input, event) => {
		const { accountId } = ctx.actor;
		await acceptInvitation(ctx, event.params.token!, { kind: 'signed_in', accountId, ...input });
		redirect(303, '/home');
	})
};
