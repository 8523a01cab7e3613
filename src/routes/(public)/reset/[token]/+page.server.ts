import { redirect } from '@sveltejs/kit';
import { passwordResetSchema } from '#lib/schemas/password.ts';
import { isResetOpen, resetPassword } from '#lib/server/accounts/passwordReset.ts';
import { clearSessionCookie } from '#lib/server/http/cookies.ts';
import { emptyForm, visitorAction } from '#lib/server/http/formAction.ts';
import { sayPasswordFault } from '#lib/server/http/signInFlow.ts';
import type { PageServerLoad } from './$types';

export const csr = false;

/** Looking at the page spends nothing: programs that check mails for viruses look too. */
export const load: PageServerLoad = async ({ locals, params }) => ({
	form: await emptyForm(passwordResetSchema, 'reset'),
	isOpen: await isResetOpen(locals.system, params.token)
});

export const actions = {
	default: visitorAction(passwordResetSchema, 'reset', (event, input) =>
		sayPasswordFault(async () => {
			await resetPassword(event.locals.system, event.params.token ?? '', input.password);
			clearSessionCookie(event);
			redirect(303, '/sign-in?after=reset');
		})
	)
};
