import { randomUUID } from 'node:crypto';
import { type RequestEvent, fail, redirect } from '@sveltejs/kit';
import { answerParts } from '#lib/components/questionnaire/answering/answerWords.ts';
import { problemWords } from '#lib/components/questionnaire/answering/problemWords.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import type { Context } from '#lib/server/context.ts';
import { loadPage, requireContext, requireWriter, throwAsPage } from '#lib/server/http/guard.ts';
import { problemText } from '#lib/server/http/problemText.ts';
import { canBeProposed } from '#lib/server/handouts/handouts.ts';
import { proposeAnswer } from '#lib/server/handouts/proposals.ts';
import { findOwnProposal } from '#lib/server/handouts/proposePage.ts';
import { notFound, problemOf } from '#lib/server/problem.ts';
import { getAreaPage } from '#lib/server/responses/pages.ts';
import { factsOf } from '#lib/server/treaties/factWords.ts';
import type { AnswerContent } from '#lib/xlsform/answers.ts';
import { questionOf } from '#lib/xlsform/areaState.ts';
import { inEntry, readQuestionFields } from '#lib/xlsform/formFields.ts';
import { isOpen } from '../handoutsBeside.server.ts';
import { saveKeyOf } from '../saveForm.server.ts';
import { proposeWords } from './proposeWords.server.ts';
import type { Actions, PageServerLoad } from './$types';

async function getPage(ctx: Context, event: Pick<RequestEvent, 'params' | 'url'>) {
	const { delegation = '', area = '' } = event.params;
	const page = await getAreaPage(ctx, delegation, area, getLocale());
	const key = event.url.searchParams.get('question') ?? '';
	const question = questionOf(page.definition.areas[0]!, key);
	if (!question || !page.answers[key]) throw notFound();
	return { page, key, question, here: `/respond/${delegation}/${area}` };
}

/** One question with the official answer, and a field for what its reader proposes instead. */
export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => {
		const { page, key, question, here } = await getPage(ctx, event);
		const own = await findOwnProposal(ctx, page.response.id, key);
		const official = page.answers[key]!;
		return {
			...proposeWords(page, key, question),
			...{ here, key, definition: page.definition },
			question: inEntry(question, key),
			state: { ...page.seen.questions[key], relevant: true as const },
			facts: factsOf(page.treaties, getLocale()),
			isOpen: isOpen(page),
			isPossible: canBeProposed(question),
			official: answerParts(page.definition, question, official, getLocale()),
			content: own?.content ?? official,
			// What the text began from, so that joining it finds what its author changed.
			base: own?.isOpen ? own.basedOn : official.revision,
			isAgain: own?.isOpen ?? false,
			declineReason: own?.declineReason ?? null,
			formKey: randomUUID()
		};
	});

export const actions: Actions = {
	default: async (event) => {
		const ctx = requireContext(event);
		let content: AnswerContent | null = null;
		try {
			const { page, key, question, here } = await getPage(ctx, event);
			const form = await event.request.formData();
			const given = readQuestionFields(inEntry(question, key), form);
			if (!given) throw notFound();
			const { status, value, reason, exposure = null } = given;
			content = { status, value, reason, exposure: exposure ?? question.exposure } as AnswerContent;
			requireWriter(event, form);
			const id = saveKeyOf(String(form.get('key')), [given]);
			await proposeAnswer(ctx, { ...given, id, question: key, responseId: page.response.id });
			redirect(303, `${here}?done=proposed#${encodeURI(key)}`);
		} catch (thrown) {
			const problem = problemOf(thrown);
			if (!problem || problem.status === 404) throwAsPage(event, thrown);
			const { code } = problem.detail;
			return code
				? fail(400, { content, errors: [problemWords(String(code))], message: '' })
				: fail(problem.status, { content, errors: [] as string[], message: problemText(problem) });
		}
	}
};
