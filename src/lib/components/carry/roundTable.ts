import { stateWords } from '#lib/components/ui/StateChip.svelte';
import { delegationName } from '#lib/components/review/words.ts';
import { m } from '#lib/paraglide/messages.js';
import { CHANGE_KINDS, type ChangeKind, type DelegationStatus } from '#lib/terms.ts';
import type { TableColumn, TableRow } from './ChangesTable.svelte';
import { kindGlyphs, kindWords } from './words.ts';

type Counts = Record<ChangeKind, number>;

interface Row {
	delegation: {
		id: string;
		country: string;
		countryName: string;
		name: string;
		status: DelegationStatus;
	};
	/** Name of the round before. */
	earlier: string | null;
	/** Areas that are compared. */
	areas: readonly string[];
	counts: Counts;
	byArea: Record<string, Counts>;
}

interface Page {
	at: string;
	filter: { country: string; area: string; kind: string };
	areas: readonly { value: string; label: string }[];
	rows: readonly Row[];
	isPartial: boolean;
	/** Whether one country was chosen: then its areas are the rows. */
	isOne: boolean;
}

/**
 * The table of a round's changes: countries by kind; where one kind is chosen, countries by
 * area; where one country is chosen, its areas by kind.
 */
export function tableOf(page: Page) {
	const { filter, areas, isPartial, isOne } = page;
	const places = areas.filter(({ value }) => !filter.area || value === filter.area);
	const kinds = CHANGE_KINDS.filter((kind) => !filter.kind || kind === filter.kind);
	const kindColumns = kinds.map((key): TableColumn => ({
		key,
		label: kindWords(key, isPartial),
		glyph: kindGlyphs[key]
	}));
	const only = kinds.length === 1 ? kinds[0] : undefined;
	const isByArea = only !== undefined && !isOne;
	return {
		caption: isOne ? m.carry_table_delegation() : m.carry_table_round(),
		head: isOne ? m.carry_area() : m.carry_country(),
		columns: isByArea
			? places.map(({ value, label }): TableColumn => ({ key: value, label }))
			: kindColumns,
		rows: isOne
			? places.map((place) => rowOfArea(page, place))
			: page.rows.map((row) => rowOfCountry(page, row, only)),
		hasStrip: !filter.kind
	};
}

/** How many of the areas looked at there are to compare. */
function saidOf({ areas, filter, isPartial }: Page, row: Row): { isNone: boolean; said: string } {
	const asked = areas.filter(({ value }) => !filter.area || value === filter.area);
	const total = asked.length;
	const count = asked.filter(({ value }) => row.areas.includes(value)).length;
	if (row.earlier === null) return { isNone: true, said: m.carry_none_earlier() };
	if (count === 0)
		return {
			isNone: true,
			said: isPartial ? m.carry_none_accepted() : m.carry_none_submitted()
		};
	if (count === total) return { isNone: false, said: '' };
	const partly = isPartial ? m.carry_partly_accepted : m.carry_partly_submitted;
	return { isNone: false, said: partly({ count, total }) };
}

function rowOfCountry(page: Page, row: Row, only: ChangeKind | undefined): TableRow {
	const { id, status } = row.delegation;
	const { isNone, said } = saidOf(page, row);
	const state = status === 'active' ? '' : stateWords(status);
	const query = new URLSearchParams(
		Object.entries({ ...page.filter, country: id }).filter(([, value]) => value !== '')
	);
	const byArea = () =>
		Object.fromEntries(
			Object.entries(row.byArea).map(([area, counts]) => [area, counts[only!] ?? 0])
		);
	return {
		key: id,
		label: delegationName(row.delegation),
		href: `${page.at}?${query}#main`,
		counts: isNone ? null : only ? byArea() : row.counts,
		said: [state, said].filter(Boolean).join(' · ')
	};
}

function rowOfArea(page: Page, { value, label }: Page['areas'][number]): TableRow {
	const [row] = page.rows;
	const { isNone, said } = row
		? saidOf({ ...page, filter: { ...page.filter, area: value } }, row)
		: { isNone: true, said: '' };
	const empty = Object.fromEntries(CHANGE_KINDS.map((kind) => [kind, 0]));
	return {
		key: value,
		label,
		counts: isNone ? null : (row?.byArea[value] ?? empty),
		said
	};
}
