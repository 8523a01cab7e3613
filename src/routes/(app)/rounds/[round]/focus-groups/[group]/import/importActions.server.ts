import { type RequestEvent, fail, redirect } from '@sveltejs/kit';
import { message, superValidate } from 'sveltekit-superforms';
import { valibot } from 'sveltekit-superforms/adapters';
import { m } from '#lib/paraglide/messages.js';
import {
	type ImportForm,
	MOST_SPEAKERS,
	importTranscriptSchema,
	readTranscriptSchema
} from '#lib/schemas/transcript.ts';
import type { Context } from '#lib/server/context.ts';
import { getImportPage } from '#lib/server/focusgroups/importPage.ts';
import { importTranscript } from '#lib/server/focusgroups/importTranscript.ts';
import { importTranslation } from '#lib/server/focusgroups/importTranslation.ts';
import { requireContext, throwAsPage } from '#lib/server/http/guard.ts';
import { problemText } from '#lib/server/http/problemText.ts';
import { readFiles } from '#lib/server/http/readFiles.ts';
import { problemOf } from '#lib/server/problem.ts';
import { unpackCues } from '#lib/server/transcripts/packCues.ts';
import { readTranscript } from '#lib/server/transcripts/readTranscript.ts';
import type { ParsedTranscript } from '#lib/transcripts/cue.ts';
import { listSpeakerLabels } from '#lib/transcripts/speakerLabels.ts';
import { fieldsOf, requestOf } from './importForm.server.ts';
import { firstForm, viewImport } from './importView.server.ts';
import { refusalWords } from './readWords.ts';

const groupOf = ({ params }: RequestEvent) => params.group ?? '';

/** Does `work`; what is in the way is a message of the page, what may not be seen is not there. */
async function answer<T>(event: RequestEvent, work: (ctx: Context) => Promise<T>) {
	const ctx = requireContext(event);
	try {
		return await work(ctx);
	} catch (thrown) {
		const problem = problemOf(thrown);
		if (!problem || problem.status === 404) throwAsPage(event, thrown);
		return fail(problem.status, { refused: problemText(problem) });
	}
}

/** Step 1: reads the file and shows who speaks in it. Stores nothing. */
export const readAction = (event: RequestEvent) =>
	answer(event, async (ctx) => {
		// Asked before anything is read: a stranger's file is not taken in at all.
		const { group, pseudonyms, participants } = await getImportPage(ctx, groupOf(event));
		const { fields, files } = await readFiles(event.request);
		const [file] = await files('file');
		fields.delete('file');
		const form = await superValidate(fields, valibot(readTranscriptSchema), { id: 'read' });
		if (!form.valid) return fail(400, { form });
		if (!file) return message(form, m.transcripts_file_missing(), { status: 400 });
		const { title, language, of, encoding } = form.data;
		const read = await readTranscript(file.bytes, {
			// Of the name only its last part is looked at, and nothing of it is kept.
			extension: /\.([a-z0-9]{1,8})$/i.exec(file.name)?.[1]?.toLowerCase() ?? '',
			...(encoding ? { encoding } : {})
		});
		const refuse = (reason: string) =>
			message(form, m.problem_transcript_unreadable({ reason }), { status: 422 });
		if (!read.ok) return refuse(refusalWords(read.refusal));
		const { transcript } = read;
		if (transcript.cues.every(({ text }) => text.trim() === ''))
			return refuse(refusalWords('no_words'));
		if (listSpeakerLabels(transcript.cues).length > MOST_SPEAKERS)
			return refuse(m.transcripts_speakers_most());
		const meeting = { pseudonyms, participants, turnMark: group.turnMark };
		const first = firstForm(transcript, { title, language, of }, meeting);
		if (first.cues === '') return refuse(refusalWords('too_large'));
		return { step: await viewImport(ctx, group.id, first, transcript, { isFirst: true }) };
	});

/** Step 2 again, with what was chosen. Stores nothing. */
export const lookAction = (event: RequestEvent) =>
	answer(event, async (ctx) => {
		const given = await readStep(event, ctx);
		if (!('form' in given)) return given;
		const { form, read } = given;
		return { step: await viewImport(ctx, groupOf(event), form, read, { isFirst: false }) };
	});

/** Step 3: stores what the preview showed, and nothing else. */
export const storeAction = (event: RequestEvent) =>
	answer(event, async (ctx) => {
		const given = await readStep(event, ctx);
		if (!('form' in given)) return given;
		const { form, read } = given;
		const view = await viewImport(ctx, groupOf(event), form, read, { isFirst: false });
		if (!view.isClear) return fail(422, { step: view });
		const wouldStore = view.pairs ? view.pairs.shown.length > 0 : view.total > 0;
		if (view.form.seen !== form.seen || !wouldStore || view.pairs?.isTooLong)
			return fail(409, { step: view, refused: m.transcripts_fault_changed() });
		redirect(303, await store(ctx, groupOf(event), event.params.round ?? '', form, read));
	});

/** Gives the address of what was stored. */
async function store(
	ctx: Context,
	groupId: string,
	roundId: string,
	form: ImportForm,
	read: ParsedTranscript
): Promise<string> {
	const home = `/rounds/${roundId}/focus-groups/${groupId}/transcripts`;
	const request = requestOf(form, read);
	if (form.of) {
		const place = { groupId, transcriptId: form.of };
		const { turns } = await importTranslation(ctx, place, request, form.seen);
		return `${home}/${form.of}?done=translated&count=${turns}`;
	}
	const { leftOut, isSealed } = await importTranscript(ctx, groupId, request, form.seen);
	const sealed = isSealed ? '' : '&unsealed=1';
	return `${home}/${form.id}?done=imported&left=${leftOut}${sealed}`;
}

/** The fields of step 2 and what they carry of the file; or the page that says what is wrong. */
async function readStep(event: RequestEvent, ctx: Context) {
	await getImportPage(ctx, groupOf(event));
	const { fields } = await readFiles(event.request);
	const form = await superValidate(fieldsOf(fields) as never, valibot(importTranscriptSchema), {
		id: 'import'
	});
	const read = unpackCues(form.data.cues);
	if (!read) return fail(422, { refused: m.transcripts_fault_lost() });
	if (form.valid) return { form: form.data, read };
	const { title, language, translationLanguage } = form.errors;
	const wrong = [title, language, translationLanguage].flat().filter(Boolean).join(' ');
	const known = { ...form.data, id: form.data.id || crypto.randomUUID() };
	const view = await viewImport(ctx, groupOf(event), known, read, { isFirst: false });
	return fail(400, { step: view, refused: wrong || m.problem_invalid() });
}
