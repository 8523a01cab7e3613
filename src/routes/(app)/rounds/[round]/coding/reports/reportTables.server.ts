import { countryName } from '#lib/asean.ts';
import { PATH_SIGN, type ReportTable } from '#lib/components/coding/reportTable.ts';
import { speakerWords } from '#lib/components/coding/speakerWords.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import type { Crossing, ReportsPage } from '#lib/server/coding/reports.ts';

/** The reports of a round as tables: the page shows them, and the same leave as files. */
export function reportTables(page: ReportsPage): ReportTable[] {
	const codeNames = new Map(page.codes.map(({ id, path }) => [id, path.join(PATH_SIGN)]));
	const speakerNames = new Map(page.speakers.map(({ key, who }) => [key, speakerWords(who)]));
	const countryNames = new Map(
		page.countries.map(({ country, name }) => [country, countryName(country, name, getLocale())])
	);
	const codes = { corner: m.agreement_code(), rowNames: codeNames };
	return [
		{
			name: 'speakers',
			title: m.agreement_speakers(),
			text: m.agreement_speakers_text(),
			corner: m.agreement_speaker(),
			columns: [m.agreement_turns(), m.agreement_words(), m.agreement_codes()],
			rows: page.speakers.map(({ who, turns, words, codes: count }) => ({
				label: speakerWords(who),
				cells: [turns, words, count]
			}))
		},
		{
			name: 'themes',
			title: m.agreement_by_speaker(),
			text: m.agreement_by_speaker_text(),
			...tableOf(page.bySpeaker, { ...codes, columnNames: speakerNames })
		},
		{
			name: 'countries',
			title: m.agreement_by_country(),
			text: m.agreement_by_country_text(),
			...tableOf(page.byCountry, { ...codes, columnNames: countryNames })
		},
		{
			name: 'together',
			title: m.agreement_together(),
			text: m.agreement_together_text(),
			...tableOf(page.together, { ...codes, columnNames: codeNames })
		}
	];
}

interface Names {
	corner: string;
	rowNames: ReadonlyMap<string, string>;
	columnNames: ReadonlyMap<string, string>;
}

function tableOf(crossing: Crossing, { corner, rowNames, columnNames }: Names) {
	const at = new Map(crossing.counts.map(({ row, column, units }) => [`${row} ${column}`, units]));
	return {
		corner,
		columns: crossing.columns.map((column) => columnNames.get(column) ?? column),
		rows: crossing.rows.map((row) => ({
			label: rowNames.get(row) ?? row,
			cells: crossing.columns.map((column) => at.get(`${row} ${column}`) ?? 0)
		}))
	};
}
