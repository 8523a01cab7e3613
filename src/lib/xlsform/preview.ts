/**
 * A questionnaire filled in without anything being stored: the answers travel in the page's
 * own form, those of the other areas as one text.
 */
import { answerKey, isEntryId, readAnswerKey } from './answerKey.ts';
import type { AnswerContent, Answers } from './answers.ts';
import { type AreaState, entriesIn, questionOf, repeatsOf } from './areaState.ts';
import { checkContent } from './checkValue.ts';
import { type Area, type Definition, EXPOSURES } from './definition.ts';
import type { Session } from './engine/session.ts';
import { inEntry, readQuestionFields } from './formFields.ts';
import { placesOf } from './places.ts';

export type PreviewAnswers = Record<string, AnswerContent>;

/** Answers a page may carry, and entries of a repeat: far above what trying out needs. */
const MOST_ANSWERS = 5000;
const MOST_ENTRIES = 200;

/** Takes the text of an earlier page; gives the answers in it that this questionnaire can have. */
export function readPreview(definition: Definition, text: string): PreviewAnswers {
	let given: unknown;
	try {
		given = JSON.parse(text || '{}');
	} catch {
		return {};
	}
	if (typeof given !== 'object' || given === null || Array.isArray(given)) return {};
	const { questions, repeats } = placesOf(definition);
	const answers: PreviewAnswers = {};
	for (const [key, content] of Object.entries(given).slice(0, MOST_ANSWERS)) {
		const name = readAnswerKey(key)?.name ?? '';
		if (typeof content !== 'object' || content === null) continue;
		const question = questions.get(name)?.question;
		if (repeats.has(name)) {
			const ids = (content as { value?: unknown }).value;
			if (Array.isArray(ids) && ids.length <= MOST_ENTRIES && ids.every(isId))
				answers[key] = entriesAnswer(ids);
		} else if (question) {
			const checked = checkContent(definition, question, {
				status: 'empty',
				value: null,
				reason: null,
				exposure: question.exposure,
				...content
			});
			if (checked.ok) answers[key] = checked.content;
		}
	}
	return answers;
}

const isId = (id: unknown): id is string => typeof id === 'string' && isEntryId(id);

const entriesAnswer = (ids: readonly string[]): AnswerContent => ({
	status: 'answered',
	value: [...ids],
	reason: null,
	exposure: EXPOSURES[0]
});

/**
 * Takes the answers so far and what the form of an area says; gives the answers after it, and
 * those that are no answers as they were typed, to be shown with what is wrong.
 */
export function readPreviewForm(
	definition: Definition,
	area: Area,
	session: Session,
	before: PreviewAnswers,
	form: FormData
): { answers: PreviewAnswers; refused: Record<string, { code: string; content: AnswerContent }> } {
	const answers = { ...before };
	const refused: Record<string, { code: string; content: AnswerContent }> = {};
	for (const key of session.keysOf(area.name)) {
		const question = questionOf(area, key);
		const fields = question && readQuestionFields(inEntry(question, key), form);
		if (!question || !fields) continue;
		const exposure = fields.exposure ?? question.exposure;
		const content = { ...fields, exposure } as unknown as AnswerContent;
		const checked = checkContent(definition, question, content);
		if (checked.ok) answers[key] = checked.content;
		else {
			delete answers[key];
			refused[key] = { code: checked.code, content };
		}
	}
	return { answers, refused };
}

/** Adds an entry to a repeat (`add <repeat>`) or takes one out (`remove <entry>`). */
export function changePreviewEntries(
	answers: PreviewAnswers,
	state: AreaState,
	then: string
): PreviewAnswers {
	const [act, key = ''] = then.split(' ');
	const listed = entriesIn(state.outline);
	const { name = '', entries = [] } = readAnswerKey(key) ?? {};
	if (act === 'add' && repeatsOf(state.outline).some((repeat) => repeat.key === key)) {
		const ids = listed(key) ?? [];
		if (ids.length >= MOST_ENTRIES) return answers;
		let next = ids.length + 1;
		while (ids.includes(String(next))) next += 1;
		return { ...answers, [key]: entriesAnswer([...ids, String(next)]) };
	}
	const repeat = answerKey(name, entries.slice(0, -1));
	const ids = act === 'remove' ? listed(repeat) : undefined;
	if (!ids) return answers;
	return { ...answers, [repeat]: entriesAnswer(ids.filter((id) => id !== entries.at(-1))) };
}

/** The answers as the engine reads them. */
export function answersOfPreview(answers: PreviewAnswers): Answers {
	return Object.fromEntries(
		Object.entries(answers).map(([key, { status, value }]) => [key, { status, value }])
	);
}
