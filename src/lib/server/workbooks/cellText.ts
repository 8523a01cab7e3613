// How numbers and dates read as text: as Python's str() writes them, because the reference
// converter of XLSForm is written in it and names and values depend on it.

/** Days from the epoch of JavaScript back to day 0 of Excel's two calendars. */
const DAY_0 = { 1900: -25_569, 1904: -24_107 } as const;
const DAY_MS = 86_400_000;

export type Calendar = keyof typeof DAY_0;

/** `1` for whole numbers however large, else the shortest text that gives the number again. */
export function numberText(value: number): string {
	if (!Number.isFinite(value)) return '';
	if (Number.isInteger(value)) return BigInt(value).toString();
	if (Math.abs(value) >= 1e-4) return String(value);
	return value.toExponential().replace(/e-(\d)$/, 'e-0$1');
}

/** The text of a number as a file spells it; text that is no number stays as it is. */
export function numeralText(text: string): string {
	const trimmed = text.trim();
	if (/^[+-]?\d{1,400}$/.test(trimmed)) return BigInt(trimmed.replace('+', '')).toString();
	const value = Number(trimmed);
	return trimmed === '' || !Number.isFinite(value) ? text : numberText(value);
}

/**
 * A serial number of days as text: 2026-11-23, with a time 2026-11-23T08:00:00, a time alone
 * 08:00:00. Undefined where it is no date (before 1900 or after 9999).
 */
export function serialDateText(serial: number, calendar: Calendar): string | undefined {
	const day = Math.floor(serial);
	const time = Math.round((serial - day) * DAY_MS);
	if (serial >= 0 && serial < 1 && time < DAY_MS) return timeText(time);
	// Excel's calendar of 1900 has a 29 February, so days before it are off by one.
	const shift = calendar === 1900 && serial > 0 && serial < 60 ? 1 : 0;
	const moment = (day + shift + DAY_0[calendar]) * DAY_MS + time;
	if (!(serial >= 0) || !(moment < 253_402_300_800_000)) return undefined;
	return isoText(new Date(moment).toISOString());
}

/** An elapsed time in days as text: 26:30:00 for a day and two and a half hours. */
export function durationText(days: number): string | undefined {
	if (!(days >= 0 && days < 1e6)) return undefined;
	return timeText(Math.round(days * DAY_MS));
}

/** A date as ISO 8601 writes it, in the way described above. Other text stays as it is. */
export function isoText(text: string): string {
	const [, date, time] =
		/^(\d{4}-\d\d-\d\d)?T?(\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?Z?$/.exec(text.trim()) ?? [];
	const exact =
		time?.length === 5 ? `${time}:00` : time?.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '');
	if (!date) return exact ?? text;
	return !exact || exact === '00:00:00' ? date : `${date}T${exact}`;
}

function timeText(milliseconds: number): string {
	const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
	const rest = milliseconds % 1000;
	const seconds = Math.floor(milliseconds / 1000);
	const text = `${two(seconds / 3600)}:${two((seconds / 60) % 60)}:${two(seconds % 60)}`;
	return rest === 0 ? text : `${text}.${String(rest).padStart(3, '0').replace(/0+$/, '')}`;
}
