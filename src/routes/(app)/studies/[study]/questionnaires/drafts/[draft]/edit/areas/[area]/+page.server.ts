import { areaView } from '#lib/components/editor/areaView.ts';
import { notFound } from '#lib/server/problem.ts';
import { askedAreaWords, askedRemoval } from '#lib/xlsform/edit/fields/asked.ts';
import { editAction, loadPageOfDraft, step } from '../../editing.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** An issue area's own words. */
export const load: PageServerLoad = (event) =>
	loadPageOfDraft(event, (draft) => {
		const view = areaView(draft, event.params.area);
		if (!view) throw notFound();
		return view;
	});

export const actions: Actions = {
	save: editAction(
		(definition, fields, { area }) => askedAreaWords(definition, area!, fields),
		({ name }) => `/areas/${step(name)}?saved`
	),
	remove: editAction(
		(definition, fields, { area }) => askedRemoval(definition, 'area', area!, fields),
		() => '?saved'
	)
};
