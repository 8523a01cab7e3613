/**
 * The texts of an XForm. A form in one nameless language has them where they are shown; with
 * languages, media or guidance they stand in `itext` and are called by id. A text without a
 * translation is given in the default language, so that nobody is shown an empty label.
 */
import { type Definition, type Media, type Text, textIn } from '../definition.ts';
import { hasText } from './controls.ts';
import type { FormNode, FormTree } from './formTree.ts';
import { writePaths } from './references.ts';
import { element, escapeText } from './xml.ts';

const REFERENCE = /(\$\{[^{}]*\})/;
const FOLDERS: Record<string, string> = { image: 'images', 'big-image': 'images' };

/** Other forms of a text than its words: the guidance of a hint, the pictures of a label. */
interface Forms {
	guidance?: Text;
	media?: Media;
}

export interface Translations {
	/** `label`, `hint`: the element with its text, or with the call of it; '' without any text. */
	shown(tag: string, id: string, text: Text | undefined, node: FormNode, forms?: Forms): string;
	/** A message of a bind: the words, or the call of them. */
	message(id: string, text: Text | undefined, node: FormNode): string | undefined;
	/** Keeps a text under `id` in itext whatever the form has. */
	keep(id: string, text: Text, node: FormNode, forms?: Forms): void;
	/** Whether the form has languages at all. */
	isTranslated: boolean;
	/** The text of the default language, `${name}` written out as `output`. */
	words(text: Text, node: FormNode): string;
	/** The `itext` element; '' where every text stands where it is shown. */
	xml(): string;
}

/** What a language is called in an XForm: as the sheet's headers call it. */
export function languageName(definition: Definition, tag: string): string {
	return definition.language_names?.[tag] ?? tag;
}

export function translationsOf(definition: Definition, tree: FormTree): Translations {
	const fallback = definition.default_language;
	const languages = definition.languages.length > 0 ? definition.languages : [fallback];
	const isTranslated = !(languages.length === 1 && languages[0] === 'default');
	const kept = new Map<string, (language: string) => string>();

	const filled = (text: string, node: FormNode): string =>
		text
			.split(REFERENCE)
			.map((piece) => {
				if (!REFERENCE.test(piece)) return escapeText(piece);
				const value = writePaths(piece, node, tree);
				return value === piece ? escapeText(piece) : element('output', { value });
			})
			.join('');

	const keep: Translations['keep'] = (id, text, node, forms = {}) => {
		kept.set(id, (language) =>
			[
				...(hasText(text)
					? [element('value', {}, filled(textIn(text, language, fallback), node))]
					: []),
				...(hasText(forms.guidance)
					? [
							element(
								'value',
								{ form: 'guidance' },
								filled(textIn(forms.guidance, language, fallback), node)
							)
						]
					: []),
				...Object.entries(forms.media ?? {}).map(([form, file]) =>
					element(
						'value',
						{ form },
						escapeText(`jr://${FOLDERS[form] ?? form}/${textIn(file, language, fallback)}`)
					)
				)
			].join('')
		);
	};
	const words = (text: Text, node: FormNode): string =>
		filled(textIn(text, fallback, fallback), node);
	return {
		isTranslated,
		keep,
		words,
		shown(tag, id, text, node, forms) {
			const hasForms = hasText(forms?.guidance) || Object.keys(forms?.media ?? {}).length > 0;
			if (!hasText(text) && !hasForms) return '';
			if (!isTranslated && !hasForms) return element(tag, {}, words(text ?? {}, node));
			keep(id, text ?? {}, node, forms);
			return element(tag, { ref: `jr:itext('${id}')` });
		},
		message(id, text, node) {
			if (!text || !hasText(text)) return undefined;
			const plain = textIn(text, fallback, fallback);
			if (!isTranslated && !REFERENCE.test(plain)) return plain;
			keep(id, text, node);
			return `jr:itext('${id}')`;
		},
		xml() {
			if (kept.size === 0) return '';
			const inLanguage = (language: string): string =>
				[...kept].map(([id, write]) => element('text', { id }, write(language))).join('');
			return element(
				'itext',
				{},
				...languages.map((language) =>
					element(
						'translation',
						{
							lang: languageName(definition, language),
							default: language === fallback ? 'true()' : undefined
						},
						inLanguage(language)
					)
				)
			);
		}
	};
}
