import { m } from '#lib/paraglide/messages.js';
import type { TreatyWords } from '#lib/xlsform/describe.ts';

/** The interface's language for a dataset's language: its own words where we have them, else English. */
export function localeFor(language: string): 'en' | 'id' {
	return language === 'id' ? 'id' : 'en';
}

/** What is said of a treaty fact, in words. */
export function treatyWords(language: string): TreatyWords {
	const locale = { locale: localeFor(language) };
	return {
		confirmed: m.dataset_treaty_confirmed({}, locale),
		corrected: m.dataset_treaty_corrected({}, locale),
		unsure: m.dataset_treaty_unsure({}, locale),
		verdict: m.dataset_treaty_verdict({}, locale),
		correction: m.dataset_treaty_correction({}, locale),
		source: m.dataset_treaty_source({}, locale)
	};
}
