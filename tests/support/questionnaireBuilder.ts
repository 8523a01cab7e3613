/**
 * A tiny language for questionnaires in tests: say only what the test is about, the rest is
 * filled in. `questionnaire(area('law', selectOne('has_law'), text('which', {…})))`.
 */
import type { AnswerContent, Answers, AnswerStatus, AnswerValue } from '#lib/xlsform/answers.ts';
import type {
	Area,
	Choice,
	Definition,
	Question,
	QuestionType,
	Text
} from '#lib/xlsform/definition.ts';
import { evaluateArea, type EvaluateOptions } from '#lib/xlsform/evaluate.ts';

type More = Partial<Question>;

/** `some_name` labelled “Some name” in English. */
export function labelled(name: string): Text {
	return { en: name.charAt(0).toUpperCase() + name.slice(1).replace(/_/g, ' ') };
}

export function question(type: QuestionType, name: string, more: More = {}): Question {
	return { name, number: '1.1', type, label: labelled(name), exposure: 'public', ...more };
}

const ofType =
	(type: QuestionType, defaults: More = {}) =>
	(name: string, more: More = {}) =>
		question(type, name, { ...defaults, ...more });

export const selectOne = ofType('select_one', { list: 'yes_no' });
export const selectMultiple = ofType('select_multiple', { list: 'sectors' });
export const rank = ofType('rank', { list: 'sectors' });
export const scale = ofType('scale', { list: 'yes_no' });
export const number = ofType('number', { units: 'units', year: true });
export const date = ofType('date');
export const text = ofType('text');
export const longText = ofType('long_text');
export const note = ofType('note');
export const treaty = ofType('treaty', { instruments: 'treaties' });
export const matrix = ofType('matrix', {
	matrix: {
		rows: 'sectors',
		columns: [
			{ name: 'hours', label: { en: 'Hours' }, type: 'number', unit: { en: 'hours' } },
			{ name: 'paid', label: { en: 'Paid' }, type: 'choice', list: 'yes_no' },
			{ name: 'since', label: { en: 'Since' }, type: 'year' },
			{ name: 'remark', label: { en: 'Remark' }, type: 'text' }
		]
	}
});

export function area(name: string, ...questions: Question[]): Area {
	const title = labelled(name);
	return { name, number: 1, title, short: title, intro: {}, kind: 'issue', questions };
}

const list = (...names: string[]): Choice[] =>
	names.map((name) => ({ name, label: labelled(name) }));

export const CHOICES = {
	yes_no: list('yes', 'no'),
	sectors: list('domestic', 'fishing', 'construction', 'farming'),
	units: list('persons', 'households'),
	treaties: list('icrmw', 'c189')
};

export function questionnaire(...areas: Area[]): Definition {
	return {
		id: 'test',
		version: '1',
		title: { en: 'Test' },
		default_language: 'en',
		languages: ['en'],
		choices: CHOICES,
		areas
	};
}

const code = (status: AnswerStatus) => ({ status, value: null });
export const dontKnow = code('dont_know');
export const notApplicable = code('not_applicable');
export const notSafe = code('not_safe');

type Said = string | number | string[] | { status: AnswerStatus; value: AnswerValue };

/** `{has_law: 'yes', sectors: ['fishing'], hours: 8, why: dontKnow}` as answers. */
export function answers(said: Record<string, Said>): Answers {
	return Object.fromEntries(
		Object.entries(said).map(([name, value]) => {
			if (typeof value === 'number') return [name, { status: 'answered', value: { value } }];
			const isCoded = typeof value === 'object' && !Array.isArray(value);
			return [name, isCoded ? value : { status: 'answered', value }];
		})
	);
}

/** A whole answer, ready to store. */
export function content(value: AnswerValue, more: Partial<AnswerContent> = {}): AnswerContent {
	const status = value === null ? 'empty' : 'answered';
	return { status, value, reason: null, exposure: 'public', ...more };
}

/** Evaluates the area called `name` (the first when absent) with these answers. */
export function evaluated(
	definition: Definition,
	said: Record<string, Said>,
	name?: string,
	options: EvaluateOptions = { today: '2026-11-23' }
) {
	const found = definition.areas.find((each) => name === undefined || each.name === name);
	return evaluateArea(definition, found!, answers(said), options);
}
