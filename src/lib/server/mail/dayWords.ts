/** A day 'YYYY-MM-DD' as a mail names it. */
export function dayWords(day: string, locale: 'en' | 'id'): string {
	return new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, {
		dateStyle: 'long',
		timeZone: 'UTC'
	}).format(new Date(day));
}
