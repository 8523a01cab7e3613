import { locales } from '#lib/paraglide/runtime.js';

/** The interface's languages, each in its own words. */
export function languageOptions(): { value: string; label: string }[] {
	return locales.map((locale) => ({
		value: locale,
		// Intl knows Indonesian as "Indonesia" only.
		label:
			locale === 'id'
				? 'Bahasa Indonesia'
				: (new Intl.DisplayNames([locale], { type: 'language' }).of(locale) ?? locale)
	}));
}
