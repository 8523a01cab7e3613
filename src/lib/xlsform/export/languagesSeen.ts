import type { Definition } from '../definition.ts';
import type { Sheet } from '../sheet.ts';
import { headerLanguage } from '../languageNames.ts';

/** Columns whose languages make the languages of a form. */
const TRANSLATED = [
	'label',
	'hint',
	'guidance_hint',
	'constraint_message',
	'required_message',
	'image',
	'big-image',
	'audio',
	'video',
	'mufakat_title',
	'mufakat_short',
	'mufakat_intro'
];

/**
 * The languages a reader finds in these sheets, as tags: that of plain labels first, then the
 * others in the order of the columns.
 */
export function languagesSeen(definition: Definition, sheets: readonly Sheet[]): string[] {
	const named: string[] = [];
	let hasPlain = false;
	for (const { rows } of sheets) {
		const [head = [], ...cells] = rows;
		const filled = head.filter((_, at) => cells.some((row) => row[at]));
		// Plain labels among the choices alone belong to the language of the survey.
		hasPlain ||= filled.includes('label') && named.length === 0;
		for (const header of filled) {
			const [column = '', ...language] = header.split('::');
			if (language.length > 0 && TRANSLATED.includes(column)) named.push(language.join('::'));
		}
	}
	const tags = new Map(
		definition.languages.map((tag) => [headerLanguage(definition, tag), tag] as const)
	);
	const preset = headerLanguage(definition, definition.default_language);
	const plain = hasPlain || named.length === 0 ? [preset] : [];
	return [...new Set([...plain, ...named])].map((name) => tags.get(name) ?? name);
}
