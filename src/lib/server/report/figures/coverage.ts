import { m } from '#lib/paraglide/messages.js';
import type { Cell, Piece } from '#lib/report/content.ts';
import type { Live } from '#lib/report/live.ts';
import type { Area } from '#lib/xlsform/definition.ts';
import { readAnswerKey } from '#lib/xlsform/answerKey.ts';
import type { LiveData } from '../liveData.ts';
import { listAsked } from './tally.ts';
import { slugOf } from './words.ts';

/** What is known of a country in an area: how many questions have a public answer; null where it is not accepted. */
export function acceptedIn(data: LiveData, country: string, area: Area): number | null {
	const own = data.delegations.filter((each) => each.country === country);
	if (!own.some(({ accepted }) => accepted.has(area.name))) return null;
	const questions = new Set(
		listAsked(data.definition).flatMap((asked) => (asked.area === area ? asked.question.name : []))
	);
	const answered = data.answers.filter(
		({ country: code, question, status }) =>
			code === country && status !== 'not_safe' && questions.has(question)
	);
	return new Set(answered.map(({ key }) => readAnswerKey(key)?.name)).size;
}

/** Whether nobody answers for a country, whatever the reason: none of them is for the public. */
export const tookNoPart = ({ delegations }: LiveData, country: string): boolean =>
	!delegations.some((each) => each.country === country && each.status === 'active');

/** The areas a figure is about: the one that is asked for, or those that are issues of the study. */
export function areasOf({ definition }: LiveData, { area }: Live): Area[] {
	return definition.areas.filter(({ name, kind }) => (area ? name === area : kind === 'issue'));
}

/** Countries × areas: what is accepted, and how many public answers there are. */
export function drawCoverage(data: LiveData, live: Live): Piece[] {
	const { locale, say } = data;
	const areas = areasOf(data, live);
	const countries = data.countries.filter(({ code }) => !live.country || code === live.country);
	if (areas.length === 0 || countries.length === 0) return [];
	const words = {
		accepted: m.figures_accepted({}, { locale }),
		not: m.figures_not_accepted({}, { locale }),
		none: m.figures_no_part({}, { locale })
	};
	const cellOf = (country: string, area: Area): Cell => {
		const count = acceptedIn(data, country, area);
		if (count !== null) return { text: String(count), sign: '●', step: 2 };
		return tookNoPart(data, country)
			? { text: words.none, sign: '–' }
			: { text: words.not, sign: '○' };
	};
	const rows = countries.map(({ code, name }) => ({
		...{ label: name, code },
		cells: areas.map((area) => cellOf(code, area))
	}));
	const cells = rows.flatMap((row) => row.cells);
	const accepted = cells.filter(({ sign }) => sign === '●').length;
	const suffix = [live.area, live.country].flatMap((each) => (each ? [slugOf(each)] : []));
	return [
		{
			kind: 'figure',
			figure: {
				name: ['coverage', ...suffix].join('-'),
				draw: 'matrix',
				title: m.figures_coverage({}, { locale }),
				alt: m.figures_coverage_alt({ accepted, count: cells.length }, { locale }),
				note: m.figures_coverage_note({ round: data.round.name }, { locale }),
				columns: [m.figures_country({}, { locale }), ...areas.map(({ short }) => say(short))],
				rows,
				legend: [
					{ sign: '●', text: words.accepted, step: 2 },
					{ sign: '○', text: words.not },
					{ sign: '–', text: words.none }
				]
			}
		}
	];
}
