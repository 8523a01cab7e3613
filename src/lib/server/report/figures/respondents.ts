import { m } from '#lib/paraglide/messages.js';
import type { Cell, Piece } from '#lib/report/content.ts';
import type { Live } from '#lib/report/live.ts';
import type { LiveData } from '../liveData.ts';
import { acceptedIn, areasOf, tookNoPart } from './coverage.ts';

/** Who answered: by country the public answers, its delegations, and the areas that are accepted. */
export function drawRespondents(data: LiveData, live: Live): Piece[] {
	const { locale, countries, delegations } = data;
	const areas = areasOf(data, live);
	if (countries.length === 0) return [];
	const counted = countries.map(({ code, name }) => {
		const own = areas.map((area) => acceptedIn(data, code, area));
		return {
			...{ code, name },
			answers: own.reduce<number>((sum, count) => sum + (count ?? 0), 0),
			areas: own.filter((count) => count !== null).length,
			delegations: delegations.filter(
				({ country, status }) => country === code && status === 'active'
			).length
		};
	});
	const most = Math.max(0, ...counted.map(({ answers }) => answers));
	const answered = counted.filter((each) => each.answers > 0);
	const total = (key: 'answers' | 'delegations') =>
		counted.reduce((sum, each) => sum + each[key], 0);
	return [
		{
			kind: 'figure',
			figure: {
				name: 'respondents',
				draw: 'bars',
				title: m.figures_respondents({}, { locale }),
				alt: m.figures_respondents_alt(
					{ count: countries.length, answered: answered.length, answers: total('answers') },
					{ locale }
				),
				note: m.figures_respondents_note({ round: data.round.name }, { locale }),
				columns: [
					m.figures_country({}, { locale }),
					m.figures_public_answers({}, { locale }),
					m.figures_delegations({}, { locale }),
					m.figures_areas_accepted({}, { locale })
				],
				rows: counted.map((each) => {
					const first: Cell = tookNoPart(data, each.code)
						? { text: m.figures_no_part({}, { locale }), share: 0 }
						: { text: String(each.answers), share: most === 0 ? 0 : each.answers / most };
					return {
						...{ label: each.name, code: each.code },
						cells: [
							first,
							{ text: String(each.delegations) },
							{ text: m.figures_of({ part: each.areas, total: areas.length }, { locale }) }
						]
					};
				}),
				legend: []
			}
		}
	];
}
