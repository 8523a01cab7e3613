import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import type { Context } from '#lib/server/context.ts';
import { findTaken, listPaperImports } from '#lib/server/paper/imports.ts';
import type { SaveOutcome } from '#lib/server/responses/answer.ts';
import { getAreaPage } from '#lib/server/responses/pages.ts';
import { problemWords } from '#lib/components/questionnaire/answering/problemWords.ts';
import { languageWords } from '#lib/components/ui/languageWords.ts';
import { questionOf } from '#lib/xlsform/areaState.ts';
import { textIn } from '#lib/xlsform/definition.ts';
import { withoutMarkup } from '#lib/xlsform/markdown.ts';
import { momentWords } from '../areaWords.server.ts';

const CODES: Record<string, () => string> = {
	entry_gone: m.paper_code_entry_gone,
	asked_anew: m.paper_code_asked_anew,
	computed: m.paper_code_computed,
	unknown_question: m.paper_code_asked_anew
};

/** Why an answer of a file cannot be taken over, in words. */
export function refusalWords(code: string): string {
	return CODES[code]?.() ?? problemWords(code);
}

type AreaPage = Awaited<ReturnType<typeof getAreaPage>>;

/** What became of a file that was taken over, in words. */
function takenWords(page: AreaPage, outcome: SaveOutcome) {
	const area = page.definition.areas[0]!;
	// The entries that came along are no answers of their own.
	const answers = outcome.answers.flatMap((each) => {
		const question = questionOf(area, each.question);
		return question ? [{ ...each, number: question.number }] : [];
	});
	const count = (result: string) => answers.filter((each) => each.result === result).length;
	const listed = (result: string) =>
		answers
			.filter((each) => each.result === result)
			.map(({ question, number, code }) => ({
				key: question,
				number,
				why: code ? refusalWords(code) : ''
			}));
	return {
		saved: count('saved'),
		merged: count('merged'),
		unchanged: count('unchanged'),
		conflicts: listed('conflict'),
		refused: listed('refused')
	};
}

/** The page an area is taken along from and brought back to. */
export async function getPaperPage(
	ctx: Context,
	at: { delegationId: string; area: string },
	taken: string | null
) {
	const language = getLocale();
	const waiting = await listPaperImports(ctx, at);
	const page = await getAreaPage(ctx, at.delegationId, at.area, language);
	const { delegation, definition } = page;
	const outcome = taken && (await findTaken(ctx, { ...at, importId: taken }));
	const say = (text: Parameters<typeof textIn>[0]) =>
		withoutMarkup(textIn(text, language, definition.default_language));
	return {
		home: `/respond/${at.delegationId}`,
		here: `/respond/${at.delegationId}/${at.area}`,
		country: delegation.name || delegation.countryName,
		title: say(definition.areas[0]!.title),
		isInvented: delegation.isInvented,
		isWritable: page.isWritable,
		/** Languages of the questionnaire, the reader's first. */
		languages: [...definition.languages]
			.sort((left, right) => Number(right === language) - Number(left === language))
			.map((tag) => ({ tag, name: languageWords(tag, definition.language_names) })),
		waiting: waiting.map((each) => ({
			id: each.id,
			madeBy: each.madeBy,
			broughtBy: each.broughtBy ?? m.respond_someone(),
			madeAt: momentWords(each.madeAt),
			broughtAt: momentWords(each.broughtAt),
			expiresAt: momentWords(each.expiresAt)
		})),
		taken: outcome ? takenWords(page, outcome) : null
	};
}
