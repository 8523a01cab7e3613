import { m } from '#lib/paraglide/messages.js';
import type { Cell, Figure, Piece } from '#lib/report/content.ts';
import type { Live } from '#lib/report/live.ts';
import { choicesOffered } from '#lib/xlsform/offered.ts';
import type { LiveData } from '../liveData.ts';
import { codeRows } from './question.ts';
import { findAskedNow, tally, whoChose } from './tally.ts';
import { namesOf, noteOf, questionSlug, stepOf, titleOf } from './words.ts';

/** The steps of a scale, or the choices of a list, with the countries on each. */
export function drawStrip(data: LiveData, live: Live): Piece[] {
	const { locale, definition, say } = data;
	const asked = findAskedNow(data, live.question);
	if (!asked || asked.isRepeated || !['scale', 'select_one'].includes(asked.question.type))
		return [];
	const counted = tally(data, asked);
	const isScale = asked.question.type === 'scale';
	const choices = choicesOffered(definition, asked.question);
	const steps = choices.map(({ name, label }, at) => ({
		label: say(label) || name,
		who: whoChose(counted, name),
		step: isScale ? stepOf(at, choices.length) : undefined
	}));
	const codes = codeRows(data, counted).filter(({ count }) => count > 0);
	const rows: Figure['rows'] = [
		...steps.map(({ label, who, step }) => ({
			label,
			cells: who.map(({ name }): Cell => (step ? { text: name, step } : { text: name }))
		})),
		...codes.map(({ label, count, who }) => ({
			label,
			cells:
				who.length > 0
					? who.map(({ name }) => ({ text: name }))
					: [{ text: m.figures_so_many({ count }, { locale }) }]
		}))
	];
	const alt = [
		...steps.map(({ label, who }) => `${label}: ${namesOf(who, locale) || '–'}`),
		...codes.map(({ label, count, who }) => `${label}: ${namesOf(who, locale) || count}`)
	];
	const end = steps.at(-1)?.label;
	return [
		{
			kind: 'figure',
			figure: {
				name: `s-${questionSlug(data, counted)}`,
				draw: 'strip',
				title: titleOf(data, counted),
				alt: `${alt.join('; ')}.`,
				note: noteOf(data, counted),
				columns: [m.figures_answer({}, { locale }), m.figures_countries({}, { locale })],
				rows,
				legend:
					isScale && end ? [{ text: m.figures_darker({ answer: end }, { locale }), step: 5 }] : []
			}
		}
	];
}
