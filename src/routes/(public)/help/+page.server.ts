import { type RequestEvent, error, redirect } from '@sveltejs/kit';
import { m } from '#lib/paraglide/messages.js';
import { throwAsPage } from '#lib/server/http/guard.ts';
import { clearHelperToken, helperLinkOf, readHelperToken } from '#lib/server/http/helperSession.ts';
import { finishHelping } from '#lib/server/handouts/helper.ts';
import { getHelperPage } from '#lib/server/handouts/helperAnswers.ts';
import { viewHelp } from './helpView.server.ts';
import { sendForm } from './sendForm.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

/** The link in use, or the page that says that there is none (rule R14). */
async function requireLink(event: RequestEvent): Promise<string> {
	const linkId = await helperLinkOf(event);
	if (linkId) return linkId;
	clearHelperToken(event);
	error(410, m.handouts_help_over_title());
}

/** The questions of a link, with what was sent from this phone. */
export const load: PageServerLoad = async (event) => {
	const said = event.url.searchParams;
	if (said.has('finished')) return { view: null, sent: null };
	try {
		// What was written when the link ended is given back on this page, see sendForm.
		const isSending = event.request.method === 'POST';
		const linkId = isSending ? await helperLinkOf(event) : await requireLink(event);
		if (!linkId) return { view: null, sent: null };
		const page = await getHelperPage(event.locals.system, linkId);
		return { view: viewHelp(page), sent: said.get('sent') };
	} catch (thrown) {
		throwAsPage(event, thrown);
	}
};

export const actions: Actions = {
	send: sendForm,
	finish: async (event) => {
		const token = readHelperToken(event);
		if (token) await finishHelping(event.locals.system, token);
		clearHelperToken(event);
		redirect(303, '/help?finished');
	}
};
