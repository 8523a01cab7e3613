import { entryTitle } from '#lib/components/questionnaire/answering/answerWords.ts';
import { listUntouched } from '#lib/server/responses/earlierBeside.ts';
import type { getAreaPage } from '#lib/server/responses/pages.ts';
import { entriesIn, isAsked } from '#lib/xlsform/areaState.ts';
import { type Question, textIn } from '#lib/xlsform/definition.ts';
import { listKeys } from '#lib/xlsform/listKeys.ts';
import { withoutMarkup } from '#lib/xlsform/markdown.ts';

export interface AskedNow {
	/** The answer's key. */
	key: string;
	question: Question;
	/** Its words, with what other answers put into them. */
	label: string;
	/** “Child 2”; '' outside repeats. */
	entry: string;
}

/** Every question of an area that is asked now, in order, those of every entry. */
export function askedNow(
	page: Pick<Awaited<ReturnType<typeof getAreaPage>>, 'definition' | 'seen'>,
	language: string
): AskedNow[] {
	const { definition, seen } = page;
	return listKeys(definition.areas[0]!, entriesIn(seen.outline)).flatMap((each) => {
		const state = seen.questions[each.key];
		if (each.kind === 'entries' || !state?.relevant || !isAsked(each.question)) return [];
		const { key, question, steps } = each;
		const words = textIn(question.label, language, definition.default_language);
		return [
			{
				key,
				question,
				label: withoutMarkup(state.label ?? words),
				entry: steps.map((step) => entryTitle(step, language, definition)).join(' · ')
			}
		];
	});
}

/** Answers of the round before that nobody has looked at, to go to. */
export function untouchedOf(
	page: Awaited<ReturnType<typeof getAreaPage>>,
	asked: readonly AskedNow[]
) {
	const keys = page.isWritable ? listUntouched(page) : [];
	return {
		round: page.earlier?.roundName ?? '',
		area: page.definition.areas[0]!.name,
		questions: asked
			.filter(({ key }) => keys.includes(key))
			.map(({ key, question, label }) => ({ key, number: question.number, label }))
	};
}
