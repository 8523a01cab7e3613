/** Functions over texts, yes or no, and lists of names. */
import type { FunctionTable, Scope } from './functions.ts';
import { matchesPattern } from './regularExpression.ts';
import { isNodes, toAnswer, toBoolean, toNumber, toText, type Value } from './values.ts';

type Values = readonly Value[];

/** A number that is none (NaN) counts as nothing, as in ODK; only string() says so. */
const text = (values: Values, at: number) => toAnswer(values[at] ?? '');
const number = (values: Values, at: number, { context }: Scope) =>
	toNumber(values[at] ?? '', context.timeZone);

/** The value given, or else the text of the node where the function is called. */
const textOrHere = (values: Values, { node }: Scope) => toText(values[0] ?? node?.value ?? '');

const SPACE = /[ \t\r\n]+/g;
const BLANK_ENDS = /^[ \t\r\n]+|[ \t\r\n]+$/g;
const normalise = (value: string) => value.replace(BLANK_ENDS, '').replace(SPACE, ' ');

/** Every value as text, nodes one by one. */
function allTexts(values: Values): string[] {
	return values.flatMap((value) =>
		isNodes(value) ? value.map((node) => node.value) : [toAnswer(value)]
	);
}

function substring(value: string, start: number, length?: number): string {
	const from = Math.round(start);
	const to = length === undefined ? Infinity : from + Math.round(length);
	return [...value].filter((_character, at) => at + 1 >= from && at + 1 < to).join('');
}

/** Places count from 0; negative ones from the end. */
function slice(value: string, start: number, end: number): string {
	return Number.isNaN(start) || Number.isNaN(end) ? '' : value.slice(start, end);
}

const before = (whole: string, part: string) => whole.slice(0, Math.max(0, whole.indexOf(part)));
const after = (whole: string, part: string) =>
	whole.includes(part) ? whole.slice(whole.indexOf(part) + part.length) : '';

const names = (values: Values) => normalise(text(values, 0)).split(' ');

export const TEXT_FUNCTIONS: FunctionTable = {
	true: [0, 0, () => true],
	false: [0, 0, () => false],
	not: [1, 1, ([value]) => !toBoolean(value!)],
	boolean: [1, 1, ([value]) => toBoolean(value!)],
	'boolean-from-string': [1, 1, (values) => ['1', 'true'].includes(text(values, 0))],
	coalesce: [2, Infinity, (values) => values.map(toAnswer).find((each) => each !== '') ?? ''],

	// An empty list has one name, the empty one: all of ODK's engines say so.
	selected: [2, 2, (values) => names(values).includes(normalise(text(values, 1)))],
	'count-selected': [1, 1, (values) => names(values).filter((name) => name !== '').length],
	'selected-at': [
		2,
		2,
		(values, scope) => names(values)[Math.trunc(number(values, 1, scope))] ?? ''
	],

	string: [0, 1, textOrHere],
	concat: [0, Infinity, (values) => allTexts(values).join('')],
	join: [1, Infinity, ([glue, ...values]) => allTexts(values).join(toText(glue!))],
	contains: [2, 2, (values) => text(values, 0).includes(text(values, 1))],
	'starts-with': [2, 2, (values) => text(values, 0).startsWith(text(values, 1))],
	'ends-with': [2, 2, (values) => text(values, 0).endsWith(text(values, 1))],
	'normalize-space': [0, 1, (values, scope) => normalise(textOrHere(values, scope))],
	// Characters as people count them, not UTF-16 units.
	'string-length': [0, 1, (values, scope) => [...textOrHere(values, scope)].length],
	substring: [
		2,
		3,
		(values, scope) =>
			substring(
				text(values, 0),
				number(values, 1, scope),
				values.length > 2 ? number(values, 2, scope) : undefined
			)
	],
	substr: [
		2,
		3,
		(values, scope) =>
			slice(
				text(values, 0),
				number(values, 1, scope),
				values.length > 2 ? number(values, 2, scope) : Infinity
			)
	],
	'substring-before': [2, 2, (values) => before(text(values, 0), text(values, 1))],
	'substring-after': [2, 2, (values) => after(text(values, 0), text(values, 1))],
	regex: [2, 2, (values) => matchesPattern(text(values, 0), text(values, 1))],
	'jr:itext': [1, 1, (values, { context }) => context.itext(text(values, 0))]
};
