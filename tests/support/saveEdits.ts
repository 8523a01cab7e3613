import fc from 'fast-check';
import type { AnswerContent } from '#lib/xlsform/answers.ts';
import {
	area,
	longText,
	questionnaire,
	selectMultiple,
	selectOne
} from './questionnaireBuilder.ts';

/** Two texts, one of them where people write much, and two kinds of choices. */
export const togetherDefinition = questionnaire(
	area(
		'together',
		longText('story'),
		longText('remark'),
		selectMultiple('sectors_covered'),
		selectOne('covered')
	)
);
export const QUESTIONS = ['story', 'remark', 'sectors_covered', 'covered'];

/** The type of a question above. */
export const typeOf = (question: string) =>
	togetherDefinition.areas[0]!.questions.find(({ name }) => name === question)!.type;

/** An answer nobody gave. */
export const nothing = (): AnswerContent => ({
	status: 'empty',
	value: null,
	reason: null,
	exposure: 'public'
});

/** What one person does to one answer. `at` is a place in it, from 0 to 1. */
export type Edit =
	| { kind: 'insert' | 'replace' | 'append'; at: number; word: string; before: string }
	| { kind: 'remove'; at: number; count: number }
	| { kind: 'clear' | 'say' }
	| { kind: 'toggle'; name: string }
	| { kind: 'choose'; name: string };

/** Scripts that are cut into words in different ways, and letters of several code points. */
export const WORDS = ['fee', 'ពលករ', 'แรงงาน', '👩‍👩‍👧', 'e\u0301', 'ကာကွယ်', 'pengaduan'];
const BETWEEN = [' ', '', '. ', '\n', ', '];
const SECTORS = ['domestic', 'fishing', 'construction', 'farming'];

const textEdit: fc.Arbitrary<Edit> = fc.oneof(
	{
		weight: 12,
		arbitrary: fc.record({
			kind: fc.constantFrom('insert', 'insert', 'append', 'append', 'replace'),
			at: fc.double({ min: 0, max: 1, noNaN: true }),
			word: fc.constantFrom(...WORDS),
			before: fc.constantFrom(...BETWEEN)
		})
	},
	{
		weight: 3,
		arbitrary: fc.record({
			kind: fc.constant('remove' as const),
			at: fc.double({ min: 0, max: 1, noNaN: true }),
			count: fc.integer({ min: 1, max: 2 })
		})
	},
	{ weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('clear', 'say') }) }
);

/** A question with something to do to its answer; mostly the text everybody writes in. */
export const anyEdit: fc.Arbitrary<{ question: string; edit: Edit }> = fc.oneof(
	{ weight: 10, arbitrary: fc.record({ question: fc.constant('story'), edit: textEdit }) },
	{ weight: 3, arbitrary: fc.record({ question: fc.constant('remark'), edit: textEdit }) },
	{
		weight: 3,
		arbitrary: fc.record({
			question: fc.constant('sectors_covered'),
			edit: fc.record({ kind: fc.constant('toggle' as const), name: fc.constantFrom(...SECTORS) })
		})
	},
	{
		weight: 2,
		arbitrary: fc.record({
			question: fc.constant('covered'),
			edit: fc.record({ kind: fc.constant('choose' as const), name: fc.constantFrom('yes', 'no') })
		})
	}
);

/**
 * The words of a text, each with what stands before it. Every word typed ends in a number of
 * its own, four digits long, so that it is known again wherever merging puts it.
 */
export function wordsOf(value: unknown): string[] {
	return typeof value === 'string' ? (value.match(/\D*\d{4}/gu) ?? []) : [];
}

/** The numbers of the words of a text. */
export const numbersOf = (value: unknown): string[] => wordsOf(value).map((word) => word.slice(-4));

function editText(words: string[], edit: Edit, makeNumber: () => string): string[] {
	if (edit.kind === 'remove') {
		const from = Math.floor(edit.at * words.length);
		return words.toSpliced(from, edit.count);
	}
	if (edit.kind !== 'insert' && edit.kind !== 'replace' && edit.kind !== 'append') return [];
	const from = edit.kind === 'append' ? words.length : Math.floor(edit.at * (words.length + 1));
	const word = `${words.length > 0 ? edit.before : ''}${edit.word}${makeNumber()}`;
	return words.toSpliced(from, edit.kind === 'replace' ? 1 : 0, word);
}

const said = (value: AnswerContent['value']): AnswerContent => ({
	...nothing(),
	status: value === null ? 'empty' : 'answered',
	value
});

/** The content after `edit`; `makeNumber` gives each new word its number. */
export function applyEdit(now: AnswerContent, edit: Edit, makeNumber: () => string): AnswerContent {
	switch (edit.kind) {
		case 'say':
			return { ...nothing(), status: 'dont_know' };
		case 'choose':
			return said(edit.name);
		case 'toggle': {
			const chosen = Array.isArray(now.value) ? (now.value as string[]) : [];
			const next = chosen.includes(edit.name)
				? chosen.filter((name) => name !== edit.name)
				: [...chosen, edit.name];
			return said(next.length > 0 ? next : null);
		}
		default:
			return said(editText(wordsOf(now.value), edit, makeNumber).join('') || null);
	}
}
