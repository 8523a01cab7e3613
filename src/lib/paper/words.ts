import type { PaperLocale } from './paper.ts';

/** A moment as people read it. Whoever opens a file is in no zone we know, so it says which. */
export function momentIn(at: Date, locale: PaperLocale): string {
	return `${new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, {
		dateStyle: 'long',
		timeStyle: 'short',
		timeZone: 'UTC'
	}).format(at)} UTC`;
}
