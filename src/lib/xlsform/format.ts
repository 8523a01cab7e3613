/** Numbers and days in a person's language; a tag Intl does not know falls back to English. */
const numbers = new Map<string, Intl.NumberFormat>();
const days = new Map<string, Intl.DateTimeFormat>();

function remembered<T>(known: Map<string, T>, language: string, make: (tag: string) => T): T {
	const found = known.get(language);
	if (found) return found;
	let made: T;
	try {
		made = make(language);
	} catch {
		made = make('en');
	}
	known.set(language, made);
	return made;
}

/** A number with its language's separators and at most ten decimals: `1,200.5`. */
export function formatNumber(value: number, language: string): string {
	return remembered(
		numbers,
		language,
		(tag) => new Intl.NumberFormat(tag, { maximumFractionDigits: 10 })
	).format(value);
}

/** A calendar date (YYYY-MM-DD) in words; the text itself when it is none. */
export function formatDay(day: string, language: string): string {
	const time = Date.parse(`${day}T00:00:00Z`);
	if (Number.isNaN(time)) return day;
	// The calendar the value is stored in: Thai would otherwise count Buddhist years.
	return remembered(
		days,
		language,
		(tag) =>
			new Intl.DateTimeFormat(tag, { dateStyle: 'long', timeZone: 'UTC', calendar: 'gregory' })
	).format(time);
}
