import { formFacts, readFormFacts } from '#lib/xlsform/edit/fields/formFields.ts';
import { addLanguage, changeSettings, removeLanguage } from '#lib/xlsform/edit/languages.ts';
import { isMissing, textsOf } from '#lib/xlsform/edit/translations.ts';
import { editAction, loadPageOfDraft } from '../editing.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

/** The form's own facts and its languages. */
export const load: PageServerLoad = (event) =>
	loadPageOfDraft(event, ({ definition, problems }) => {
		const texts = textsOf(definition);
		return {
			fields: formFacts(definition),
			problems: problems.filter(({ path }) => !path.includes('.')),
			texts: texts.length,
			said: Object.fromEntries(
				definition.languages.map((tag) => [
					tag,
					texts.filter(({ text }) => !isMissing(text, tag)).length
				])
			)
		};
	});

export const actions: Actions = {
	save: editAction(
		(definition, fields) => ({
			definition: changeSettings(definition, readFormFacts(definition, fields)),
			name: ''
		}),
		() => '/settings?saved'
	),
	language: editAction(
		(definition, { tag = '' }) => ({ definition: addLanguage(definition, tag.trim()), name: '' }),
		() => '/settings?saved#languages'
	),
	removeLanguage: editAction(
		(definition, { tag = '' }) => ({ definition: removeLanguage(definition, tag), name: '' }),
		() => '/settings?saved#languages'
	)
};
