import { type RequestEvent, error, fail, redirect } from '@sveltejs/kit';
import { problemWords } from '#lib/components/questionnaire/answering/problemWords.ts';
import { m } from '#lib/paraglide/messages.js';
import { throwAsPage } from '#lib/server/http/guard.ts';
import { clearHelperToken, helperLinkOf, readHelperToken } from '#lib/server/http/helperSession.ts';
import { problemText } from '#lib/server/http/problemText.ts';
import { finishHelping } from '#lib/server/handouts/helper.ts';
import { getHelperPage, proposeByLink } from '#lib/server/handouts/helperAnswers.ts';
import { problemOf } from '#lib/server/problem.ts';
import { readAnswers, viewHelp } from './helpView.server.ts';
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
		const linkId = await requireLink(event);
		const page = await getHelperPage(event.locals.system, linkId);
		return { view: viewHelp(page), sent: said.get('sent') };
	} catch (thrown) {
		throwAsPage(event, thrown);
	}
};

export const actions: Actions = {
	send: async (event) => {
		const { system } = event.locals;
		const linkId = await requireLink(event);
		const form = await event.request.formData();
		let typed: ReturnType<typeof readAnswers> = { answers: [], contents: {} };
		let count = 0;
		try {
			typed = readAnswers(await getHelperPage(system, linkId), form);
			const { sent, refused } = await proposeByLink(system, linkId, typed.answers);
			count = sent;
			if (Object.keys(refused).length > 0) {
				const errors = Object.entries(refused).map(([key, code]) => [key, problemWords(code)]);
				const message = m.handouts_help_refused();
				return fail(400, {
					contents: typed.contents,
					errors: Object.fromEntries(errors) as Record<string, string>,
					message
				});
			}
		} catch (thrown) {
			const problem = problemOf(thrown);
			if (!problem || problem.status === 404) throwAsPage(event, thrown);
			const errors: Record<string, string> = {};
			const message = problemText(problem);
			return fail(problem.status, { contents: typed.contents, errors, message });
		}
		redirect(303, `/help?sent=${count}`);
	},
	finish: async (event) => {
		const token = readHelperToken(event);
		if (token) await finishHelping(event.locals.system, token);
		clearHelperToken(event);
		redirect(303, '/help?finished');
	}
};
