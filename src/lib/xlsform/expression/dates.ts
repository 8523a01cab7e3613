/**
 * Dates and times as expressions know them: texts like `2026-05-01` or
 * `2026-05-01T08:30:00.000+07:00`, which count as days since 1970 where a number is asked for.
 * A text without an offset means the time zone of the evaluation.
 */
export const DAY = 86_400_000;
export const INVALID_DATE = 'Invalid Date';

const DATE_OR_TIME =
	/^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d)(?::(\d\d)(?::(\d\d)(?:\.(\d+))?)?)?(Z|[+-](?:0\d|1[0-4]):[0-5]\d)?)?$/;
const DATE = /^\d{4}-\d\d-\d\d$/;

const formats = new Map<string, Intl.DateTimeFormat | null>();

function formatOf(timeZone: string): Intl.DateTimeFormat | null {
	let format = formats.get(timeZone);
	if (format === undefined) {
		try {
			format = new Intl.DateTimeFormat('en-US', {
				timeZone,
				era: 'short',
				year: 'numeric',
				month: 'numeric',
				day: 'numeric',
				hour: 'numeric',
				minute: 'numeric',
				second: 'numeric',
				hourCycle: 'h23'
			});
		} catch {
			// A zone this machine does not know counts as UTC.
			format = null;
		}
		formats.set(timeZone, format);
	}
	return format;
}

/** How far the clocks of a zone are ahead of UTC at a moment, in milliseconds. */
export function offsetAt(time: number, timeZone: string): number {
	// Written so that NaN counts as out of reach, too.
	const format = timeZone !== 'UTC' && Math.abs(time) < 8e15 ? formatOf(timeZone) : null;
	if (!format) return 0;
	const part: Record<string, string> = {};
	for (const { type, value } of format.formatToParts(time)) part[type] = value;
	const { year, month, day, hour, minute, second, era } = part;
	const seen = new Date(0);
	seen.setUTCFullYear(
		era === 'BC' ? 1 - Number(year) : Number(year),
		Number(month) - 1,
		Number(day)
	);
	seen.setUTCHours(Number(hour), Number(minute), Number(second));
	return seen.getTime() - Math.floor(time / 1000) * 1000;
}

/** The moment at which the clocks of a zone show a time; `shown` is that time as if in UTC. */
function momentOf(shown: number, timeZone: string): number {
	const near = shown - offsetAt(shown, timeZone);
	return shown - offsetAt(near, timeZone);
}

/** Milliseconds since 1970 of a date or a date with time; NaN when the text is no real one. */
export function timeOf(text: string, timeZone: string): number {
	const [, year, month, day, hour = 0, minute = 0, second = 0, fraction = '', offset] =
		DATE_OR_TIME.exec(text) ?? [];
	if (!year || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return NaN;
	const date = new Date(0);
	date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
	if (date.getUTCMonth() !== Number(month) - 1 || date.getUTCDate() !== Number(day)) return NaN;
	date.setUTCHours(
		Number(hour),
		Number(minute),
		Number(second),
		Number(fraction.padEnd(3, '0').slice(0, 3))
	);
	if (!offset) return momentOf(date.getTime(), timeZone);
	if (offset === 'Z') return date.getTime();
	const ahead = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4));
	return date.getTime() - (offset[0] === '-' ? -ahead : ahead) * 60_000;
}

/** Days from 1970-01-01 to a calendar date; undefined when the text is no real date. */
export function dayNumber(text: string): number | undefined {
	const time = DATE.test(text) ? timeOf(text, 'UTC') : NaN;
	return Number.isNaN(time) ? undefined : time / DAY;
}

/** A whole number with zeros in front. */
export const pad = (value: number, length = 2) => String(value).padStart(length, '0');

/** What the clocks of a zone show at a moment, as a Date to be read with its getUTC… methods. */
export function shownAt(time: number, timeZone: string): Date {
	return new Date(time + offsetAt(time, timeZone));
}

/** A moment as text in a zone: only the date at midnight, else with time and offset. */
export function dateText(time: number, timeZone: string): string {
	const shown = shownAt(time, timeZone);
	if (Number.isNaN(shown.getTime())) return INVALID_DATE;
	const [date, clock] = shown.toISOString().slice(0, -1).split('T');
	if (clock === '00:00:00.000') return date!;
	const ahead = Math.round((shown.getTime() - time) / 60_000);
	const minutes = Math.abs(ahead);
	const offset = `${ahead < 0 ? '-' : '+'}${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
	return `${date}T${clock}${offset}`;
}

/** The start of the day a moment falls in, as the clocks of a zone show it. */
export function midnightOf(time: number, timeZone: string): number {
	const shown = shownAt(time, timeZone).getTime();
	return momentOf(Math.floor(shown / DAY) * DAY, timeZone);
}
