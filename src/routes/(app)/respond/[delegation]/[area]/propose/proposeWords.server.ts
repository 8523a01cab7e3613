import { getLocale } from '#lib/paraglide/runtime.js';
import type { getAreaPage } from '#lib/server/responses/pages.ts';
import { type Question, textIn } from '#lib/xlsform/definition.ts';
import { withoutMarkup } from '#lib/xlsform/markdown.ts';

/** Where the page of a proposal stands, in words of the reader's language. */
export function proposeWords(
	page: Awaited<ReturnType<typeof getAreaPage>>,
	key: string,
	question: Question
) {
	const language = getLocale();
	const { delegation, definition } = page;
	const say = (text: Parameters<typeof textIn>[0]) =>
		withoutMarkup(textIn(text, language, definition.default_language));
	return {
		home: `/respond/${delegation.id}`,
		country: delegation.name || delegation.countryName,
		isInvented: delegation.isInvented,
		title: say(definition.areas[0]!.title),
		number: question.number,
		label: page.seen.questions[key]?.label ?? say(question.label),
		language
	};
}
