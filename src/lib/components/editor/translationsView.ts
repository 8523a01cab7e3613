/** What the page of translations needs: one language beside the default one. */
import { getLocale } from '#lib/paraglide/runtime.js';
import { findQuestion, textIn, type Definition } from '#lib/xlsform/definition.ts';
import { typed, type Fields } from '#lib/xlsform/edit/fields/fields.ts';
import { isMissing, textsOf, type Placed } from '#lib/xlsform/edit/translations.ts';

/** Texts shown at a time. */
export const TEXTS_AT_ONCE = 50;

export interface Translated {
	address: string;
	/** Number of the question, name of the list …: where it stands. */
	where: string;
	property: string;
	original: string;
	words: string;
}

function whereOf(definition: Definition, { of }: Placed): string {
	if (of.kind === 'question') return findQuestion(definition, of.name)?.question.number ?? '';
	if (of.kind !== 'area') return of.kind === 'form' ? '' : of.name;
	const area = definition.areas.find((each) => each.name === of.name);
	return area ? String(area.number) : '';
}

/** The view for `?language=`, `?missing=yes`, `?from=`. */
export function translationsView(definition: Definition, asked: URLSearchParams) {
	const others = definition.languages.filter((tag) => tag !== definition.default_language);
	const wanted = asked.get('language') ?? '';
	const language = others.includes(wanted) ? wanted : (others[0] ?? '');
	const isMissingOnly = asked.get('missing') === 'yes';
	const all = textsOf(definition).filter(
		({ text }) => !isMissing(text, definition.default_language) || !isMissing(text, language)
	);
	const shown = isMissingOnly ? all.filter(({ text }) => isMissing(text, language)) : all;
	const asInteger = Number(asked.get('from') ?? 0);
	const last = Math.max(0, Math.floor((shown.length - 1) / TEXTS_AT_ONCE) * TEXTS_AT_ONCE);
	const from = Number.isInteger(asInteger) ? Math.max(0, Math.min(asInteger, last)) : 0;
	return {
		others,
		translateTo: language,
		isMissingOnly,
		total: all.length,
		missing: all.filter(({ text }) => isMissing(text, language)).length,
		shown: shown.length,
		from,
		texts: shown.slice(from, from + TEXTS_AT_ONCE).map((placed): Translated => ({
			address: placed.address,
			where: whereOf(definition, placed),
			property: placed.of.kind === 'list' ? '' : placed.property,
			original: textIn(placed.text, definition.default_language, getLocale()),
			words: placed.text[language] ?? ''
		}))
	};
}

/** The words of a form of translations: fields `text.ADDRESS`, and for which language. */
export function readTranslations(fields: Fields): {
	language: string;
	words: ReadonlyMap<string, string>;
} {
	const words = Object.keys(fields)
		.filter((name) => name.startsWith('text.'))
		.map((name) => [name.slice('text.'.length), typed(fields, name)!] as const);
	return { language: fields['language'] ?? '', words: new Map(words) };
}
