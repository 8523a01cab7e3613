/**
 * The values of expressions and how they turn into one another, by XPath 1.0 sections 3.4
 * and 4.2 to 4.4. Dates are texts; ODK's addition to XPath is that they count as days.
 */
import type { PathNode } from './context.ts';
import { DAY, INVALID_DATE, timeOf } from './dates.ts';

export { dayNumber } from './dates.ts';

/** Nodes in document order (after randomize() in any), each once. */
export type NodeSet = readonly PathNode[];
export type Value = string | number | boolean | NodeSet;

// Wider than XPath, which knows neither plus sign nor exponent: ODK's own engines read both.
const NUMBER = /^[ \t\r\n]*[+-]?(?:(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|Infinity)[ \t\r\n]*$/;

export function isNodes(value: Value): value is NodeSet {
	return typeof value === 'object';
}

/**
 * Any value as a number, NaN when it is none. A date counts as days since 1970-01-01 in UTC,
 * with a fraction where the zone's midnight is not UTC's; this makes `. <= today()` work.
 */
export function toNumber(value: Value, timeZone = 'UTC'): number {
	if (typeof value === 'number') return value;
	if (typeof value === 'boolean') return value ? 1 : 0;
	const text = toText(value);
	if (NUMBER.test(text)) return Number(text);
	return timeOf(text.trim(), timeZone) / DAY;
}

/** Any value as text; numbers are written without an exponent, as XPath asks. */
export function toText(value: Value): string {
	if (isNodes(value)) return value[0]?.value ?? '';
	if (typeof value !== 'number') return String(value);
	if (value === 0) return '0';
	const text = String(value);
	if (!text.includes('e')) return text;
	if (Math.abs(value) >= 1) return BigInt(value).toString();
	const [, sign, digits = '', places] = /^(-?)([\d.]+)e-(\d+)$/.exec(text) ?? [];
	return `${sign}0.${'0'.repeat(Number(places) - 1)}${digits.replace('.', '')}`;
}

/** A value as an answer keeps it: like toText(), but no number (NaN) is no answer. */
export function toAnswer(value: Value): string {
	return typeof value === 'number' && Number.isNaN(value) ? '' : toText(value);
}

/**
 * Any value as yes or no: nodes when there is one, whatever it holds; a text when it is not
 * empty and no failed date; a number when not 0 or NaN.
 */
export function toBoolean(value: Value): boolean {
	if (isNodes(value)) return value.length > 0;
	if (typeof value === 'number') return value !== 0 && !Number.isNaN(value);
	return value !== '' && value !== false && value !== INVALID_DATE;
}

const isDateLike = (text: string) => text[4] === '-' && text[7] === '-' && text.length >= 10;

/** Texts that are the same moment in two zones are equal, too. */
function areTextsEqual(left: string, right: string, timeZone: string): boolean {
	if (left === right) return true;
	if (!isDateLike(left) || !isDateLike(right)) return false;
	return timeOf(left, timeZone) === timeOf(right, timeZone);
}

type Single = Exclude<Value, NodeSet>;

function isEqual(left: Single, right: Single, timeZone: string): boolean {
	if (typeof left === 'boolean' || typeof right === 'boolean')
		return toBoolean(left) === toBoolean(right);
	if (typeof left === 'number' || typeof right === 'number')
		return toNumber(left, timeZone) === toNumber(right, timeZone);
	return areTextsEqual(left, right, timeZone);
}

const COMPARE: Readonly<
	Record<string, (left: Single, right: Single, timeZone: string) => boolean>
> = {
	'=': isEqual,
	// Not the opposite of `=` for numbers: NaN differs from everything, itself included.
	'!=': (left, right, timeZone) => !isEqual(left, right, timeZone),
	'<': (left, right, timeZone) => toNumber(left, timeZone) < toNumber(right, timeZone),
	'<=': (left, right, timeZone) => toNumber(left, timeZone) <= toNumber(right, timeZone),
	'>': (left, right, timeZone) => toNumber(left, timeZone) > toNumber(right, timeZone),
	'>=': (left, right, timeZone) => toNumber(left, timeZone) >= toNumber(right, timeZone)
};

/** Whether `operator` is one of `= != < <= > >=`. */
export function isComparison(operator: string): boolean {
	return Object.hasOwn(COMPARE, operator);
}

/**
 * A comparison; of nodes it holds when it holds for one of them (XPath 1.0, section 3.4).
 * Whether nodes equal a boolean is whether there are any; which is greater goes by each node's
 * number, as in ODK's engines and unlike XPath.
 */
export function compare(operator: string, left: Value, right: Value, timeZone: string): boolean {
	const holds = COMPARE[operator]!;
	const singles = (value: Value, other: Value): readonly Single[] => {
		if (!isNodes(value)) return [value];
		if (typeof other === 'boolean' && (operator === '=' || operator === '!='))
			return [value.length > 0];
		return value.map((node) => node.value);
	};
	const rights = singles(right, left);
	return singles(left, right).some((one) => rights.some((other) => holds(one, other, timeZone)));
}
