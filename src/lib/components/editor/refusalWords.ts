import { m } from '#lib/paraglide/messages.js';
import type { EditError, EditRefusal } from '#lib/xlsform/edit/editError.ts';

const words: Record<EditRefusal, (about: { name: string }) => string> = {
	name_illegal: m.editor_refused_name_illegal,
	name_taken: m.editor_refused_name_taken,
	not_there: m.editor_refused_not_there,
	list_in_use: m.editor_refused_list_in_use,
	default_language: m.editor_refused_default_language,
	language_illegal: m.editor_refused_language_illegal,
	language_taken: m.editor_refused_language_taken,
	last_area: m.editor_refused_last_area
};

/** Why a change was not made and what to do, in the page's language. */
export function refusalText({ code, about }: EditError): string {
	return words[code]({ name: about });
}
