import { focusInList, listView } from '#lib/components/editor/listView.ts';
import { notFound } from '#lib/server/problem.ts';
import { askedChoices, askedRemoval } from '#lib/xlsform/edit/fields/asked.ts';
import { editAction, loadPageOfDraft, step } from '../../editing.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

/** A list of choices. */
export const load: PageServerLoad = (event) =>
	loadPageOfDraft(event, (draft) => {
		const from = Number(event.url.searchParams.get('from') ?? 0);
		const view = listView(draft, event.params.list, Number.isInteger(from) ? Math.max(0, from) : 0);
		if (!view) throw notFound();
		return view;
	});

export const actions: Actions = {
	save: editAction(
		(definition, fields, { list }) => askedChoices(definition, list!, fields),
		({ definition, name }, fields) => {
			const { from, at } = focusInList(definition.choices[name]!.length, fields);
			return `/lists/${step(name)}?saved${from ? `&from=${from}` : ''}${at}`;
		}
	),
	remove: editAction(
		(definition, fields, { list }) => askedRemoval(definition, 'list', list!, fields),
		() => '?saved#lists'
	)
};
