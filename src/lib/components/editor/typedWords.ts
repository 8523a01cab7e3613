import { languageWords } from '#lib/components/ui/languageWords.ts';
import { m } from '#lib/paraglide/messages.js';
import type { Fields } from '#lib/xlsform/edit/fields/fields.ts';
import { propertyWords } from './typeWords.ts';

/** What a person typed into one field, under the name the field has on the page. */
export interface TypedWords {
	label: string;
	words: string;
}

/** Fields nobody types into: menus, switches and what a form carries along. */
const NOT_TYPED =
	/^(?:sent|revision|from|step|move|place|area|what|missing|language|tag|keep|type|kind|exposure|year|evidence|core|better|list|units|instruments|rows|required|read_only|column\.\d+\.(?:type|list))$/;

/** Everything in a form that somebody may have typed, in the order of the form. */
export function typedWords(fields: Fields): TypedWords[] {
	return Object.entries(fields)
		.filter(([name, words]) => !NOT_TYPED.test(name) && words.trim() !== '')
		.map(([name, words]) => ({ label: labelOf(name), words }));
}

/** `label.en`, `choice.3.label.en`, `column.0.unit.id`, `required_when`, `text.ADDRESS` … */
function labelOf(name: string): string {
	const row = /^(choice|column)\.(\d+)\.(.+)$/.exec(name);
	if (row) return `${Number(row[2]) + 1} · ${labelOf(row[3]!)}`;
	if (name.startsWith('text.')) return name.slice('text.'.length);
	const [property = '', ...rest] = name.replace(/_when$/, '').split('.');
	const language = rest.map((tag) => languageWords(tag)).join(' ');
	const words = property === 'words' ? m.editor_words() : propertyWords(property);
	return language ? `${words} (${language})` : words;
}
