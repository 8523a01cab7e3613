const SHAPE = /^\d{4}(-\d{2}(-\d{2})?)?$/;

/** How exact a date is that a source gives: YYYY, YYYY-MM or YYYY-MM-DD. */
export type Precision = 'year' | 'month' | 'day';

/** Takes a date as exact as its source; gives how exact that is. */
export function precisionOf(date: string): Precision {
	return date.length === 4 ? 'year' : date.length === 7 ? 'month' : 'day';
}

/** The first day it may have been, YYYY-MM-DD. */
export function earliest(date: string): string {
	return `${date}${'-01-01'.slice(date.length - 4)}`.slice(0, 10);
}

/** The last day it may have been, YYYY-MM-DD. */
export function latest(date: string): string {
	if (date.length === 10) return date;
	const [year, month] = [Number(date.slice(0, 4)), Number(date.slice(5, 7) || 12)];
	return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
}

/** true where both may be one day: 2012 and 2012-05-31, not 2012-04 and 2012-05-31. */
export function mayBeSame(one: string, other: string): boolean {
	return one.startsWith(other) || other.startsWith(one);
}

/** true for a date the calendar has: 2012, 2012-05, 2012-05-31. */
export function isPartialDate(text: string): boolean {
	if (!SHAPE.test(text)) return false;
	const day = earliest(text);
	const moment = new Date(`${day}T00:00:00Z`);
	return !Number.isNaN(moment.getTime()) && moment.toISOString().slice(0, 10) === day;
}
