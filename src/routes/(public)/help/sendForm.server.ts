import { error, fail, redirect } from '@sveltejs/kit';
import { problemWords } from '#lib/components/questionnaire/answering/problemWords.ts';
import { m } from '#lib/paraglide/messages.js';
import { throwAsPage } from '#lib/server/http/guard.ts';
import { clearHelperToken, helperLinkOf } from '#lib/server/http/helperSession.ts';
import { problemText } from '#lib/server/http/problemText.ts';
import { getHelperPage, proposeByLink } from '#lib/server/handouts/helperAnswers.ts';
import { problemOf } from '#lib/server/problem.ts';
import { readFieldName } from '#lib/xlsform/formFields.ts';
import { readAnswers } from './helpView.server.ts';
import type { RequestEvent } from './$types';

/** Parts of an answer's fields that nobody wrote. */
const NOT_WRITTEN = ['base', 'status', 'exposure', 'unit'];

/** Words that go nowhere any more, with the numbers of their questions: whoever wrote them may copy them. */
type Left = { number: string; text: string }[];

/** What is shown again: contents as typed, what was wrong with which, and what nobody asks any more. */
interface Again {
	contents: ReturnType<typeof readAnswers>['contents'];
	errors: Record<string, string>;
	message: string;
	left: Left;
}

/**
 * What a form says of questions that are not asked here: all of them where the link has ended.
 * It knows the questions by what the form itself says of them.
 */
function leftOf(form: FormData, asked: ReadonlySet<string>): Left {
	const words = new Map<string, string[]>();
	for (const [name, value] of form) {
		const [key = '', part = ''] = readFieldName(name) ?? [];
		const isWritten = part !== '' && !NOT_WRITTEN.includes(part);
		if (isWritten && !asked.has(key) && typeof value === 'string' && value.trim() !== '')
			words.set(key, [...(words.get(key) ?? []), value]);
	}
	return [...words].map(([key, said]) => ({
		number: String(form.get(`number.${key}`) ?? ''),
		text: said.join('\n')
	}));
}

/** The link is over: its page, with what was written since; just the page where that was nothing. */
function overWith(event: RequestEvent, form: FormData) {
	clearHelperToken(event);
	const left = leftOf(form, new Set());
	if (left.length === 0) error(410, m.handouts_help_over_title());
	return fail<Again>(410, { contents: {}, errors: {}, message: '', left });
}

/** Sends what was answered by a link. No word typed is lost: what is not sent is shown again. */
export async function sendForm(event: RequestEvent) {
	const { system } = event.locals;
	const form = await event.request.formData();
	const linkId = await helperLinkOf(event);
	if (!linkId) return overWith(event, form);
	let typed: ReturnType<typeof readAnswers> = { answers: [], contents: {} };
	let left: Left = [];
	let count = 0;
	try {
		const page = await getHelperPage(system, linkId);
		typed = readAnswers(page, form);
		left = leftOf(form, new Set(page.questions.map(({ key }) => key)));
		const { sent, refused } = await proposeByLink(system, linkId, typed.answers);
		count = sent;
		const errors: Record<string, string> = Object.fromEntries(
			Object.entries(refused).map(([key, code]) => [key, problemWords(code)])
		);
		const isRefused = Object.keys(refused).length > 0;
		const message = isRefused ? m.handouts_help_refused() : '';
		if (isRefused || left.length > 0)
			return fail<Again>(400, { contents: typed.contents, errors, message, left });
	} catch (thrown) {
		const problem = problemOf(thrown);
		if (problem?.status === 404) return overWith(event, form);
		if (!problem) throwAsPage(event, thrown);
		const { contents } = typed;
		const message = problemText(problem);
		return fail<Again>(problem.status, { contents, errors: {}, message, left });
	}
	redirect(303, `/help?sent=${count}`);
}
