import { randomUUID } from 'node:crypto';
import { type RequestEvent, fail, redirect } from '@sveltejs/kit';
import { message, superValidate } from 'sveltekit-superforms';
import { valibot } from 'sveltekit-superforms/adapters';
import { m } from '#lib/paraglide/messages.js';
import { addRecordingSchema, removeRecordingSchema } from '#lib/schemas/transcript.ts';
import {
	addRecording,
	getRecordingsPage,
	removeRecordings,
	requireMayRecord
} from '#lib/server/focusgroups/recordings.ts';
import { emptyForm, formAction } from '#lib/server/http/formAction.ts';
import { loadPage, requireContext, throwAsPage } from '#lib/server/http/guard.ts';
import { problemText } from '#lib/server/http/problemText.ts';
import { keepUpload, readUpload } from '#lib/server/http/readUpload.ts';
import { notFound, problemOf } from '#lib/server/problem.ts';
import { parseClock } from '#lib/transcripts/clock.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

/** The sound of a meeting, or who keeps it from being kept. */
export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => {
		const page = await getRecordingsPage(ctx, event.params.group);
		if (page.group.roundId !== event.params.round) throw notFound();
		const addForm = await emptyForm(addRecordingSchema, 'add', { id: randomUUID() });
		return { ...page, done: event.url.searchParams.get('done'), addForm };
	});

const homeOf = ({ params }: RequestEvent) =>
	`/rounds/${params.round}/focus-groups/${params.group}/recordings`;

export const actions: Actions = {
	add: async (event) => {
		const ctx = requireContext(event);
		const groupId = event.params.group;
		const form = await superValidate(valibot(addRecordingSchema), { id: 'add', errors: false });
		try {
			// Asked before anything is read: what may not be recorded is not taken in at all.
			await requireMayRecord(ctx, groupId);
			const { fields, file } = await readUpload(event.request, 'file');
			Object.assign(form, await superValidate(fields, valibot(addRecordingSchema), { id: 'add' }));
			if (!form.valid) return fail(400, { form });
			if (!file) return message(form, m.transcripts_file_missing(), { status: 400 });
			const { id, title, transcript, offset } = form.data;
			const kept = await keepUpload(ctx, file);
			await addRecording(ctx, {
				...{ id, groupId, title, file: kept },
				transcriptId: transcript || null,
				offsetMs: parseClock(offset) ?? 0
			});
		} catch (thrown) {
			const problem = problemOf(thrown);
			if (!problem || problem.status === 404) throwAsPage(event, thrown);
			return message(form, problemText(problem), { status: problem.status as 400 });
		}
		redirect(303, `${homeOf(event)}?done=added`);
	},
	remove: formAction(removeRecordingSchema, 'remove', async (ctx, { recording }, event) => {
		await removeRecordings(ctx, {
			groupId: event.params.group ?? '',
			recordingId: recording || null
		});
		redirect(303, `${homeOf(event)}?done=removed`);
	})
};
