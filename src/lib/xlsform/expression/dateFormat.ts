import { pad, shownAt } from './dates.ts';

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
const DAYS = 'Sun Mon Tue Wed Thu Fri Sat'.split(' ');

const CODES: Readonly<Record<string, (shown: Date) => string | number>> = {
	Y: (shown) => pad(shown.getUTCFullYear(), 4),
	y: (shown) => pad(shown.getUTCFullYear(), 4).slice(2),
	m: (shown) => pad(shown.getUTCMonth() + 1),
	n: (shown) => shown.getUTCMonth() + 1,
	b: (shown) => MONTHS[shown.getUTCMonth()]!,
	d: (shown) => pad(shown.getUTCDate()),
	e: (shown) => shown.getUTCDate(),
	H: (shown) => pad(shown.getUTCHours()),
	h: (shown) => shown.getUTCHours(),
	M: (shown) => pad(shown.getUTCMinutes()),
	S: (shown) => pad(shown.getUTCSeconds()),
	'3': (shown) => pad(shown.getUTCMilliseconds(), 3),
	a: (shown) => DAYS[shown.getUTCDay()]!,
	'%': () => '%'
};

/** A moment by ODK's % codes; '' for NaN. Codes that do not exist stay as they are. */
export function formatTime(time: number, format: string, timeZone: string): string {
	const shown = shownAt(time, timeZone);
	if (Number.isNaN(shown.getTime())) return '';
	return format.replace(/%(.)/g, (whole, code: string) => String(CODES[code]?.(shown) ?? whole));
}
