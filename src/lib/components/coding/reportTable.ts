/** What stands between a code and the folder it lies in. */
export const PATH_SIGN = ' › ';

/** One report as a table: what its page, its picture and its file all show. */
export interface ReportTable {
	/** What it is in addresses: speakers, themes, countries, together. */
	name: string;
	title: string;
	/** What is counted. */
	text: string;
	/** Head of the first column. */
	corner: string;
	columns: string[];
	rows: { label: string; cells: number[] }[];
}

/** In which of five steps a number stands among the others: 0 for none. */
export function stepOf(value: number, most: number): 0 | 1 | 2 | 3 | 4 {
	if (value <= 0 || most <= 0) return 0;
	return Math.min(4, Math.max(1, Math.ceil((value / most) * 4))) as 1 | 2 | 3 | 4;
}

/** The last part of a path, which tells codes of one folder apart; its table has all of it. */
export const ownName = (path: string): string => path.split(PATH_SIGN).at(-1) ?? path;

/** A label that fits a picture: whole graphemes, and three points where some are left out. */
export function shortLabel(label: string, most: number): string {
	const graphemes = [...new Intl.Segmenter('und').segment(label)].map(({ segment }) => segment);
	return graphemes.length > most ? `${graphemes.slice(0, most - 1).join('')}…` : label;
}
