/**
 * An answer as fields of an HTML form. The same names carry it without JavaScript, with it,
 * and out of a device's outbox. A field is `q.<question>.<part>…`; a dot inside a name is
 * written %2E, so that a name reads back in one way only. A question inside a repeat is
 * called by its answer key, see inEntry.
 */
import type { AnswerContent, AnswerValue, MatrixValue, TreatyValue } from './answers.ts';
import { numberFromText } from './cleanText.ts';
import type { Question } from './definition.ts';
import { sameValue } from './sameValue.ts';

/** What a form said of one question; not judged yet, see checkContent. */
export interface QuestionFields {
	/** Revision the answer was based on; 0 when there was none. */
	base: number;
	/** `empty`, `answered`, one of the three codes, or whatever a forged form holds. */
	status: string;
	value: unknown;
	reason: string | null;
	/** null when the form did not ask. */
	exposure: unknown;
}

type Named = Pick<Question, 'name'>;

function encodePart(part: string | number): string {
	return String(part).replace(/%/g, '%25').replace(/\./g, '%2E');
}

function decodePart(part: string): string {
	return part.replace(/%2E/g, '.').replace(/%25/g, '%');
}

/** The name of a form field: `q.hours.cell.domestic.paid` for parts cell, domestic, paid. */
export function fieldName(question: Named, ...parts: (string | number)[]): string {
	return ['q', question.name, ...parts].map(encodePart).join('.');
}

/** The answer key and the parts of a field's name; null for a field of another kind. */
export function readFieldName(name: string): string[] | null {
	const [kind, ...parts] = name.split('.');
	return kind === 'q' && parts.length > 1 ? parts.map(decodePart) : null;
}

/** A question as it stands in certain entries: called by its answer key, on the page and in forms. */
export function inEntry(question: Question, key: string): Question {
	return key === question.name ? question : { ...question, name: key };
}

/** The parts of a point a form asks for, in the order an answer holds them. */
export const POINT_PARTS = ['latitude', 'longitude', 'altitude', 'accuracy'] as const;

/** What was typed for the parts of a point as one text; '' where nothing was. */
export function joinPoint(parts: readonly string[]): string {
	const typed = parts.map((part) =>
		String(numberFromText(part) ?? part.trim().replace(/\s+/g, '_'))
	);
	while (typed.at(-1) === '') typed.pop();
	// A gap in the middle is no place; with a word in it the check refuses it.
	return typed.map((part) => part || '?').join(' ');
}

/** Lines of typed points, `13.75 100.5` or `13.75, 100.5`, as an answer holds them. */
export function joinPoints(lines: string): string {
	return lines
		.split(/[;\n]/)
		.map((line) => line.replace(/,/g, ' ').trim().replace(/\s+/g, ' '))
		.filter((line) => line !== '')
		.join('; ');
}

/** The revision a form's answer was based on; what is no number reads as 0, which overwrites nothing. */
export function readBase(question: Named, form: FormData): number {
	const base = form.get(fieldName(question, 'base'));
	return typeof base === 'string' && /^\d{1,9}$/.test(base) ? Number(base) : 0;
}

function textField(form: FormData, name: string): string {
	const value = form.get(name);
	return typeof value === 'string' ? value : '';
}

/** Filled fields below a part, with the rest of their names: `cell` gives [row, column]. */
function fieldsBelow(question: Named, form: FormData, part: string): [string[], string][] {
	const prefix = `${fieldName(question, part)}.`;
	return [...form]
		.filter((entry): entry is [string, string] => {
			return entry[0].startsWith(prefix) && typeof entry[1] === 'string' && entry[1] !== '';
		})
		.map(([name, value]) => [name.slice(prefix.length).split('.').map(decodePart), value]);
}

/** A number where the text is one, else the text itself, for checkContent to refuse. */
function figure(text: string): string | number {
	return numberFromText(text) ?? text.trim();
}

function readRank(question: Question, form: FormData): string[] {
	return fieldsBelow(question, form, 'rank')
		.map(([[place], name]) => ({ place: Number(place), name }))
		.sort((left, right) => left.place - right.place)
		.map(({ name }) => name);
}

function readNumber(question: Question, form: FormData) {
	const [value, unit, year] = ['value', 'unit', 'year'].map((part) =>
		textField(form, fieldName(question, part))
	);
	if (!value?.trim() && !year?.trim()) return null;
	return {
		value: figure(value ?? ''),
		...(unit && { unit }),
		...(year?.trim() && { year: figure(year) })
	};
}

type Table = Map<string, Map<string, string | number>>;

function toValue(table: Table): unknown {
	const rows = [...table].map(([name, cells]) => [name, Object.fromEntries(cells)] as const);
	return rows.length === 0 ? null : Object.fromEntries(rows);
}

function put(table: Table, row: string, column: string, cell: string | number): void {
	table.set(row, (table.get(row) ?? new Map<string, string | number>()).set(column, cell));
}

function readMatrix(question: Question, form: FormData): unknown {
	const types = new Map(question.matrix?.columns.map((column) => [column.name, column.type]));
	const table: Table = new Map();
	for (const [[row = '', column = ''], text] of fieldsBelow(question, form, 'cell')) {
		const isFigure = ['number', 'year'].includes(types.get(column) ?? '');
		const cell = isFigure ? figure(text) : text;
		if (cell !== '') put(table, row, column, cell);
	}
	return toValue(table);
}

const FACTS = ['verdict', 'correction', 'source'] as const;

function readTreaty(question: Question, form: FormData): unknown {
	const table: Table = new Map();
	for (const fact of FACTS)
		for (const [[instrument = ''], text] of fieldsBelow(question, form, fact))
			put(table, instrument, fact, text);
	return toValue(table);
}

function readValue(question: Question, form: FormData): unknown {
	const name = fieldName(question, 'value');
	switch (question.type) {
		case 'select_multiple':
			return form.getAll(name).filter((value) => typeof value === 'string' && value !== '');
		case 'rank':
			return readRank(question, form);
		case 'number':
			return readNumber(question, form);
		case 'matrix':
			return readMatrix(question, form);
		case 'treaty':
			return readTreaty(question, form);
		case 'geopoint':
			return joinPoint(POINT_PARTS.map((part) => textField(form, fieldName(question, part))));
		case 'geotrace':
		case 'geoshape':
			return joinPoints(textField(form, name));
		case 'note':
		case 'calculate':
		case 'hidden':
		case 'metadata':
			return null;
		default:
			return textField(form, name);
	}
}

function isBlank(value: unknown): boolean {
	return value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

/**
 * What a form says of a question, or null when the form does not hold the question (it has
 * no `base` field). A status code wins over a value. A base that is no number reads as 0,
 * the revision that can overwrite nothing.
 */
export function readQuestionFields(question: Question, form: FormData): QuestionFields | null {
	const base = form.get(fieldName(question, 'base'));
	if (base === null) return null;
	const code = textField(form, fieldName(question, 'status'));
	const value = code === '' ? readValue(question, form) : null;
	const exposure = textField(form, fieldName(question, 'exposure'));
	const reason = textField(form, fieldName(question, 'reason'));
	const blank = isBlank(value);
	return {
		base: readBase(question, form),
		status: code !== '' ? code : blank ? 'empty' : 'answered',
		value: blank ? null : value,
		reason: code === 'not_applicable' && reason.trim() !== '' ? reason : null,
		exposure: exposure === '' ? null : exposure
	};
}

function valueFields(question: Question, value: AnswerValue): [string, string][] {
	const field = (content: unknown, ...parts: (string | number)[]): [string, string] => [
		fieldName(question, ...parts),
		String(content ?? '')
	];
	if (value === null) return [];
	if (typeof value === 'string' && question.type === 'geopoint')
		return value.split(' ').map((part, at) => field(part, POINT_PARTS[at] ?? 'value'));
	if (typeof value === 'string') return [field(value, 'value')];
	if (Array.isArray(value))
		return value.map((name, at) =>
			question.type === 'rank' ? field(name, 'rank', at + 1) : field(name, 'value')
		);
	if (question.type === 'number')
		return ['value', 'unit', 'year']
			.filter((part) => part in value)
			.map((part) => field((value as Record<string, unknown>)[part], part));
	if (question.type === 'matrix')
		return Object.entries(value as MatrixValue).flatMap(([row, cells]) =>
			Object.entries(cells).map(([column, cell]) => field(cell, 'cell', row, column))
		);
	return Object.entries(value as TreatyValue).flatMap(([instrument, fact]) =>
		FACTS.filter((part) => fact[part]).map((part) => field(fact[part], part, instrument))
	);
}

/** An answer as the fields a form would send, in order; readQuestionFields reads it back. */
export function writeQuestionFields(
	question: Question,
	content: AnswerContent,
	base: number
): [string, string][] {
	const { status, value, reason, exposure } = content;
	const code = status === 'empty' || status === 'answered' ? '' : status;
	return [
		[fieldName(question, 'base'), String(base)],
		[fieldName(question, 'status'), code],
		...(reason === null ? [] : [[fieldName(question, 'reason'), reason] as [string, string]]),
		[fieldName(question, 'exposure'), exposure],
		...valueFields(question, status === 'answered' ? value : null)
	];
}

/**
 * Whether an answer says what it said at the revision it was based on, so that nothing needs
 * saving. Both as checkContent leaves them; `base` is undefined where there was none.
 */
export function isUntouched(
	question: Pick<Question, 'exposure'>,
	mine: AnswerContent,
	base: AnswerContent | undefined
): boolean {
	const before = base ?? {
		status: 'empty',
		value: null,
		reason: null,
		exposure: question.exposure
	};
	return (
		mine.status === before.status &&
		mine.reason === before.reason &&
		mine.exposure === before.exposure &&
		sameValue(mine.value, before.value)
	);
}
