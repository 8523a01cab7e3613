import { randomUUID } from 'node:crypto';
import { fail, redirect } from '@sveltejs/kit';
import { message, superValidate } from 'sveltekit-superforms';
import { valibot } from 'sveltekit-superforms/adapters';
import { getLocale } from '#lib/paraglide/runtime.js';
import { evidenceSchema } from '#lib/schemas/evidence.ts';
import { emptyForm } from '#lib/server/http/formAction.ts';
import { loadPage, requireContext, throwAsPage } from '#lib/server/http/guard.ts';
import { problemText } from '#lib/server/http/problemText.ts';
import { keepUpload, readUpload } from '#lib/server/http/readUpload.ts';
import { notFound, problemOf } from '#lib/server/problem.ts';
import { addEvidence, requireMayAddEvidence } from '#lib/server/responses/evidence.ts';
import { getAreaPage } from '#lib/server/responses/pages.ts';
import { textIn } from '#lib/xlsform/definition.ts';
import type { Actions, PageServerLoad } from './$types';

/** A form for one more piece of evidence on an answer. */
export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => {
		const language = getLocale();
		const { delegation: id, area: name } = event.params;
		const page = await getAreaPage(ctx, id, name, language);
		const area = page.definition.areas[0]!;
		const wanted = event.url.searchParams.get('question');
		const question = area.questions.find((each) => each.name === wanted);
		if (!question) throw notFound();
		const say = (text: Parameters<typeof textIn>[0]) =>
			textIn(text, language, page.definition.default_language);
		const { exposure } = page.answers[question.name] ?? question;
		return {
			home: `/respond/${id}`,
			here: `/respond/${id}/${name}`,
			country: page.delegation.name || page.delegation.countryName,
			title: say(area.title),
			question: { name: question.name, number: question.number, label: say(question.label) },
			isWritable: page.isWritable,
			evidenceForm: await emptyForm(evidenceSchema, 'evidence', {
				id: randomUUID(),
				question: question.name,
				exposure
			})
		};
	});

export const actions: Actions = {
	default: async (event) => {
		const ctx = requireContext(event);
		const { delegation, area } = event.params;
		const form = await superValidate(valibot(evidenceSchema), { id: 'evidence', errors: false });
		try {
			const { response } = await getAreaPage(ctx, delegation, area, getLocale());
			// Asked before anything is read: a stranger's file is not taken in at all.
			await requireMayAddEvidence(ctx, response.id);
			const { fields, file } = await readUpload(event.request, 'file');
			const given = await superValidate(fields, valibot(evidenceSchema), { id: 'evidence' });
			Object.assign(form, given);
			if (!form.valid) return fail(400, { form });
			const kept = file ? await keepUpload(ctx, file) : null;
			const { link, ...piece } = form.data;
			await addEvidence(ctx, { ...piece, responseId: response.id, link: link || null, file: kept });
		} catch (thrown) {
			const problem = problemOf(thrown);
			if (!problem || problem.status === 404) throwAsPage(event, thrown);
			return message(form, problemText(problem), { status: problem.status as 400 });
		}
		redirect(303, `/respond/${delegation}/${area}?done=added#${form.data.question}`);
	}
};
