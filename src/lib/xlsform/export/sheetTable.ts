import type { Sheet } from '../sheet.ts';

/** A row by header; what is not in it is an empty cell. */
export type Cells = Record<string, string>;

/**
 * Rows as a sheet. `order` says which columns come first and in which order; a name in it also
 * stands for its languages (`label` for `label::English (en)`). Others follow as they appear,
 * and a column nobody fills is left out unless it is in `always`.
 */
export function tableOf(
	name: string,
	rows: readonly Cells[],
	order: readonly string[],
	always: readonly string[] = []
): Sheet {
	const used = new Set<string>(always);
	for (const row of rows)
		for (const [header, cell] of Object.entries(row)) if (cell !== '') used.add(header);
	const rank = (header: string): number => {
		const at = order.indexOf(header.split('::')[0] ?? header);
		return at < 0 ? order.length : at;
	};
	const headers = [...used].sort((one, other) => rank(one) - rank(other));
	return {
		name,
		rows: [headers, ...rows.map((row) => headers.map((header) => row[header] ?? ''))]
	};
}
