import { answerParts } from '#lib/components/questionnaire/answering/answerWords.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import { loadPage } from '#lib/server/http/guard.ts';
import { getAsideAnswers } from '#lib/server/responses/aside.ts';
import { textIn } from '#lib/xlsform/definition.ts';
import type { PageServerLoad } from './$types';

export const csr = false;

export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => {
		const { delegation, answers, moves } = await getAsideAnswers(ctx, event.params.delegation);
		const language = getLocale();
		return {
			home: `/respond/${delegation.id}`,
			country: delegation.name || delegation.countryName,
			moves,
			answers: answers.map(({ key, definition, question, content }) => ({
				key,
				number: question.number,
				label: textIn(question.label, language, definition.default_language) || question.name,
				parts: answerParts(definition, question, content, language)
			}))
		};
	});
