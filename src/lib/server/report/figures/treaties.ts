import { m } from '#lib/paraglide/messages.js';
import type { Cell, Figure, Piece } from '#lib/report/content.ts';
import type { Live } from '#lib/report/live.ts';
import type { ListedClaim } from '#lib/treaties/listedClaim.ts';
import { type TreatyStatus, deriveStanding } from '#lib/treaties/status.ts';
import { STATUS, isOpen, whenIn } from '#lib/treaties/statusWords.ts';
import { type Instrument, listInstruments, listStandingClaims } from '../../treaties/queries.ts';
import type { LiveCountry, LiveData } from '../liveData.ts';
import { basisIn, cellOf } from './treatyWords.ts';
import { slugOf } from './words.ts';

/** Instruments × countries with what stands (rule R15), or for one country what that rests on. */
export async function drawTreaties(data: LiveData, live: Live): Promise<Piece[]> {
	const { studyId } = data.round;
	const instruments = await listInstruments(data.trx, studyId);
	const claims = await listStandingClaims(data.trx, studyId);
	const countries = data.countries.filter(({ code }) => !live.country || code === live.country);
	if (instruments.length === 0 || countries.length === 0) return [];
	const at = (country: string, { code }: Instrument) =>
		claims.filter((claim) => claim.country === country && claim.instrument === code);
	const figure = live.country
		? ofCountry(data, countries[0]!, instruments, at)
		: ofAll(data, countries, instruments, at);
	return [{ kind: 'figure', figure }];
}

type At = (country: string, instrument: Instrument) => ListedClaim[];

function ofAll(
	data: LiveData,
	countries: LiveCountry[],
	instruments: Instrument[],
	at: At
): Figure {
	const { locale } = data;
	const standings = instruments.map((instrument) => ({
		instrument,
		own: countries.map(({ code }) => deriveStanding(at(code, instrument)))
	}));
	const all = standings.flatMap(({ own }) => own);
	const used = (Object.keys(STATUS) as TreatyStatus[]).filter((status) =>
		all.some((standing) => standing.status === status)
	);
	const alt = standings.map(({ instrument, own }) => {
		const parties = own.filter(({ status }) => status === 'party').length;
		return m.figures_treaties_alt(
			{ instrument: instrument.short, parties, count: countries.length },
			{ locale }
		);
	});
	return {
		name: 'treaties',
		draw: 'matrix',
		title: m.figures_treaties({}, { locale }),
		alt: alt.join(' '),
		note: m.figures_treaties_note({}, { locale }),
		columns: [m.treaties_col_treaty({}, { locale }), ...countries.map(({ name }) => name)],
		rows: standings.map(({ instrument, own }) => ({
			label: instrument.short,
			cells: own.map((standing) => cellOf(data, standing))
		})),
		legend: used.flatMap((status): Cell[] => {
			const { sign, word, means, step } = STATUS[status];
			const text = `${word({}, { locale })}: ${means({}, { locale })}`;
			const own = all.filter((standing) => standing.status === status);
			return [
				...(own.some((standing) => !isOpen(standing))
					? [{ sign, text, ...(step ? { step } : {}) }]
					: []),
				...(own.some(isOpen)
					? [
							{
								sign: `${sign}?`,
								text: m.figures_unverified({ status: word({}, { locale }) }, { locale })
							}
						]
					: [])
			];
		})
	};
}

function ofCountry(
	data: LiveData,
	country: LiveCountry,
	instruments: Instrument[],
	at: At
): Figure {
	const { locale, say, language } = data;
	const options = { locale };
	const rows = instruments.map((instrument) => {
		const claims = at(country.code, instrument);
		const standing = deriveStanding(claims);
		const sources = [...new Set(claims.map(({ source }) => source))].filter(Boolean).sort();
		return {
			label: [instrument.short, say(instrument.name)].filter(Boolean).join(' · '),
			cells: [
				cellOf(data, standing),
				{ text: basisIn(data, standing) },
				{ text: standing.asOf ? whenIn(standing.asOf, language) : '' },
				{
					text: sources.join('; ') || (claims.length > 0 ? m.treaties_source_none({}, options) : '')
				}
			]
		};
	});
	return {
		name: `treaties-${slugOf(country.code)}`,
		draw: 'plain',
		title: m.figures_treaties_of({ country: country.name }, options),
		alt: `${rows.map(({ label, cells }) => `${label}: ${cells[0]!.text}`).join('; ')}.`,
		note: m.figures_treaties_note({}, options),
		columns: [
			m.treaties_col_treaty({}, options),
			m.treaties_standing({}, options),
			m.figures_treaty_basis({}, options),
			m.treaties_form_as_of({}, options),
			m.treaties_source({}, options)
		],
		rows,
		legend: []
	};
}
