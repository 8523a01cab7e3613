import type { Definition } from './definition.ts';

/** What languages of the region and of the United Nations are called in headers. */
const NAMES: Readonly<Record<string, string>> = {
	ar: 'العربية',
	en: 'English',
	es: 'Español',
	fil: 'Filipino',
	fr: 'Français',
	id: 'Bahasa Indonesia',
	km: 'ភាសាខ្មែរ',
	lo: 'ລາວ',
	ms: 'Bahasa Melayu',
	my: 'မြန်မာ',
	pt: 'Português',
	ru: 'Русский',
	ta: 'தமிழ்',
	tet: 'Tetun',
	th: 'ไทย',
	vi: 'Tiếng Việt',
	zh: '中文'
};

/** `English (en)`: what follows `label::` unless the definition says otherwise. */
export function standardLanguageName(tag: string): string {
	const name = NAMES[tag];
	return name ? `${name} (${tag})` : tag;
}

/** What the sheets of this definition call a language; '' for `default`, which has no name. */
export function headerLanguage(definition: Definition, tag: string): string {
	if (tag === 'default') return definition.language_names?.default ?? '';
	return definition.language_names?.[tag] ?? standardLanguageName(tag);
}
