import { sectionView } from '#lib/components/editor/sectionView.ts';
import { notFound } from '#lib/server/problem.ts';
import { askedPlace, askedRemoval, askedSection } from '#lib/xlsform/edit/fields/asked.ts';
import { editAction, loadPageOfDraft, step } from '../../editing.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** A group or repeat. */
export const load: PageServerLoad = (event) =>
	loadPageOfDraft(event, (draft) => {
		const view = sectionView(draft, event.params.section);
		if (!view) throw notFound();
		return view;
	});

export const actions: Actions = {
	save: editAction(
		(definition, fields, { section }) => askedSection(definition, section!, fields),
		({ name }) => `/sections/${step(name)}?saved`
	),
	place: editAction(
		(definition, fields, { section }) => askedPlace(definition, section!, fields),
		({ name }) => `#up-${step(name)}`
	),
	remove: editAction(
		(definition, fields, { section }) => askedRemoval(definition, 'part', section!, fields),
		(_edited, { area = '' }) => `?saved#area-${step(area)}`
	)
};
