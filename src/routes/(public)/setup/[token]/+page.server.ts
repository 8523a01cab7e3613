import { setupSchema } from '#lib/schemas/invitation.ts';
import { checkSetupLink, setUp } from '#lib/server/accounts/setupLink.ts';
import { emptyForm, visitorAction } from '#lib/server/http/formAction.ts';
import { throwAsPage } from '#lib/server/http/guard.ts';
import { signInAs } from '#lib/server/http/signInAs.ts';
import { sayPasswordFault } from '#lib/server/http/signInFlow.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

export const load: PageServerLoad = async (event) => {
	try {
		await checkSetupLink(event.locals.system, event.params.token);
	} catch (thrown) {
		throwAsPage(event, thrown);
	}
	return { setupForm: await emptyForm(setupSchema, 'setup', { language: getLocale() }) };
};

export const actions: Actions = {
	default: visitorAction(setupSchema, 'setup', (event, input) =>
		sayPasswordFault(async () => {
			await signInAs(event, await setUp(event.locals.system, event.params.token!, input));
		})
	)
};
