import { askedArea, askedList, askedMove, askedPart } from '#lib/xlsform/edit/fields/asked.ts';
import { findPart } from '#lib/xlsform/edit/body.ts';
import { focusAfterMove } from '#lib/components/editor/outline.ts';
import { editAction, loadPageOfDraft, step } from './editing.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

/** The questionnaire as an outline. */
export const load: PageServerLoad = (event) =>
	loadPageOfDraft(event, ({ definition, problems }) => ({
		definition,
		problems,
		addTo: event.url.searchParams.get('add') ?? ''
	}));

export const actions: Actions = {
	move: editAction(askedMove, ({ definition }, fields) => `#${focusAfterMove(definition, fields)}`),
	part: editAction(askedPart, ({ definition, name }) => {
		const isQuestion = typeof findPart(definition, name)?.part === 'string';
		return `/${isQuestion ? 'questions' : 'sections'}/${step(name)}?saved`;
	}),
	area: editAction(askedArea, ({ name }) => `/areas/${step(name)}?saved`),
	list: editAction(askedList, ({ name }) => `/lists/${step(name)}?saved`)
};
