/** The facts about the whole form as fields, and back. */
import { type Definition } from '../../definition.ts';
import { readText, readWords, textFields, type Fields } from './fields.ts';

type Facts = Pick<Definition, 'title' | 'id' | 'version' | 'default_language'>;

/** The fields of the page of settings. */
export function formFacts(definition: Definition): Fields {
	return {
		id: definition.id,
		version: definition.version,
		default_language: definition.default_language,
		...textFields('title', definition.title, definition.languages)
	};
}

/** The facts as the form was sent; a field left empty keeps what it had. */
export function readFormFacts(definition: Definition, fields: Fields): Facts {
	return {
		title: readText('title', fields, definition.title, definition.languages) ?? {},
		id: readWords('id', fields, definition.id) ?? definition.id,
		version: readWords('version', fields, definition.version) ?? definition.version,
		default_language:
			readWords('default_language', fields, definition.default_language) ??
			definition.default_language
	};
}
