import { RESPONSE_STATES } from '#lib/terms.ts';
import type { Overview, OverviewArea, OverviewRow } from './overview.ts';

/** As they stand in the address; empty or unknown ones narrow nothing. */
export interface OverviewFilter {
	state?: string | null;
	area?: string | null;
	country?: string | null;
}

/**
 * The part of an overview somebody asked for: one area, one country, or the delegations with
 * an area in one state. The facts stay those of the whole round.
 */
export function filterRows(
	overview: Overview,
	filter: OverviewFilter
): { areas: OverviewArea[]; rows: OverviewRow[]; isNarrowed: boolean } {
	const state = RESPONSE_STATES.find((each) => each === filter.state);
	const area = overview.areas.find(({ name }) => name === filter.area);
	const country = overview.rows.find((row) => row.country === filter.country)?.country;
	const rows = overview.rows
		.filter((row) => !country || row.country === country)
		.map((row) => ({
			...row,
			cells: row.cells.filter((cell) => !area || cell.area === area.name)
		}))
		.filter(
			(row) => !state || (row.status === 'active' && row.cells.some((cell) => cell.state === state))
		);
	return {
		areas: area ? [area] : overview.areas,
		rows,
		isNarrowed: Boolean(state || area || country)
	};
}
