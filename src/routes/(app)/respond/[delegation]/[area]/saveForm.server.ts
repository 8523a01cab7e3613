import { createHash } from 'node:crypto';
import { fail, redirect } from '@sveltejs/kit';
import { answerWords } from '#lib/components/questionnaire/answering/answerWords.ts';
import type { SaveReport } from '#lib/components/questionnaire/answering/areaView.ts';
import { problemWords } from '#lib/components/questionnaire/answering/problemWords.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import type { Context } from '#lib/server/context.ts';
import { requireWriter, throwAsPage } from '#lib/server/http/guard.ts';
import { problemText } from '#lib/server/http/problemText.ts';
import { problemOf } from '#lib/server/problem.ts';
import { type SaveOutcome, saveAnswers } from '#lib/server/responses/answer.ts';
import { getAreaPage } from '#lib/server/responses/pages.ts';
import type { AnswerContent } from '#lib/xlsform/answers.ts';
import { answerKey, readAnswerKey } from '#lib/xlsform/answerKey.ts';
import { questionOf, repeatsOf } from '#lib/xlsform/areaState.ts';
import type { Question } from '#lib/xlsform/definition.ts';
import {
	type QuestionFields,
	inEntry,
	isUntouched,
	readBase,
	readQuestionFields
} from '#lib/xlsform/formFields.ts';
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
		const question = questionOf(page.definition.areas[0]!, given.question);
		if (!question) return [];
		const content = contentOf(question, given);
		if (isUntouched(question, content, page.answers[given.question])) return [];
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
			const question = questionOf(page.definition.areas[0]!, name);
			const given = answers.find((each) => each.question === name);
			return question && given
				? [
						{
							question: name,
							code: code ?? '',
							words: problemWords(code ?? ''),
							content: contentOf(question, given)
						}
					]
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

/** What the button `then` asks beside saving: an entry more, or one less. */
interface EntryAct {
	act: 'add' | 'remove';
	repeat: string;
	/** Key of the entry: where the page goes back to. */
	entry: string;
	given: Given;
}

/**
 * Reads `add <key of a repeat>` and `remove <key of an entry>`. The id of a new entry comes
 * from the save's key, so that the same form sent twice adds one. null for any other button.
 */
function readEntryAct(page: AreaPage, form: FormData, saveId: string): EntryAct | null {
	const [act, key = ''] = String(form.get('then') ?? '').split(' ');
	if (act !== 'add' && act !== 'remove') return null;
	const { name = '', entries = [] } = readAnswerKey(key) ?? {};
	const around = act === 'add' ? entries : entries.slice(0, -1);
	const repeat = answerKey(name, around);
	const found = repeatsOf(page.seen.outline).find((each) => each.key === repeat);
	if (!found || found.isCounted) return null;
	const id = act === 'add' ? saveId.slice(0, 8) : (entries.at(-1) ?? '');
	const ids = found.entries.map((entry) => entry.id);
	const value = act === 'add' ? [...ids, id] : ids.filter((each) => each !== id);
	const base = readBase({ name: repeat }, form);
	const given = { question: repeat, base, status: 'answered', value, reason: null, exposure: null };
	return { act, repeat, entry: answerKey(name, [...around, id]), given };
}

/** Every question of the page as the form has it; a computed one is not in it. */
function readAnswers(page: AreaPage, form: FormData): Given[] {
	const area = page.definition.areas[0]!;
	return Object.keys(page.answers).flatMap((key) => {
		const question = questionOf(area, key);
		const fields = question && readQuestionFields(inEntry(question, key), form);
		return fields ? [{ question: key, ...fields }] : [];
	});
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
	let entryAct: EntryAct | null = null;
	let count = 0;
	try {
		page = await getAreaPage(ctx, delegation, area, getLocale());
	} catch (thrown) {
		throwAsPage(event, thrown);
	}
	try {
		answers = readAnswers(page, form);
		requireWriter(event, form);
		const saveId = saveKeyOf(String(form.get('save')), [...answers, form.get('then')]);
		entryAct = readEntryAct(page, form, saveId);
		const all = entryAct ? [...answers, entryAct.given] : answers;
		const outcome = await saveAnswers(ctx, {
			responseId: page.response.id,
			saveId,
			answers: all
		});
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
	if (entryAct) {
		const at = entryAct.act === 'add' ? entryAct.entry : entryAct.repeat;
		const done = entryAct.act === 'add' ? 'entry_added' : 'entry_removed';
		redirect(303, `${here}?done=${done}#${encodeURI(at)}`);
	}
	redirect(
		303,
		form.get('then') === 'submission' ? `${here}/submission` : `${here}?saved=${count}`
	);
}
