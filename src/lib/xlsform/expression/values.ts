/**
 * The values of expressions and how they turn into one another, by XPath 1.0 sections 3.4
 * and 4.2 to 4.4. Node-sets do not exist yet: a reference is the text of its answer.
 */
export type Value = string | number | boolean;

const NUMBER = /^[ \t\r\n]*-?(?:\d+(?:\.\d*)?|\.\d+)[ \t\r\n]*$/;
const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Days from 1970-01-01 to a calendar date; undefined when the text is no real date. */
export function dayNumber(text: string): number | undefined {
	const [, year, month, day] = DATE.exec(text) ?? [];
	if (!year) return undefined;
	const time = Date.parse(`${text}T00:00:00Z`);
	// Date.parse takes 31 February for 3 March in some engines, so the day is compared again.
	if (Number.isNaN(time) || new Date(time).getUTCDate() !== Number(day)) return undefined;
	return new Date(time).getUTCMonth() + 1 === Number(month) ? time / 86_400_000 : undefined;
}

/**
 * Any value as a number, NaN when it is none. A date counts as days since 1970-01-01, which
 * is ODK's addition to XPath and makes `. <= today()` work.
 */
export function toNumber(value: Value): number {
	if (typeof value === 'number') return value;
	if (typeof value === 'boolean') return value ? 1 : 0;
	if (NUMBER.test(value)) return Number(value);
	return dayNumber(value) ?? NaN;
}

/** Any value as text; numbers are written without an exponent, as XPath asks. */
export function toText(value: Value): string {
	if (typeof value !== 'number') return String(value);
	if (value === 0) return '0';
	const text = String(value);
	if (!text.includes('e')) return text;
	if (Math.abs(value) >= 1) return BigInt(value).toString();
	const [, sign, digits = '', places] = /^(-?)([\d.]+)e-(\d+)$/.exec(text) ?? [];
	return `${sign}0.${'0'.repeat(Number(places) - 1)}${digits.replace('.', '')}`;
}

/** Any value as yes or no: a text is true when it is not empty, a number when not 0 or NaN. */
export function toBoolean(value: Value): boolean {
	if (typeof value === 'number') return value !== 0 && !Number.isNaN(value);
	return value !== '' && value !== false;
}

/** XPath's `=`: as booleans if one is a boolean, else as numbers if one is a number, else as texts. */
export function isEqual(left: Value, right: Value): boolean {
	if (typeof left === 'boolean' || typeof right === 'boolean')
		return toBoolean(left) === toBoolean(right);
	if (typeof left === 'number' || typeof right === 'number')
		return toNumber(left) === toNumber(right);
	return left === right;
}
