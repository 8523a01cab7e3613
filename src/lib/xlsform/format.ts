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
			// Day before month, as everywhere else on our pages.
			new Intl.DateTimeFormat(tag === 'en' ? 'en-GB' : tag, {
				dateStyle: 'long',
				timeZone: 'UTC',
				calendar: 'gregory'
			})
	).format(time);
}

/** `2026-11-23T08:30` as a day in words and the time as it stands; the text itself when it is none. */
export function formatDayTime(moment: string, language: string): string {
	const [day = '', time] = moment.split('T');
	return time === undefined ? moment : `${formatDay(day, language)}, ${time}`;
}

/** Plain digits with the separators of a language; as they stand where a number cannot hold them. */
export function formatDigits(digits: string, language: string): string {
	const figure = Number(digits);
	const isHeld =
		digits !== '' && Number.isFinite(figure) && Math.abs(figure) <= Number.MAX_SAFE_INTEGER;
	return isHeld ? formatNumber(figure, language) : digits;
}
