import { m } from '#lib/paraglide/messages.js';
import type { Cell, Figure, Piece } from '#lib/report/content.ts';
import type { Live } from '#lib/report/live.ts';
import type { NumberValue } from '#lib/xlsform/answers.ts';
import { FILE_TYPES, type QuestionType } from '#lib/xlsform/definition.ts';
import { describeAnswer } from '#lib/xlsform/describe.ts';
import { choicesOffered } from '#lib/xlsform/offered.ts';
import type { LiveCountry, LiveData } from '../liveData.ts';
import { type Tally, findAskedNow, tally, whoChose } from './tally.ts';
import { namesOf, noteOf, questionSlug, titleOf } from './words.ts';

export const CHOSEN: readonly QuestionType[] = ['select_one', 'select_multiple', 'scale'];
const FIGURES: readonly QuestionType[] = ['number', 'integer', 'decimal', 'range'];
/** Of longer lists only what somebody chose is shown. */
const MOST_CHOICES = 15;

/**
 * How the answers to a question are spread: of choices one bar each, of figures one a country, of
 * words the words themselves. Nothing for files, and for what is asked in the entries of a list.
 */
export function drawQuestion(data: LiveData, live: Live): Piece[] {
	const asked = findAskedNow(data, live.question);
	if (!asked || asked.isRepeated || FILE_TYPES.includes(asked.question.type)) return [];
	const counted = tally(data, asked);
	const { type } = asked.question;
	const figure = CHOSEN.includes(type)
		? choiceBars(data, counted)
		: FIGURES.includes(type)
			? figureBars(data, counted)
			: ownWords(data, counted);
	return [{ kind: 'figure', figure }];
}

type Row = Figure['rows'][number];

function frameOf(data: LiveData, counted: Tally) {
	return {
		name: `d-${questionSlug(data, counted)}`,
		title: titleOf(data, counted),
		note: noteOf(data, counted),
		legend: []
	};
}

/** What is not an answer of its own, counted like one; without names where there is no public answer. */
export function codeRows(
	{ locale }: LiveData,
	{ dontKnow, notApplicable, without }: Tally
): { label: string; count: number; who: LiveCountry[] }[] {
	return [
		{ label: m.figures_dont_know({}, { locale }), count: dontKnow.length, who: dontKnow },
		...(notApplicable.length > 0
			? [
					{
						label: m.figures_not_applicable({}, { locale }),
						...{ count: notApplicable.length, who: notApplicable }
					}
				]
			: []),
		{ label: m.figures_without({}, { locale }), count: without, who: [] }
	];
}

function choiceBars(data: LiveData, counted: Tally): Figure {
	const { locale, definition, say } = data;
	const choices = choicesOffered(definition, counted.question)
		.map(({ name, label }) => ({ label: say(label) || name, who: whoChose(counted, name) }))
		.filter(({ who }, _, { length }) => length <= MOST_CHOICES || who.length > 0)
		.map((each) => ({ ...each, count: each.who.length }));
	// What is no answer has a lighter bar.
	const codes = codeRows(data, counted).map((each) => ({ ...each, look: { step: 2 as const } }));
	const all = [...choices.map((each) => ({ ...each, look: {} })), ...codes];
	return {
		...frameOf(data, counted),
		draw: 'bars',
		alt: `${all.map(({ label, count }) => `${label}: ${count}`).join('; ')}.`,
		columns: [
			m.figures_answer({}, { locale }),
			m.figures_countries({}, { locale }),
			m.figures_which({}, { locale })
		],
		rows: all.map(({ label, count, who, look }) => ({
			label,
			cells: [
				{ text: String(count), share: counted.total === 0 ? 0 : count / counted.total, ...look },
				{ text: namesOf(who, locale) }
			]
		}))
	};
}

/** Countries without an answer of their own in words, below those that have one. */
function restRows(data: LiveData, counted: Tally): Row[] {
	return codeRows(data, counted)
		.filter(({ count }) => count > 0)
		.map(({ label, count, who }) => ({
			label,
			cells: [{ text: who.length > 0 ? namesOf(who, data.locale) : String(count) }]
		}));
}

const amountOf = (value: Tally['values'][number]['value']) =>
	typeof value === 'object' && 'value' in value
		? { amount: Number((value as NumberValue).value), unit: (value as NumberValue).unit ?? '' }
		: { amount: Number(value), unit: '' };

function figureBars(data: LiveData, counted: Tally): Figure {
	const { definition, language, locale } = data;
	const said = counted.values.map((each) => ({ ...each, ...amountOf(each.value) }));
	const most = Math.max(0, ...said.map(({ amount }) => amount));
	// Bars of different units, or below zero, would compare what cannot be compared.
	const isOne = new Set(said.map(({ unit }) => unit)).size === 1;
	const isDrawn = isOne && most > 0 && said.every(({ amount }) => amount >= 0);
	const rows = said.map(({ code, name, value, amount }): Row => {
		const content = { status: 'answered' as const, value };
		const text = describeAnswer(definition, counted.question, content, language);
		const cell: Cell = isDrawn ? { text, share: amount / most } : { text };
		return { label: name, code, cells: [cell] };
	});
	const all = [...rows, ...restRows(data, counted)];
	return {
		...frameOf(data, counted),
		draw: isDrawn ? 'bars' : 'plain',
		alt: `${all.map(({ label, cells }) => `${label}: ${cells[0]!.text}`).join('; ')}.`,
		columns: [m.figures_country({}, { locale }), m.figures_figure({}, { locale })],
		rows: all
	};
}

function ownWords(data: LiveData, counted: Tally): Figure {
	const { definition, language, locale } = data;
	const rows = counted.values.map(({ code, name, value }): Row => {
		const content = { status: 'answered' as const, value };
		const text = describeAnswer(definition, counted.question, content, language);
		return { label: name, code, cells: [{ text }] };
	});
	return {
		...frameOf(data, counted),
		draw: 'plain',
		alt: m.figures_words_alt({ count: counted.answered.length }, { locale }),
		columns: [m.figures_country({}, { locale }), m.figures_answer({}, { locale })],
		rows: [...rows, ...restRows(data, counted)]
	};
}
