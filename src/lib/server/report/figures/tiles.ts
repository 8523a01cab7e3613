import { m } from '#lib/paraglide/messages.js';
import type { Cell, Figure, Piece } from '#lib/report/content.ts';
import type { Live } from '#lib/report/live.ts';
import { choicesOffered } from '#lib/xlsform/offered.ts';
import type { LiveCountry, LiveData } from '../liveData.ts';
import { acceptedIn, areasOf, tookNoPart } from './coverage.ts';
import { type Asked, findAskedNow, tally, whoChose } from './tally.ts';
import { noteOf, questionSlug, slugOf, stepOf, titleOf } from './words.ts';

/** Colours tell no more choices apart than this. */
const MOST_STEPS = 5;

/** A map of tiles, one a country: its answer to a question, or how many areas are accepted. */
export function drawTiles(data: LiveData, live: Live): Piece[] {
	if (data.countries.length === 0) return [];
	if (!live.question) return [{ kind: 'figure', figure: coverageTiles(data, live) }];
	const asked = findAskedNow(data, live.question);
	if (!asked || asked.isRepeated || !['scale', 'select_one'].includes(asked.question.type))
		return [];
	return [{ kind: 'figure', figure: answerTiles(data, asked) }];
}

const rowsOf = (countries: readonly LiveCountry[], cellOf: (code: string) => Cell) =>
	countries.map(({ code, name }) => ({ label: name, code, cells: [cellOf(code)] }));

const altOf = (rows: Figure['rows']) =>
	`${rows.map(({ label, cells }) => `${label}: ${cells[0]!.text}`).join('; ')}.`;

function answerTiles(data: LiveData, asked: Asked): Figure {
	const { locale, definition, say, countries } = data;
	const counted = tally(data, asked);
	const all = choicesOffered(definition, asked.question);
	const choices = all.map(({ name, label }, at) => ({
		label: say(label) || name,
		codes: whoChose(counted, name).map(({ code }) => code),
		// A scale darkens towards its last step, a list towards its first choice, such as “yes”.
		...(all.length <= MOST_STEPS
			? { step: stepOf(asked.question.type === 'scale' ? at : all.length - 1 - at, all.length) }
			: {})
	}));
	const codes = [
		{ label: m.figures_dont_know({}, { locale }), sign: '?', who: counted.dontKnow },
		{ label: m.figures_not_applicable({}, { locale }), sign: '∅', who: counted.notApplicable }
	];
	const rows = rowsOf(countries, (code): Cell => {
		const own = choices.filter((choice) => choice.codes.includes(code));
		const other = codes.filter(({ who }) => who.some((each) => each.code === code));
		if (own.length + other.length === 0)
			return { text: m.figures_without({}, { locale }), sign: '·' };
		const text = [...own, ...other].map(({ label }) => label).join('; ');
		if (own.length + other.length > 1) return { text };
		if (other[0]) return { text, sign: other[0].sign };
		return own[0]?.step ? { text, step: own[0].step } : { text };
	});
	return {
		name: `t-${questionSlug(data, asked)}`,
		draw: 'tiles',
		title: titleOf(data, asked),
		alt: altOf(rows),
		note: noteOf(data, counted),
		columns: [m.figures_country({}, { locale }), m.figures_answer({}, { locale })],
		rows,
		legend: choices.flatMap(({ label, step }) => (step ? [{ text: label, step }] : []))
	};
}

function coverageTiles(data: LiveData, live: Live): Figure {
	const { locale } = data;
	const areas = areasOf(data, live);
	const rows = rowsOf(data.countries, (code): Cell => {
		const count = areas.filter((area) => acceptedIn(data, code, area) !== null).length;
		if (count === 0)
			return tookNoPart(data, code)
				? { text: m.figures_no_part({}, { locale }), sign: '–' }
				: { text: m.figures_not_accepted({}, { locale }), sign: '○' };
		const text = m.figures_areas_of({ accepted: count, count: areas.length }, { locale });
		return { text, step: stepOf(count, areas.length + 1) };
	});
	return {
		name: ['tiles', ...(live.area ? [slugOf(live.area)] : [])].join('-'),
		draw: 'tiles',
		title: m.figures_coverage_tiles({}, { locale }),
		alt: altOf(rows),
		note: m.figures_coverage_tiles_note({ round: data.round.name }, { locale }),
		columns: [m.figures_country({}, { locale }), m.figures_areas_accepted({}, { locale })],
		rows,
		legend: []
	};
}
