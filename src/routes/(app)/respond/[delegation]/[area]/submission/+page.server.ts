import { randomUUID } from 'node:crypto';
import { redirect } from '@sveltejs/kit';
import { answerParts } from '#lib/components/questionnaire/answering/answerWords.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import { submitSchema } from '#lib/schemas/answer.ts';
import { formAction } from '#lib/server/http/formAction.ts';
import { loadPage } from '#lib/server/http/guard.ts';
import { getAreaPage } from '#lib/server/responses/pages.ts';
import { submitResponse } from '#lib/server/responses/submission.ts';
import { textIn } from '#lib/xlsform/definition.ts';
import { withoutMarkup } from '#lib/xlsform/markdown.ts';
import { standingOf } from '../areaWords.server.ts';
import { askedNow, untouchedOf } from './askedNow.server.ts';
import { obstaclesOf } from './obstacles.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** What would be handed in, and what stands in the way (rule R7). */
export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => {
		const language = getLocale();
		const { delegation: id, area: name } = event.params;
		const page = await getAreaPage(ctx, id, name, language);
		const { delegation, definition, answers } = page;
		const say = (text: Parameters<typeof textIn>[0]) =>
			withoutMarkup(textIn(text, language, definition.default_language));
		const asked = askedNow(page, language);
		const found = (name: string) => asked.find(({ key }) => key === name);
		return {
			here: `/respond/${id}/${name}`,
			home: `/respond/${id}`,
			country: delegation.name || delegation.countryName,
			isInvented: delegation.isInvented,
			maySubmit: delegation.maySubmit,
			isWritable: page.isWritable,
			standing: standingOf({
				isClosed: Boolean(delegation.closedAt),
				isActive: delegation.status === 'active',
				state: page.response.state,
				reason: page.response.reason
			}),
			title: say(definition.areas[0]!.title),
			obstacles: obstaclesOf(page, asked, language),
			ready: page.handouts.ready,
			mayMark: delegation.mayWrite,
			markId: randomUUID(),
			untouched: untouchedOf(page, asked),
			openQueries: page.queries
				.filter(({ state }) => state === 'open')
				.map(({ id, question }) => ({
					id,
					number: found(question)?.question.number ?? ''
				})),
			answers: asked.map(({ key, question, label, entry }) => {
				const content = answers[key]!;
				return {
					name: key,
					number: question.number,
					label,
					entry,
					exposure: content.exposure,
					isEmpty: content.status === 'empty',
					parts: answerParts(definition, question, content, language),
					evidence: page.evidence.filter((piece) => piece.question === key).length
				};
			})
		};
	});

export const actions: Actions = {
	default: formAction(submitSchema, 'submit', async (ctx, _, { params }) => {
		const page = await getAreaPage(ctx, params.delegation ?? '', params.area ?? '', getLocale());
		await submitResponse(ctx, page.response.id);
		redirect(303, `/respond/${params.delegation}?submitted=${params.area}`);
	})
};
