import { m } from '#lib/paraglide/messages.js';
import { readTranscriptSchema } from '#lib/schemas/transcript.ts';
import { getImportPage } from '#lib/server/focusgroups/importPage.ts';
import { emptyForm } from '#lib/server/http/formAction.ts';
import { loadPage } from '#lib/server/http/guard.ts';
import { notFound } from '#lib/server/problem.ts';
import { lookAction, readAction, storeAction } from './importActions.server.ts';
import { unknownWord } from './importForm.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

/** A transcript on its way into a meeting, in three steps on one page. */
export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => {
		const { group, transcripts, hasKey } = await getImportPage(ctx, event.params.group);
		if (group.roundId !== event.params.round) throw notFound();
		const of = event.url.searchParams.get('of') ?? '';
		return {
			group,
			hasKey,
			unknownWord: unknownWord(),
			transcripts: transcripts.map(({ id, title }) => ({ id, title })),
			readForm: await emptyForm(readTranscriptSchema, 'read', {
				title: m.transcripts_default_title({ number: transcripts.length + 1 }),
				language: of ? '' : (group.languages[0] ?? ''),
				of: transcripts.some(({ id }) => id === of) ? of : ''
			})
		};
	});

export const actions: Actions = {
	read: readAction,
	look: lookAction,
	store: storeAction
};
