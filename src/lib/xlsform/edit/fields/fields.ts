/**
 * The flat fields of a plain HTML form and the typed things they stand for. What a page shows
 * and what it sends are the same fields, so that words typed are never lost on the way.
 */
import { type Definition, type Text } from '../../definition.ts';

export type Fields = Readonly<Record<string, string>>;

/** A change a form asks for: the questionnaire after it and where on the page to go on. */
export interface Edited {
	definition: Definition;
	/** What was changed, under the name it has now. */
	name: string;
}

/** A text as fields `prefix.en`, `prefix.id`, … one for each language. */
export function textFields(
	prefix: string,
	text: Text | undefined,
	languages: readonly string[]
): Fields {
	return Object.fromEntries(languages.map((tag) => [`${prefix}.${tag}`, text?.[tag] ?? '']));
}

/** Words as they were typed, with line ends as we keep them. */
export function typed(fields: Fields, name: string): string | undefined {
	return Object.hasOwn(fields, name) ? fields[name]!.replaceAll('\r\n', '\n') : undefined;
}

/**
 * The text of fields `prefix.en`, …; languages without a field keep their words. undefined
 * where nothing is said in any language.
 */
export function readText(
	prefix: string,
	fields: Fields,
	before: Text | undefined,
	languages: readonly string[]
): Text | undefined {
	const text: Record<string, string> = { ...before };
	for (const tag of languages) {
		const words = typed(fields, `${prefix}.${tag}`);
		if (words === undefined) continue;
		if (words.trim() === '') delete text[tag];
		else text[tag] = words;
	}
	return Object.keys(text).length > 0 ? text : undefined;
}

/** An expression or value on its own; undefined where the field is empty. */
export function readWords(
	name: string,
	fields: Fields,
	before: string | undefined
): string | undefined {
	const words = typed(fields, name);
	return words === undefined ? before : words.trim() || undefined;
}

/** `required` and `read_only`: never, always, or when an expression is true. */
export function switchFields(name: string, value: boolean | string | undefined): Fields {
	return {
		[name]: typeof value === 'string' ? 'when' : value ? 'always' : 'no',
		[`${name}_when`]: typeof value === 'string' ? value : ''
	};
}

/** The same, read; undefined where never. */
export function readSwitch(
	name: string,
	fields: Fields,
	before: boolean | string | undefined
): boolean | string | undefined {
	const choice = typed(fields, name);
	if (choice === undefined) return before;
	if (choice === 'always') return true;
	if (choice === 'when') return typed(fields, `${name}_when`)?.trim() || undefined;
	return before === false ? false : undefined;
}
