import { OUTCOME_GLYPHS, outcomeWords, reasonWords } from '#lib/components/compared/words.ts';
import { m } from '#lib/paraglide/messages.js';
import type { Cell, Figure, Piece } from '#lib/report/content.ts';
import type { Live } from '#lib/report/live.ts';
import { OUTCOMES, type Outcome, REASONS } from '#lib/rounds/compareAnswers.ts';
import { type ComparedRow, countOutcomes } from '#lib/rounds/compareRounds.ts';
import { describeAnswer } from '#lib/xlsform/describe.ts';
import type { LiveData } from '../liveData.ts';
import { type ChangeRow, compareWithEarlier } from './earlier.ts';
import { findAskedNow } from './tally.ts';
import { questionSlug, slugOf, titleOf } from './words.ts';

/**
 * What became of the answers since the round before: counts by country, by area of one country,
 * or to one question what each country said then and says now. Nothing where there was no round before.
 */
export async function drawChange(data: LiveData, live: Live): Promise<Piece[]> {
	const rows = (await compareWithEarlier(data)).filter(
		(row) =>
			(!live.area || row.area === live.area) &&
			(!live.country || row.country === live.country) &&
			(!live.question || row.question.name === live.question)
	);
	if (rows.length === 0) return [];
	const figure = live.question ? saidThenAndNow(data, live, rows) : counts(data, live, rows);
	return figure ? [{ kind: 'figure', figure }] : [];
}

const headOf = (outcome: Outcome, locale: LiveData['locale']) =>
	`${OUTCOME_GLYPHS[outcome]} ${outcomeWords(outcome, { locale })}`;

function counts(data: LiveData, live: Live, rows: ChangeRow[]): Figure {
	const { locale, definition, say } = data;
	const lines = live.country
		? definition.areas
				.map(({ name, short }) => ({
					...{ label: say(short), code: undefined },
					own: rows.filter(({ area }) => area === name)
				}))
				.filter(({ own }) => own.length > 0)
		: data.countries.map(({ code, name }) => ({
				...{ label: name, code },
				own: rows.filter(({ country }) => country === code)
			}));
	const counted = lines.map(({ own, ...line }) => ({ ...line, counts: countOutcomes(own) }));
	const all = countOutcomes(rows);
	const most = Math.max(
		1,
		...counted.flatMap((line) => OUTCOMES.slice(0, 3).map((outcome) => line.counts[outcome]))
	);
	const cellOf = (outcome: Outcome, count: number): Cell => ({
		text: String(count),
		...(outcome !== 'not_comparable' && count > 0
			? { step: Math.min(5, Math.ceil((count / most) * 5)) as 1 }
			: {})
	});
	const suffix = [live.area, live.country].flatMap((each) => (each ? [slugOf(each)] : []));
	return {
		name: ['change', ...suffix].join('-'),
		draw: 'matrix',
		title: m.figures_change({}, { locale }),
		alt: `${OUTCOMES.map((each) => `${outcomeWords(each, { locale })}: ${all[each]}`).join('; ')}.`,
		note: [m.figures_change_note({ round: data.round.name }, { locale }), ...why(data, rows)].join(
			' '
		),
		columns: [
			live.country ? m.figures_area({}, { locale }) : m.figures_country({}, { locale }),
			...OUTCOMES.map((each) => headOf(each, locale))
		],
		rows: [
			...counted.map(({ label, code, counts: own }) => ({
				...{ label, ...(code ? { code } : {}) },
				cells: OUTCOMES.map((each) => cellOf(each, own[each]))
			})),
			{
				label: m.figures_all({}, { locale }),
				cells: OUTCOMES.map((each) => ({ text: String(all[each]) }))
			}
		],
		legend: [{ text: m.figures_darker_more({}, { locale }), step: 5 }]
	};
}

/** Why what is not comparable is not, with how often. */
function why({ locale }: LiveData, rows: readonly ChangeRow[]): string[] {
	const reasons = REASONS.map((reason) => ({
		reason,
		count: rows.filter((row) => row.reason === reason).length
	})).filter(({ count }) => count > 0);
	if (reasons.length === 0) return [];
	const words = reasons
		.map(({ reason, count }) => `${reasonWords(reason, { locale }).replace(/\.$/, '')}: ${count}`)
		.join('; ');
	return [m.figures_change_why({ reasons: words }, { locale })];
}

function saidThenAndNow(data: LiveData, live: Live, rows: ChangeRow[]): Figure | null {
	const { locale, countries } = data;
	const asked = findAskedNow(data, live.question);
	if (!asked) return null;
	const wordsOf = (side: ComparedRow['now']): string => {
		if (!side || side.said.status === 'not_safe') return m.figures_without({}, { locale });
		if (side.said.status === 'dont_know') return m.figures_dont_know({}, { locale });
		if (side.said.status === 'not_applicable') return m.figures_not_applicable({}, { locale });
		return describeAnswer(side.definition, side.question, side.said, data.language);
	};
	const lines = countries.flatMap(({ code, name }) =>
		rows
			.filter(({ country }) => country === code)
			.map((row) => ({
				...{ label: name, code },
				cells: [
					{
						sign: OUTCOME_GLYPHS[row.outcome],
						text: [
							outcomeWords(row.outcome, { locale }),
							...(row.reason ? [reasonWords(row.reason, { locale })] : [])
						].join('. ')
					},
					{ text: wordsOf(row.then) },
					{ text: wordsOf(row.now) }
				]
			}))
	);
	const all = countOutcomes(rows);
	return {
		name: `change-${questionSlug(data, asked)}`,
		draw: 'plain',
		title: m.figures_change_of({ question: titleOf(data, asked) }, { locale }),
		alt: `${OUTCOMES.map((each) => `${outcomeWords(each, { locale })}: ${all[each]}`).join('; ')}.`,
		note: m.figures_change_note({ round: data.round.name }, { locale }),
		columns: [
			m.figures_country({}, { locale }),
			m.figures_became({}, { locale }),
			m.figures_then({}, { locale }),
			m.figures_now({}, { locale })
		],
		rows: lines,
		legend: []
	};
}
