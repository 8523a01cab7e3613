import type { Figure } from '../content.ts';

export interface Heads {
	/** Above the labels of the rows; '' where the figure names none. */
	label: string;
	/** Above the cells, one each. */
	columns: string[];
}

/**
 * What stands above the columns of a figure's table. Where there is one name more than the longest
 * row has cells, the first is that of the labels. A strip's cells are one column: the countries.
 */
export function headsOf({ columns, rows, draw }: Figure): Heads {
	const most = draw === 'strip' ? 1 : Math.max(0, ...rows.map(({ cells }) => cells.length));
	if (columns.length > most) return { label: columns[0] ?? '', columns: columns.slice(1) };
	return { label: '', columns: [...columns, ...Array<string>(most - columns.length).fill('')] };
}
