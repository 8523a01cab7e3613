import { stringify } from 'csv-stringify/sync';
import type { Cell, Table } from './table.ts';

// A leading blank does not stop every spreadsheet from seeing the sign behind it.
const HIDDEN_FORMULA = /^[\s\u200B\u2060\uFEFF]+[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/;

function text(cell: Cell): Cell {
	return typeof cell === 'string' && HIDDEN_FORMULA.test(cell) ? `'${cell}` : cell;
}

/**
 * A table as CSV the way spreadsheets expect it: UTF-8 with byte order mark, CRLF. Text that
 * would start a formula gets an apostrophe in front, headers included; numbers stay as they are.
 */
export async function* writeCsv(table: Table): AsyncGenerator<Uint8Array> {
	const encode = (rows: readonly (readonly Cell[])[], bom = false) =>
		new TextEncoder().encode(
			stringify(
				rows.map((row) => row.map(text)),
				{ bom, record_delimiter: 'windows', escape_formulas: true }
			)
		);
	yield encode([table.header], true);
	for await (const block of table.blocks) if (block.length > 0) yield encode(block);
}
