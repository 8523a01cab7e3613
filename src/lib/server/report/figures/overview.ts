import { m } from '#lib/paraglide/messages.js';
import type { Piece, TextBlock } from '#lib/report/content.ts';
import type { Live } from '#lib/report/live.ts';
import { describeAnswer } from '#lib/xlsform/describe.ts';
import { choicesOffered } from '#lib/xlsform/offered.ts';
import type { LiveData } from '../liveData.ts';
import { CHOSEN } from './question.ts';
import { type Tally, listAsked, tally, whoChose } from './tally.ts';
import { asSentence, countWords, inline, listWords, titleOf } from './words.ts';

/**
 * Sentences about the answers to each question, or to the one named: how many countries answered,
 * and what they said.
 */
export function writeOverview(data: LiveData, live: Live): Piece[] {
	const chosen = listAsked(data.definition).filter(({ area, question }) =>
		live.question
			? question.name === live.question
			: live.area
				? area.name === live.area
				: area.kind === 'issue'
	);
	if (chosen.length === 0) return [];
	const items = chosen.map((asked): TextBlock[] => [
		{
			kind: 'paragraph',
			content: [
				...(live.question
					? []
					: [
							{ kind: 'strong' as const, content: [inline(titleOf(data, asked))] },
							{ kind: 'break' as const }
						]),
				inline(sentencesAbout(data, tally(data, asked)))
			]
		}
	]);
	return [
		{
			kind: 'text',
			blocks: live.question ? items[0]! : [{ kind: 'list', isOrdered: false, items }]
		}
	];
}

/** “Seven of eleven countries answered: four said “Yes”, two “No” and one does not know.” */
export function sentencesAbout(data: LiveData, counted: Tally): string {
	const { locale } = data;
	const { total, said, without, dontKnow, notApplicable } = counted;
	const number = (count: number) => countWords(count, locale);
	if (said.length === 0) return m.figures_s_nobody({}, { locale });
	const answered =
		without === 0
			? m.figures_s_all({ count: total, total: number(total) }, { locale })
			: m.figures_s_answered(
					{ count: total, answered: number(said.length), total: number(total) },
					{ locale }
				);
	const parts = [
		...whatWasSaid(data, counted),
		...(dontKnow.length > 0
			? [
					m.figures_s_dont_know(
						{ count: dontKnow.length, words: number(dontKnow.length) },
						{ locale }
					)
				]
			: []),
		...(notApplicable.length > 0
			? [m.figures_s_not_applicable({ words: number(notApplicable.length) }, { locale })]
			: [])
	];
	const sentence =
		parts.length > 0
			? m.figures_s_with({ answered, parts: listWords(parts, locale) }, { locale })
			: m.figures_s_alone({ answered }, { locale });
	const rest =
		without > 0
			? [
					asSentence(
						m.figures_s_without({ count: without, words: number(without) }, { locale }),
						locale
					)
				]
			: [];
	return [asSentence(sentence, locale), ...rest].join(' ');
}

function whatWasSaid(data: LiveData, counted: Tally): string[] {
	const { locale, definition, say } = data;
	const { question, answered, values, isRepeated } = counted;
	const count = answered.length;
	if (isRepeated || count === 0) return [];
	if (CHOSEN.includes(question.type)) {
		const isSeveral = question.type === 'select_multiple';
		return choicesOffered(definition, question)
			.map(({ name, label }) => ({
				choice: say(label) || name,
				words: whoChose(counted, name).length
			}))
			.filter(({ words }) => words > 0)
			.map(({ choice, words }, at) => {
				const given = { choice, words: countWords(words, locale) };
				if (at > 0) return m.figures_s_said_next(given, { locale });
				return isSeveral
					? m.figures_s_named({ ...given, count: words }, { locale })
					: m.figures_s_said({ ...given, count: words }, { locale });
			});
	}
	const words = countWords(count, locale);
	if (question.type === 'text' || question.type === 'long_text')
		return [m.figures_s_words({ count, words }, { locale })];
	if (!['number', 'integer', 'decimal', 'range'].includes(question.type)) return [];
	const figures = values.map(({ value }) => {
		const { value: amount, unit = '' } =
			typeof value === 'object' && 'value' in value
				? (value as { value: number; unit?: string })
				: { value: Number(value) };
		const content = {
			status: 'answered' as const,
			// The year of a figure is another in every country.
			value:
				typeof value === 'string' ? value : ({ value: amount, ...(unit ? { unit } : {}) } as never)
		};
		return { amount, unit, text: describeAnswer(definition, question, content, data.language) };
	});
	figures.sort((a, b) => a.amount - b.amount);
	const [low, high] = [figures[0], figures.at(-1)];
	if (!low || !high || new Set(figures.map(({ unit }) => unit)).size > 1)
		return [m.figures_s_figures({ count, words }, { locale })];
	return low.amount === high.amount
		? [m.figures_s_figure({ count, words, figure: low.text }, { locale })]
		: [m.figures_s_range({ words, low: low.text, high: high.text }, { locale })];
}
