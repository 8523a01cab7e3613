/**
 * The functions an expression may call, as one table. Inputs come unevaluated, because if()
 * and coalesce() must not look at what they do not choose.
 *
 * @see https://getodk.github.io/xforms-spec/#xpath-functions
 */
import { matchesPattern } from './regularExpression.ts';
import { toBoolean, toNumber, toText, type Value } from './values.ts';

/** What an expression may look at besides itself. */
export interface ExpressionContext {
	/** The text of a question's answer; '' when it has none or is not asked. */
	textOf(name: string): string;
	/** The value being judged: `.` */
	self: string;
	/** YYYY-MM-DD. */
	today: string;
}

type Inputs = readonly (() => Value)[];

export interface ExpressionFunction {
	least: number;
	most: number;
	apply(inputs: Inputs, context: ExpressionContext): Value;
}

function input(inputs: Inputs, at: number, fallback: Value = ''): Value {
	return inputs[at]?.() ?? fallback;
}
const text = (inputs: Inputs, at: number) => toText(input(inputs, at));
const number = (inputs: Inputs, at: number) => toNumber(input(inputs, at));

/** The names in an answer to select_multiple or rank. */
function names(list: string): string[] {
	return list.split(/\s+/).filter((name) => name !== '');
}

/** XPath rounds halves upwards: round(-2.5) is -2. */
function round(value: number, places: number): number {
	if (!Number.isInteger(places) || Math.abs(places) > 20) return NaN;
	const factor = 10 ** places;
	return places === 0 ? Math.round(value) : Math.round(value * factor) / factor;
}

function define(least: number, most: number, apply: ExpressionFunction['apply']) {
	return { least, most, apply };
}

/** By the name used in an expression. */
export const FUNCTIONS: ReadonlyMap<string, ExpressionFunction> = new Map(
	Object.entries({
		true: define(0, 0, () => true),
		false: define(0, 0, () => false),
		not: define(1, 1, (inputs) => !toBoolean(input(inputs, 0))),
		boolean: define(1, 1, (inputs) => toBoolean(input(inputs, 0))),
		if: define(3, 3, (inputs) => input(inputs, toBoolean(input(inputs, 0)) ? 1 : 2)),
		coalesce: define(2, Infinity, (inputs) => {
			for (const each of inputs) {
				const value = each();
				if (toText(value) !== '') return value;
			}
			return '';
		}),

		selected: define(2, 2, (inputs) => names(text(inputs, 0)).includes(text(inputs, 1).trim())),
		'count-selected': define(1, 1, (inputs) => names(text(inputs, 0)).length),
		'selected-at': define(2, 2, (inputs) => names(text(inputs, 0))[number(inputs, 1)] ?? ''),

		string: define(0, 1, (inputs, context) => toText(input(inputs, 0, context.self))),
		concat: define(1, Infinity, (inputs) => inputs.map((each) => toText(each())).join('')),
		contains: define(2, 2, (inputs) => text(inputs, 0).includes(text(inputs, 1))),
		'starts-with': define(2, 2, (inputs) => text(inputs, 0).startsWith(text(inputs, 1))),
		'ends-with': define(2, 2, (inputs) => text(inputs, 0).endsWith(text(inputs, 1))),
		'normalize-space': define(0, 1, (inputs, context) =>
			toText(input(inputs, 0, context.self))
				.trim()
				.replace(/\s+/g, ' ')
		),
		// Characters as people count them, not UTF-16 units.
		'string-length': define(
			0,
			1,
			(inputs, context) => [...toText(input(inputs, 0, context.self))].length
		),
		regex: define(2, 2, (inputs) => matchesPattern(text(inputs, 0), text(inputs, 1))),

		number: define(0, 1, (inputs, context) => toNumber(input(inputs, 0, context.self))),
		int: define(1, 1, (inputs) => Math.trunc(number(inputs, 0))),
		floor: define(1, 1, (inputs) => Math.floor(number(inputs, 0))),
		ceiling: define(1, 1, (inputs) => Math.ceil(number(inputs, 0))),
		round: define(1, 2, (inputs) => round(number(inputs, 0), toNumber(input(inputs, 1, 0)))),

		today: define(0, 0, (_inputs, context) => context.today)
	})
);
