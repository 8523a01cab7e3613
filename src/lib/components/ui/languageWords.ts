import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';

/**
 * What a language of a questionnaire is called: in the reader's language where its tag is a
 * known one, else as its workbook calls it. Never throws: workbooks hold any tag.
 */
export function languageWords(tag: string, names: Readonly<Record<string, string>> = {}): string {
	if (tag === 'default') return m.questionnaires_language_default();
	try {
		const known = new Intl.DisplayNames([getLocale()], { type: 'language', fallback: 'none' });
		return known.of(tag) ?? names[tag] ?? tag;
	} catch {
		return names[tag] ?? tag;
	}
}
