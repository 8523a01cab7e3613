/** How far each language of a questionnaire is; a missing text falls back to the default language. */
import type { Definition } from './definition.ts';
import { type Placed, isMissing, textsOf } from './edit/translations.ts';

export interface TranslationState {
	language: string;
	isDefault: boolean;
	/** Texts there are, and those this language has. */
	texts: number;
	translated: number;
	missing: Placed[];
}

/** The state of every language, the default one first. */
export function translationStates(definition: Definition): TranslationState[] {
	const texts = textsOf(definition);
	const states = definition.languages.map((language) => {
		const missing = texts.filter(({ text }) => isMissing(text, language));
		return {
			language,
			isDefault: language === definition.default_language,
			texts: texts.length,
			translated: texts.length - missing.length,
			missing
		};
	});
	return states.sort((a, b) => Number(b.isDefault) - Number(a.isDefault));
}

const counted = new WeakMap<Definition, { language: string; count: number }[]>();

/** Languages that lack texts, and how many; worked out once per definition. */
export function countUntranslated(definition: Definition): { language: string; count: number }[] {
	const known = counted.get(definition);
	if (known) return known;
	const found = translationStates(definition).flatMap(({ language, missing }) =>
		missing.length > 0 ? [{ language, count: missing.length }] : []
	);
	counted.set(definition, found);
	return found;
}
