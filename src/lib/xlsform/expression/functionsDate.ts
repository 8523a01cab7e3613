/** Functions over dates and times. */
import { DAY, INVALID_DATE, dateText, midnightOf, timeOf } from './dates.ts';
import type { FunctionTable, Scope } from './functions.ts';
import { isNodes, toText, type Value } from './values.ts';

const UNPADDED = /^(\d{4})-(\d\d?)-(\d\d?)(T.*)?$/;

/** A number as days since 1970, a text as a date with or without time; NaN when it is none. */
export function momentOf(value: Value, { context }: Scope): number {
	if (typeof value === 'number') return Math.round(value * DAY);
	if (typeof value === 'boolean') return NaN;
	const text = toText(value).trim();
	// What is stored of a calculated date may be its number of days.
	if (isNodes(value) && /^-?\d+(\.\d+)?$/.test(text)) return Math.round(Number(text) * DAY);
	const [, year, month, day, rest = ''] = UNPADDED.exec(text) ?? [];
	if (!year) return NaN;
	return timeOf(
		`${year}-${month!.padStart(2, '0')}-${day!.padStart(2, '0')}${rest}`,
		context.timeZone
	);
}

function date(values: readonly Value[], scope: Scope): Value {
	const [value] = values;
	if (typeof value === 'boolean' || toText(value!) === '') return '';
	const moment = momentOf(value!, scope);
	return Number.isNaN(moment) ? INVALID_DATE : dateText(moment, scope.context.timeZone);
}

export const DATE_FUNCTIONS: FunctionTable = {
	today: [
		0,
		0,
		(_values, { context }) => {
			const midnight = midnightOf(context.now(), context.timeZone);
			return dateText(midnight, context.timeZone).slice(0, 10);
		}
	],
	now: [0, 0, (_values, { context }) => dateText(context.now(), context.timeZone)],
	date: [1, 1, date],
	'date-time': [1, 1, date]
};
