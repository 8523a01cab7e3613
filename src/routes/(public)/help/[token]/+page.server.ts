import { redirect } from '@sveltejs/kit';
import { delegationWords } from '#lib/components/review/roundWords.ts';
import { noFields } from '#lib/schemas/noFields.ts';
import { visitorAction } from '#lib/server/http/formAction.ts';
import { throwAsPage } from '#lib/server/http/guard.ts';
import { setHelperToken } from '#lib/server/http/helperSession.ts';
import { addressOf } from '#lib/server/http/signInFlow.ts';
import { openHelperLink, readHelperLink } from '#lib/server/handouts/helper.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

/** What a link is for. Looking uses nothing up: messengers look too. */
export const load: PageServerLoad = async (event) => {
	try {
		const link = await readHelperLink(event.locals.system, event.params.token, addressOf(event));
		const { label, study, round, isInvented, expiresAt } = link;
		const { country, countryName, delegation: name } = link;
		const place = delegationWords({ country, countryName, name });
		return { label, study, round, isInvented, expiresAt, place };
	} catch (thrown) {
		throwAsPage(event, thrown);
	}
};

export const actions: Actions = {
	default: visitorAction(noFields, 'open', async (event) => {
		const { system } = event.locals;
		try {
			const session = await openHelperLink(system, event.params.token!, addressOf(event));
			setHelperToken(event, session.token, session.expiresAt);
		} catch (thrown) {
			throwAsPage(event, thrown);
		}
		redirect(303, '/help');
	})
};
