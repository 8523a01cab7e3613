import { randomUUID } from 'node:crypto';
import { fail, redirect } from '@sveltejs/kit';
import { message, superValidate } from 'sveltekit-superforms';
import { valibot } from 'sveltekit-superforms/adapters';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import { evidenceSchema } from '#lib/schemas/evidence.ts';
import { emptyForm } from '#lib/server/http/formAction.ts';
import { loadPage, requireContext, requireWriter, throwAsPage } from '#lib/server/http/guard.ts';
import { problemText } from '#lib/server/http/problemText.ts';
import { keepUpload, readUpload } from '#lib/server/http/readUpload.ts';
import { notFound, problemOf } from '#lib/server/problem.ts';
import { addEvidence, requireMayAddEvidence } from '#lib/server/responses/evidence.ts';
import { getAreaPage } from '#lib/server/responses/pages.ts';
import { questionOf } from '#lib/xlsform/areaState.ts';
import { FILE_TYPES, textIn } from '#lib/xlsform/definition.ts';
import { withoutMarkup } from '#lib/xlsform/markdown.ts';
import { readForAnswer } from './readForAnswer.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** A form for one more piece of evidence on an answer. */
export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => {
		const language = getLocale();
		const { delegation: id, area: name } = event.params;
		const page = await getAreaPage(ctx, id, name, language);
		const area = page.definition.areas[0]!;
		const wanted = event.url.searchParams.get('question');
		const question = wanted === null ? undefined : questionOf(area, wanted);
		if (!question || !wanted || !page.answers[wanted]) throw notFound();
		const say = (text: Parameters<typeof textIn>[0]) =>
			withoutMarkup(textIn(text, language, page.definition.default_language));
		const filled = page.seen.questions[wanted]?.label;
		const label = filled === undefined ? question.label : { [language]: filled };
		return {
			home: `/respond/${id}`,
			here: `/respond/${id}/${name}`,
			country: page.delegation.name || page.delegation.countryName,
			title: say(area.title),
			question: { name: wanted, number: question.number, label: say(label) },
			isAnswer: FILE_TYPES.includes(question.type),
			isWritable: page.isWritable,
			evidenceForm: await emptyForm(evidenceSchema, 'evidence', {
				id: randomUUID(),
				question: wanted,
				exposure: page.answers[wanted].exposure
			})
		};
	});

export const actions: Actions = {
	default: async (event) => {
		const ctx = requireContext(event);
		const { delegation, area } = event.params;
		const form = await superValidate(valibot(evidenceSchema), { id: 'evidence', errors: false });
		let isAnswer = false;
		try {
			const { response, definition } = await getAreaPage(ctx, delegation, area, getLocale());
			// Before anything is read: a stranger's file is not taken in at all.
			await requireMayAddEvidence(ctx, response.id);
			const { fields, file } = await readUpload(event.request, 'file');
			isAnswer = readForAnswer(definition, fields);
			Object.assign(form, await superValidate(fields, valibot(evidenceSchema), { id: 'evidence' }));
			if (!form.valid) return fail(400, { form });
			requireWriter(event, fields);
			const { link, ...piece } = form.data;
			if (isAnswer && !file && !link)
				return message(form, m.respond_file_missing(), { status: 400 });
			const kept = file ? await keepUpload(ctx, file) : null;
			const about = { responseId: response.id, link: link || null, file: kept, isAnswer };
			await addEvidence(ctx, { ...piece, ...about });
		} catch (thrown) {
			const problem = problemOf(thrown);
			if (!problem || problem.status === 404) throwAsPage(event, thrown);
			return message(form, problemText(problem), { status: problem.status as 400 });
		}
		const done = isAnswer ? 'file' : 'added';
		redirect(303, `/respond/${delegation}/${area}?done=${done}#${encodeURI(form.data.question)}`);
	}
};
