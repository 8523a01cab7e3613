import { type Definition, textIn } from '../definition.ts';
import { headerLanguage } from '../languageNames.ts';
import type { Cells } from './sheetTable.ts';

export const SETTINGS_COLUMNS = ['form_title', 'form_id', 'version', 'default_language'];

/** The one row of the settings sheet; `seen` are the languages the other sheets tell of. */
export function settingsRow(definition: Definition, seen: readonly string[]): Cells {
	const { title, default_language: preset, languages } = definition;
	const row: Cells = {
		form_title: textIn(title, preset),
		form_id: definition.id,
		version: definition.version,
		default_language: headerLanguage(definition, preset)
	};
	// form_title has no languages of its own.
	for (const [tag, words] of Object.entries(title))
		if (tag !== preset) row[`mufakat_title_${tag}`] = words;
	if (seen.join(' ') !== languages.join(' ')) row.mufakat_languages = languages.join(' ');
	return { ...row, ...definition.settings };
}
