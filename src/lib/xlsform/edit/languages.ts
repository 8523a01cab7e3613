/** The form's own facts, and its languages. */
import { type Definition, type Text } from '../definition.ts';
import { editError } from './editError.ts';
import { mapMedia, mapTexts } from './translations.ts';
import { without } from './without.ts';

/** BCP 47: a language of two or three letters and what may follow it. */
const TAG = /^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/;

/** With other words and facts about the whole. Throws an EditError. */
export function changeSettings(
	definition: Definition,
	facts: Pick<Definition, 'title' | 'id' | 'version' | 'default_language'>
): Definition {
	if (!definition.languages.includes(facts.default_language))
		throw editError('not_there', facts.default_language);
	return { ...definition, ...facts };
}

/** With one more language, in which nothing is said yet. Throws an EditError. */
export function addLanguage(definition: Definition, tag: string): Definition {
	if (!TAG.test(tag)) throw editError('language_illegal', tag);
	const isThere = definition.languages.some((each) => each.toLowerCase() === tag.toLowerCase());
	if (isThere) throw editError('language_taken', tag);
	return { ...definition, languages: [...definition.languages, tag] };
}

/** Without a language and all that is said in it; the default one stays. Throws an EditError. */
export function removeLanguage(definition: Definition, tag: string): Definition {
	if (!definition.languages.includes(tag)) throw editError('not_there', tag);
	if (definition.default_language === tag) throw editError('default_language', tag);
	const silent = (text: Text): Text => {
		return without(text, tag);
	};
	const languages = definition.languages.filter((each) => each !== tag);
	const said = mapTexts({ ...definition, languages }, silent);
	const { language_names, ...rest } = said;
	const areas = rest.areas.map((area) => ({
		...area,
		questions: area.questions.map((question) =>
			question.media ? { ...question, media: mapMedia(question.media, silent) } : question
		)
	}));
	return {
		...rest,
		areas,
		...(language_names ? { language_names: without(language_names, tag) } : {})
	};
}
