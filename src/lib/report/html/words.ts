import { m } from '#lib/paraglide/messages.js';

/** Languages the frame of an edition has words in; its own texts may be in any. */
export type FrameLocale = 'en' | 'id';

/** The language of the frame for a report in a language: its own where there are words, or English. */
export function frameLocale(language: string): FrameLocale {
	return /^id(-|$)/i.test(language) ? 'id' : 'en';
}

/** A day (YYYY-MM-DD) as people write it. What is no day is given back as it is. */
export function dayIn(day: string, locale: FrameLocale): string {
	const at = new Date(`${day.slice(0, 10)}T00:00:00Z`);
	if (Number.isNaN(at.getTime())) return day;
	return DAYS[locale].format(at);
}
const daysOf = (language: string) =>
	new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' });
const DAYS = { en: daysOf('en-GB'), id: daysOf('id') };

/** Name of a language; the tag itself where it has none. */
export function languageIn(tag: string, locale: FrameLocale): string {
	try {
		return new Intl.DisplayNames([locale], { type: 'language' }).of(tag) ?? tag;
	} catch {
		return tag;
	}
}

/** What stands in place of what was taken back. */
export function takenWords(locale: FrameLocale) {
	const on = (words: typeof m.edition_quote_removed) => (removedOn: string) =>
		words({ date: dayIn(removedOn, locale) }, { locale });
	return {
		words: m.edition_words_removed({}, { locale }),
		none: m.edition_entry_removed({}, { locale }),
		evidence: m.edition_evidence_removed({}, { locale }),
		quote: on(m.edition_quote_removed),
		figure: on(m.edition_figure_removed),
		entries: on(m.edition_entries_removed),
		dataset: on(m.edition_dataset_removed)
	};
}

const REASONS: Record<string, typeof m.edition_withheld_mark> = {
	checked: m.edition_withheld_checked,
	consent: m.edition_withheld_consent,
	mark: m.edition_withheld_mark,
	rule: m.edition_withheld_rule,
	small_cell: m.edition_withheld_small_cell
};

/** Why something could not be quoted; a reason in words of its own stays as it is. */
export function withheldReason(reason: string, locale: FrameLocale): string {
	return REASONS[reason]?.({}, { locale }) ?? reason;
}
