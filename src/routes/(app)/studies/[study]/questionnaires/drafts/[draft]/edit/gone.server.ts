import { type RequestEvent, error } from '@sveltejs/kit';
import { m } from '#lib/paraglide/messages.js';
import { typedWords } from '#lib/components/editor/typedWords.ts';
import { type Definition, findArea, findQuestion } from '#lib/xlsform/definition.ts';
import { findPart } from '#lib/xlsform/edit/body.ts';
import type { Fields } from '#lib/xlsform/edit/fields/fields.ts';

/**
 * What a form edits may be gone meanwhile, and with it the page that would show the words typed
 * once more. Takes the draft as it is now; does nothing where that page can still be shown.
 * @throws the page of an error that holds every word typed
 */
export function refuseGone(
	event: RequestEvent,
	draft: { definition: Definition } | undefined,
	fields: Fields
): void {
	const typed = typedWords(fields);
	if (draft ? isThere(draft.definition, event.params) : typed.length === 0) return;
	error(404, {
		message: draft ? m.editor_gone_text() : m.editor_gone_draft_text(),
		code: 'not_found',
		requestId: event.locals.requestId,
		typed
	});
}

/** Whether the question, section, area or list of the address is there. */
function isThere(definition: Definition, params: RequestEvent['params']): boolean {
	const { question, section, area, list } = params;
	if (question !== undefined) return findQuestion(definition, question) !== undefined;
	if (section !== undefined) {
		const part = findPart(definition, section)?.part;
		return part !== undefined && typeof part !== 'string';
	}
	if (area !== undefined) return findArea(definition, area) !== undefined;
	return list === undefined || Object.hasOwn(definition.choices, list);
}
