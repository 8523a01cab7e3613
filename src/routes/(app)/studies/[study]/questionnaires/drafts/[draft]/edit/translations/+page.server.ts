import { readTranslations, translationsView } from '#lib/components/editor/translationsView.ts';
import { translate } from '#lib/xlsform/edit/translations.ts';
import { editAction, loadPageOfDraft, step } from '../editing.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

/** One language beside the default one, many texts at once. */
export const load: PageServerLoad = (event) =>
	loadPageOfDraft(event, (draft) => translationsView(draft.definition, event.url.searchParams));

export const actions: Actions = {
	default: editAction(
		(definition, fields) => {
			const { language, words } = readTranslations(fields);
			return { definition: translate(definition, language, words), name: language };
		},
		({ name }, { missing = '', from = '0' }) =>
			`/translations?saved&language=${step(name)}&missing=${step(missing)}&from=${step(from)}`
	)
};
