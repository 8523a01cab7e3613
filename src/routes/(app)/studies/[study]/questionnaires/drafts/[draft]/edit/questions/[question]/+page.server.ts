import { questionView } from '#lib/components/editor/questionView.ts';
import { notFound } from '#lib/server/problem.ts';
import { findQuestion } from '#lib/xlsform/definition.ts';
import {
	askedPlace,
	askedQuestion,
	askedRemoval,
	NEW_LIST
} from '#lib/xlsform/edit/fields/asked.ts';
import { editAction, loadPageOfDraft, step } from '../../editing.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** One question. The page comes alive so that its logic is judged while it is typed. */
export const load: PageServerLoad = (event) =>
	loadPageOfDraft(event, (draft) => {
		const view = questionView(draft, event.params.question);
		if (!view) throw notFound();
		return view;
	});

export const actions: Actions = {
	save: editAction(
		(definition, fields, { question }) => askedQuestion(definition, question!, fields),
		({ definition, name }, fields, before) => {
			const { list, type } = findQuestion(definition, name)!.question;
			if (fields['list'] === NEW_LIST && list) return `/lists/${step(list)}?saved`;
			const old = findQuestion(before, name)?.question.type;
			return `/questions/${step(name)}?saved${old === type ? '' : '#answer'}`;
		}
	),
	place: editAction(
		(definition, fields, { question }) => askedPlace(definition, question!, fields),
		({ name }) => `#up-${step(name)}`
	),
	remove: editAction(
		(definition, fields, { question }) => askedRemoval(definition, 'part', question!, fields),
		(_edited, { area = '' }) => `?saved#area-${step(area)}`
	)
};
