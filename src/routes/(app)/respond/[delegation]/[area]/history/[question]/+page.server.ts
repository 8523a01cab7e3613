import { redirect } from '@sveltejs/kit';
import { answerParts } from '#lib/components/questionnaire/answering/answerWords.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import { restoreSchema } from '#lib/schemas/answer.ts';
import { formAction } from '#lib/server/http/formAction.ts';
import { loadPage } from '#lib/server/http/guard.ts';
import { notFound } from '#lib/server/problem.ts';
import { getHistory, restoreRevision } from '#lib/server/responses/history.ts';
import { getAreaPage } from '#lib/server/responses/pages.ts';
import { textIn } from '#lib/xlsform/definition.ts';
import { withoutMarkup } from '#lib/xlsform/markdown.ts';
import { diffWords } from '#lib/xlsform/diffText.ts';
import type { Actions, PageServerLoad } from './$types';

const textOf = (value: unknown) => (typeof value === 'string' ? value : '');

/** Everything an answer ever said, newest first, each with what it changed. */
export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => {
		const language = getLocale();
		const { delegation: id, area: name, question: asked } = event.params;
		const { delegation, definition, area, question, revisions } = await getHistory(ctx, id, asked);
		if (area.name !== name) throw notFound();
		const { isWritable, seen } = await getAreaPage(ctx, id, name, language);
		const isText = question.type === 'text' || question.type === 'long_text';
		const say = (text: Parameters<typeof textIn>[0]) =>
			withoutMarkup(textIn(text, language, definition.default_language));
		return {
			home: `/respond/${id}`,
			here: `/respond/${id}/${name}`,
			country: delegation.name || delegation.countryName,
			isInvented: delegation.isInvented,
			title: say(area.title),
			question: {
				name: asked,
				number: question.number,
				label: withoutMarkup(seen.questions[asked]?.label ?? say(question.label))
			},
			isWritable,
			revisions: revisions.map((revision, place) => {
				const before = revisions[place + 1];
				const isDiff = isText && revision.status === 'answered' && before?.status === 'answered';
				return {
					revision: revision.revision,
					standing: revision.standing,
					savedBy: revision.savedBy,
					savedAt: revision.savedAt,
					isCurrent: revision.revision === revision.currentRevision,
					exposure: revision.exposure,
					isExposureChanged: before !== undefined && before.exposure !== revision.exposure,
					diff: isDiff ? diffWords(textOf(before.value), textOf(revision.value)) : null,
					parts: isDiff ? null : answerParts(definition, question, revision, language)
				};
			})
		};
	});

export const actions: Actions = {
	default: formAction(restoreSchema, 'restore', async (ctx, { revision }, { params }) => {
		const { delegation = '', area = '', question = '' } = params;
		const { response } = await getAreaPage(ctx, delegation, area, getLocale());
		await restoreRevision(ctx, { responseId: response.id, question, revision });
		redirect(
			303,
			`/respond/${delegation}/${area}/history/${encodeURIComponent(question)}?restored`
		);
	})
};
