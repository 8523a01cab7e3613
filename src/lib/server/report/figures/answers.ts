import { m } from '#lib/paraglide/messages.js';
import type { Figure, Piece } from '#lib/report/content.ts';
import type { Live } from '#lib/report/live.ts';
import { FILE_TYPES } from '#lib/xlsform/definition.ts';
import { describeAnswer } from '#lib/xlsform/describe.ts';
import type { LiveAnswer, LiveData } from '../liveData.ts';
import { areasOf } from './coverage.ts';
import { type Asked, listAsked } from './tally.ts';
import { slugOf, titleOf } from './words.ts';

/** The public answers of a country, area by area, in its own words. */
export function writeAnswers(data: LiveData, live: Live): Piece[] {
	const { locale, say, round } = data;
	const country = data.countries.find(({ code }) => code === live.country);
	if (!country) return [];
	const own = data.answers.filter(
		({ country: code, status }) => code === country.code && status !== 'not_safe'
	);
	const asked = listAsked(data.definition).filter(
		({ question }) => !FILE_TYPES.includes(question.type)
	);
	return areasOf(data, live).flatMap((area): Piece[] => {
		const rows = asked
			.filter((each) => each.area === area)
			.flatMap((each) =>
				own
					.filter(({ question }) => question === each.question.name)
					.map((answer) => ({
						label: titleOf(data, each),
						cells: [{ text: wordsOf(data, each, answer) }]
					}))
			);
		if (rows.length === 0) return [];
		const figure: Figure = {
			name: `answers-${slugOf(country.code)}-${slugOf(area.name)}`,
			draw: 'plain',
			title: `${country.name}: ${say(area.title)}`,
			alt: m.figures_answers_alt({ count: rows.length }, { locale }),
			note: m.figures_answers_note({ round: round.name }, { locale }),
			columns: [m.figures_question({}, { locale }), m.figures_answer({}, { locale })],
			rows,
			legend: []
		};
		return [{ kind: 'figure', figure }];
	});
}

function wordsOf(data: LiveData, { question }: Asked, answer: LiveAnswer): string {
	const { locale, language, definition } = data;
	if (answer.status === 'dont_know') return m.figures_dont_know({}, { locale });
	if (answer.status === 'not_applicable') return m.figures_not_applicable({}, { locale });
	return describeAnswer(definition, question, answer, language);
}
