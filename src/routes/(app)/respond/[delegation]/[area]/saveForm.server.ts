import { createHash } from 'node:crypto';
import { fail, redirect } from '@sveltejs/kit';
import { answerWords } from '#lib/components/questionnaire/answering/answerWords.ts';
import type { SaveReport } from '#lib/components/questionnaire/answering/areaView.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import type { Context } from '#lib/server/context.ts';
import { throwAsPage } from '#lib/server/http/guard.ts';
import { problemText } from '#lib/server/http/problemText.ts';
import { problemOf } from '#lib/server/problem.ts';
import { type SaveOutcome, saveAnswers } from '#lib/server/responses/answer.ts';
import { getAreaPage } from '#lib/server/responses/pages.ts';
import type { AnswerContent } from '#lib/xlsform/answers.ts';
import type { Question } from '#lib/xlsform/definition.ts';
import { type QuestionFields, isUntouched, readQuestionFields } from '#lib/xlsform/formFields.ts';
import type { RequestEvent } from './$types';

type AreaPage = Awaited<ReturnType<typeof getAreaPage>>;
type Given = QuestionFields & { question: string };

/**
 * The key of a save: the same form sent twice has the same one, but a form that was gone back
 * to and changed has another, though the browser shows the old page with the old key.
 */
export function saveKeyOf(pageKey: string, answers: readonly unknown[]): string {
	const hash = createHash('sha256')
		.update(JSON.stringify([pageKey, answers]))
		.digest('hex');
	return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-a${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}

/** What a form said, as fields to show again; not judged. */
function contentOf(question: Question, given: QuestionFields): AnswerContent {
	const { status, value, reason, exposure } = given;
	return { status, value, reason, exposure: exposure ?? question.exposure } as AnswerContent;
}

function unsaved(page: AreaPage, answers: Given[]): SaveReport['unsaved'] {
	return answers.flatMap((given) => {
		const question = page.definition.areas[0]!.questions.find(
			({ name }) => name === given.question
		)!;
		const content = contentOf(question, given);
		if (isUntouched(question, content, page.answers[question.name])) return [];
		return [
			{
				number: question.number,
				text: answerWords(page.definition, question, content, getLocale())
			}
		];
	});
}

function report(page: AreaPage, answers: Given[], outcome: SaveOutcome): SaveReport {
	const named = (result: string) => outcome.answers.filter((each) => each.result === result);
	return {
		unsaved: [],
		refused: named('refused').flatMap(({ question: name, code }) => {
			const question = page.definition.areas[0]!.questions.find((each) => each.name === name);
			const given = answers.find((each) => each.question === name);
			return question && given
				? [{ question: name, code: code ?? '', content: contentOf(question, given) }]
				: [];
		}),
		// With the revision as it was, a colleague's text simply stands: nothing of ours was in it.
		merged: named('merged')
			.filter(({ question, revision }) => revision !== page.answers[question]?.revision)
			.map(({ question }) => question),
		notices: [
			{
				tone: 'danger' as const,
				title: m.respond_refused_title(),
				text: m.respond_refused_text(),
				questions: named('refused').map(({ question }) => question)
			},
			{
				tone: 'warn' as const,
				title: m.respond_conflicts_title(),
				text: m.respond_conflicts_text(),
				questions: named('conflict').map(({ question }) => question)
			}
		].filter(({ questions }) => questions.length > 0)
	};
}

/**
 * Saves every question of the page (rule R3) without JavaScript. Redirects where all went
 * well; gives a report where there is something a person has to see.
 */
export async function saveForm(event: RequestEvent, ctx: Context) {
	const form = await event.request.formData();
	const { delegation, area } = event.params;
	const here = `/respond/${delegation}/${area}`;
	let page: AreaPage;
	let answers: Given[] = [];
	let said: SaveReport;
	let count = 0;
	try {
		page = await getAreaPage(ctx, delegation, area, getLocale());
	} catch (thrown) {
		throwAsPage(event, thrown);
	}
	try {
		answers = page.definition.areas[0]!.questions.flatMap((question) => {
			const fields = readQuestionFields(question, form);
			return fields ? [{ question: question.name, ...fields }] : [];
		});
		const saveId = saveKeyOf(String(form.get('save')), answers);
		const outcome = await saveAnswers(ctx, { responseId: page.response.id, saveId, answers });
		said = report(page, answers, outcome);
		count = outcome.answers.filter(({ result }) => ['saved', 'merged'].includes(result)).length;
	} catch (thrown) {
		const problem = problemOf(thrown);
		if (!problem || problem.status === 404) throwAsPage(event, thrown);
		const left = unsaved(page, answers);
		const copy = left.length > 0 ? m.respond_not_saved_text() : '';
		const notice = {
			tone: 'danger' as const,
			title: m.respond_not_saved(),
			text: `${problemText(problem)} ${copy}`,
			questions: []
		};
		const save: SaveReport = { unsaved: left, refused: [], merged: [], notices: [notice] };
		return fail(problem.status, { save });
	}
	if (said.merged.length + said.notices.length > 0) return { save: said };
	redirect(
		303,
		form.get('then') === 'submission' ? `${here}/submission` : `${here}?saved=${count}`
	);
}
