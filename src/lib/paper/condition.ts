/**
 * When a question is asked, as far as a file without the engine can say it: in words, and as
 * a small condition its script evaluates. What is more than that is said to depend on other
 * answers, and is always shown.
 */
import { m } from '#lib/paraglide/messages.js';
import { answerKey } from '#lib/xlsform/answerKey.ts';
import type { Answers } from '#lib/xlsform/answers.ts';
import type { Definition, Question, Section } from '#lib/xlsform/definition.ts';
import { choiceWords } from '#lib/xlsform/describe.ts';
import { textOfAnswer } from '#lib/xlsform/engine/answerText.ts';
import { isExpressionError } from '#lib/xlsform/expression/expressionError.ts';
import { parseLeniently } from '#lib/xlsform/expression/parser.ts';
import type { Expression } from '#lib/xlsform/expression/tree.ts';
import { findAskedQuestion, findPlace } from '#lib/xlsform/findAsked.ts';
import { fieldName } from '#lib/xlsform/formFields.ts';
import type { PaperLocale } from './paper.ts';

const COMPARISONS = ['=', '!=', '<', '<=', '>', '>='] as const;
type Comparison = (typeof COMPARISONS)[number];

/**
 * As the file carries it: `['&', …]`, `['|', …]`, `['!', one]`, or a test of one field, where
 * `has` asks whether a choice is among those ticked.
 */
export type Condition =
	| boolean
	| readonly ['&' | '|', ...Condition[]]
	| readonly ['!', Condition]
	| readonly [Comparison | 'has', string, string];

export interface When {
	condition: Condition;
	/** “2.1 is “Yes” or 2.2 is answered”. */
	words: string;
}

/** Where an expression stands, and what it may look at. */
export interface Standpoint {
	definition: Definition;
	area: string;
	/** Repeats around it, and the ids of the entries it is in. */
	repeats: readonly Pick<Section, 'name'>[];
	entries: readonly string[];
	/** Answers of other areas, which stay as they were when the file was made. */
	elsewhere: Answers;
	language: string;
	locale: PaperLocale;
}

/** Types whose value is one field. */
const SINGLE: readonly Question['type'][] = [
	'select_one',
	'scale',
	'text',
	'long_text',
	'barcode',
	'integer',
	'decimal',
	'range',
	'number',
	'date',
	'acknowledge'
];

interface Asked {
	question: Question;
	/** The field of this file, or the value where another area holds it. */
	at: { field: string } | { value: string };
}

function find(standpoint: Standpoint, name: string): Asked | null {
	const { definition, area, repeats, entries, elsewhere } = standpoint;
	const place = findPlace(definition, name);
	if (!place || place.repeats.some((each, depth) => repeats[depth]?.name !== each.name))
		return null;
	const key = answerKey(name, entries.slice(0, place.repeats.length));
	const question = findAskedQuestion(definition, key)?.question;
	if (!question) return null;
	return place.area.name === area
		? { question, at: { field: fieldName({ name: key }, 'value') } }
		: { question, at: { value: textOfAnswer(question, elsewhere[key]) } };
}

/** One comparison as the script does it too; see `compares` in fill.js. */
function compares(value: string, how: Comparison | 'has', to: string): boolean {
	const [left, right] = [Number(value), Number(to)];
	const isFigure = value !== '' && to !== '' && !Number.isNaN(left) && !Number.isNaN(right);
	switch (how) {
		case 'has':
			return value.split(' ').includes(to);
		case '=':
			return isFigure ? left === right : value === to;
		case '!=':
			return isFigure ? left !== right : value !== to;
		case '<':
			return isFigure && left < right;
		case '<=':
			return isFigure && left <= right;
		case '>':
			return isFigure && left > right;
		case '>=':
			return isFigure && left >= right;
	}
}

function comparisonWords(
	standpoint: Standpoint,
	question: Question,
	how: Comparison | 'has',
	to: string
): string {
	const { definition, language, locale } = standpoint;
	const { number } = question;
	const value = question.list ? choiceWords(definition, question, to, language) : to;
	const given = { number, value };
	if (to === '')
		return how === '='
			? m.paper_if_empty(given, { locale })
			: m.paper_if_answered(given, { locale });
	const words = {
		has: m.paper_if_has,
		'=': m.paper_if_is,
		'!=': m.paper_if_is_not,
		'<': m.paper_if_less,
		'<=': m.paper_if_at_most,
		'>': m.paper_if_more,
		'>=': m.paper_if_at_least
	};
	return words[how](given, { locale });
}

function leaf(standpoint: Standpoint, name: string, how: Comparison | 'has', to: string) {
	const asked = find(standpoint, name);
	if (!asked) return null;
	const { question, at } = asked;
	const isMultiple = question.type === 'select_multiple';
	const isFit = how === 'has' || (isMultiple && to === '') || SINGLE.includes(question.type);
	if (!isFit || (to === '' && how !== '=' && how !== '!=')) return null;
	const condition: Condition = 'field' in at ? [how, at.field, to] : compares(at.value, how, to);
	return { condition, words: comparisonWords(standpoint, question, how, to) };
}

function literal(tree: Expression): string | null {
	if (tree.kind === 'string') return tree.value;
	if (tree.kind === 'number') return String(tree.value);
	return null;
}

const FLIPPED: Record<Comparison, Comparison> = {
	'=': '=',
	'!=': '!=',
	'<': '>',
	'<=': '>=',
	'>': '<',
	'>=': '<='
};

/** `deep`: whether it stands inside another “and” or “or” and wants brackets. */
function read(standpoint: Standpoint, tree: Expression, deep: boolean): When | null {
	if (tree.kind === 'call') {
		const [first, second] = tree.inputs;
		if (tree.name === 'not' && first && tree.inputs.length === 1) {
			const inner = read(standpoint, first, false);
			if (!inner) return null;
			const words = m.paper_if_not({ condition: inner.words }, { locale: standpoint.locale });
			return { condition: ['!', inner.condition], words };
		}
		const to = second && literal(second);
		if (tree.name === 'selected' && first?.kind === 'reference' && to)
			return leaf(standpoint, first.name, 'has', to);
		return null;
	}
	if (tree.kind !== 'binary') return null;
	const { operator, left, right } = tree;
	if (operator === 'and' || operator === 'or') {
		const sides = [read(standpoint, left, true), read(standpoint, right, true)];
		const [one, other] = sides;
		if (!one || !other) return null;
		const join = operator === 'and' ? m.paper_if_and : m.paper_if_or;
		const words = join({ one: one.words, other: other.words }, { locale: standpoint.locale });
		return {
			condition: [operator === 'and' ? '&' : '|', one.condition, other.condition],
			words: deep ? `(${words})` : words
		};
	}
	const how = COMPARISONS.find((each) => each === operator);
	if (!how) return null;
	const [behind, before] = [literal(right), literal(left)];
	if (left.kind === 'reference' && behind !== null) return leaf(standpoint, left.name, how, behind);
	if (right.kind === 'reference' && before !== null)
		return leaf(standpoint, right.name, FLIPPED[how], before);
	return null;
}

/**
 * What an expression asks, in words and as a condition; null where it is more than comparing
 * answers with words and figures, or cannot be read.
 */
export function describeCondition(standpoint: Standpoint, expression: string): When | null {
	try {
		return read(standpoint, parseLeniently(expression), false);
	} catch (thrown) {
		if (isExpressionError(thrown)) return null;
		throw thrown;
	}
}
