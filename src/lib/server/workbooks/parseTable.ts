import type { ExternalTable } from '../../xlsform/definition.ts';
import { eachRecord } from './csvRecords.ts';
import { decodeText } from './decodeText.ts';
import { createGrids } from './grid.ts';
import { readGeoJson } from './readGeoJson.ts';
import { readInstance } from './readInstance.ts';
import type { WorkbookLimits } from './limits.ts';
import { refuse } from './refusal.ts';

/** Takes the rows of a table one after the other, each by the names of its columns. */
export type TakeRow = (row: Iterable<readonly [column: string, text: string]>) => void;

/**
 * The rows of a CSV file, an XML secondary instance or GeoJSON, told by its content. Runs in this
 * thread; readExternalTable runs it in another. Throws a refusal or any error.
 */
export function parseTable(
	bytes: Uint8Array,
	_fileName: string,
	limits: WorkbookLimits
): ExternalTable {
	const text = decodeText(bytes);
	const table = createTable(limits);
	if (/^\s*</.test(text)) readInstance(text, table.take);
	else if (/^\s*\{/.test(text)) readGeoJson(text, table.take);
	else readRecords(text, table);
	return table.toTable();
}

function readRecords(text: string, { addColumns, take }: ReturnType<typeof createTable>): void {
	let header: readonly string[] | undefined;
	eachRecord(
		text,
		() => false,
		(record) => {
			if (header) take(record.map((cell, at) => [header?.[at] ?? '', cell] as const));
			else addColumns((header = record.map((name) => name.trim())));
		}
	);
	if (!header) throw refuse('workbook_empty');
}

/** Columns in the order they are first met; every row is as long as there are columns. */
function createTable(limits: WorkbookLimits) {
	const grids = createGrids(limits);
	const grid = grids.addSheet('');
	const columns = new Map<string, number>();
	let rows = 0;
	const columnOf = (name: string) => {
		const known = columns.get(name);
		if (known === undefined) columns.set(name, columns.size);
		return known ?? columns.size - 1;
	};
	return {
		addColumns: (names: readonly string[]) => names.filter(Boolean).forEach(columnOf),
		take(row: Iterable<readonly [string, string]>) {
			for (const [name, text] of row) if (name !== '') grid.put(rows, columnOf(name), text);
			rows += 1;
		},
		toTable(): ExternalTable {
			const filled = grids.toSheets()[0]?.rows ?? [];
			return {
				columns: [...columns.keys()],
				rows: filled.map((row) => Array.from(columns.values(), (at) => row[at] ?? ''))
			};
		}
	};
}
