import type { Sheet } from '../../xlsform/sheet.ts';
import type { WorkbookLimits } from './limits.ts';
import { tooMany } from './refusal.ts';

/** Takes the cells of one sheet in any order. Rows and columns count from 0. */
export interface Grid {
	/** @throws the refusal `workbook_too_large` */
	put(row: number, column: number, text: string): void;
}

const EMPTY_ROW: readonly string[] = [];

/** Collects the sheets of one workbook; the limits hold for all of them together. */
export function createGrids(limits: WorkbookLimits) {
	const sheets: { name: string; rows: string[][] }[] = [];
	let cells = 0;
	let characters = 0;

	function addSheet(name: string): Grid {
		if (sheets.length >= limits.sheets) throw tooMany('sheets', limits.sheets);
		const rows: string[][] = [];
		sheets.push({ name, rows });
		return {
			put(row, column, text) {
				if (text === '') return;
				if (row >= limits.rows) throw tooMany('rows', limits.rows);
				if (column >= limits.columns) throw tooMany('columns', limits.columns);
				const cellsOfRow = (rows[row] ??= []);
				characters += text.length;
				if (characters > limits.characters) throw tooMany('characters', limits.characters);
				cells += Math.max(0, column + 1 - cellsOfRow.length);
				if (cells > limits.cells) throw tooMany('cells', limits.cells);
				while (cellsOfRow.length < column) cellsOfRow.push('');
				cellsOfRow[column] = text;
			}
		};
	}

	/** The sheets as they are now; rows nobody filled are empty. */
	const toSheets = (): Sheet[] =>
		sheets.map(({ name, rows }) => ({
			name,
			rows: Array.from(rows, (row: string[] | undefined) => row ?? EMPTY_ROW)
		}));

	return { addSheet, toSheets };
}
