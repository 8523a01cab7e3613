import type { Sheet } from '../sheet.ts';
import { type Problems, sheetProblem } from './problemCodes.ts';

/** A sheet with its header taken off: what stands in which column of which row. */
export interface Grid {
	/** Name of the sheet as it stands in the workbook. */
	sheet: string;
	/** Headers without outer and doubled blanks, in order, each once. */
	headers: readonly string[];
	/** Rows from row 2 on; only cells with content, by header. */
	rows: readonly ReadonlyMap<string, string>[];
}

// After so many empty columns or rows the reference converter takes the sheet to be over.
const EMPTY_COLUMNS = 20;
const EMPTY_ROWS = 60;

/** Cells that were numbers, dates, times or yes and no before they became text. */
const NO_TEXT = /^(-?\d+(\.\d+)?|\d{4}-\d\d-\d\d(T[\d:.]+)?|\d\d:\d\d:\d\d(\.\d+)?|TRUE|FALSE)$/;

function headersOf(sheet: Sheet, problems: Problems): (string | null)[] {
	const headers: (string | null)[] = [];
	let empty = 0;
	for (const cell of sheet.rows[0] ?? []) {
		if (cell.trim() === '') {
			if (empty === EMPTY_COLUMNS) break;
			empty += 1;
			headers.push(null);
			continue;
		}
		empty = 0;
		if (headers.includes(cell))
			problems.errors.push(
				sheetProblem(
					'header_duplicate',
					{ sheet: sheet.name, row: 1, column: cell.trim() },
					{ header: cell.trim() }
				)
			);
		const header = cell.trim().replace(/ +/g, ' ');
		if (NO_TEXT.test(header))
			problems.errors.push(
				sheetProblem(
					'unconvertible',
					{ sheet: sheet.name, row: 1, column: header },
					{ value: header, reason: 'a number or date cannot be the name of a column.' }
				)
			);
		headers.push(header);
	}
	return headers;
}

/** Reads a sheet as the reference converter does: no blanks around cells, no protected blanks. */
export function readGrid(sheet: Sheet, problems: Problems): Grid {
	const headers = headersOf(sheet, problems);
	const rows: Map<string, string>[] = [];
	let empty = 0;
	for (const cells of sheet.rows.slice(1)) {
		const row = new Map<string, string>();
		headers.forEach((header, column) => {
			const text = cells[column]?.trim().replaceAll('\u00a0', ' ') ?? '';
			if (header !== null && text !== '') row.set(header, text);
		});
		if (row.size === 0) {
			if (empty === EMPTY_ROWS) break;
			empty += 1;
		} else empty = 0;
		rows.push(row);
	}
	return {
		sheet: sheet.name,
		headers: [...new Set(headers.filter((header) => header !== null))],
		rows: empty > 0 ? rows.slice(0, -empty) : rows
	};
}
