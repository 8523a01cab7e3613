// A questionnaire as one text file, in the layout of the reference converter: a cell in the first
// column names a sheet, the rows below it leave that column empty. A plain table with the columns
// type and name is read as the survey sheet.
import type { Sheet } from '../../xlsform/sheet.ts';
import { eachRecord } from './csvRecords.ts';
import { decodeText } from './decodeText.ts';
import { createGrids, type Grid } from './grid.ts';
import type { WorkbookLimits } from './limits.ts';
import { refuse } from './refusal.ts';

const SHEETS = new Set(['survey', 'choices', 'settings', 'external_choices', 'entities', 'osm']);

const plain = (text: string | undefined) => (text ?? '').trim().toLowerCase();
const isSheetName = (text: string | undefined) => SHEETS.has(plain(text));

/** The sheets of a CSV file. Rows without content are left out. Throws a refusal or any error. */
export function readCsv(bytes: Uint8Array, limits: WorkbookLimits): Sheet[] {
	const text = decodeText(bytes);
	const kind = /^\s*(?:(%PDF)|(\{\\rtf)|<(?:!doctype\s+)?(html|\?xml|table|meta))/i.exec(text);
	if (kind) throw refuse('workbook_type', { type: kind[1] ? '.pdf' : kind[2] ? '.rtf' : '.html' });
	const grids = createGrids(limits);
	const layout = createLayout((name) => grids.addSheet(name));
	eachRecord(text, isHeader, layout.take);
	if (!layout.isQuestionnaire()) throw refuse('workbook_type', { type: '' });
	return grids.toSheets();
}

function isHeader(record: readonly string[]): boolean {
	const names = record.map(plain);
	return names.includes('type') && names.includes('name');
}

interface OpenSheet {
	grid: Grid;
	rows: number;
	/** Column of each cell of the rows to come, by the header above them. */
	columns: number[] | undefined;
	headers: string[];
}

/** Sorts records into sheets. */
function createLayout(addSheet: (name: string) => Grid) {
	const sheets = new Map<string, OpenSheet>();
	let current: OpenSheet | undefined;
	let isKnown = false;
	let isPlain: boolean | undefined;

	function open(name: string): OpenSheet {
		const known = sheets.get(name);
		if (known) return { ...known, columns: undefined };
		return { grid: addSheet(name), rows: 0, columns: undefined, headers: [] };
	}

	function take(record: readonly string[]): void {
		isPlain ??= isHeader(record) && !isSheetName(record[0]) && plain(record[0]) !== '';
		if (isPlain) {
			isKnown = true;
			if (!current) sheets.set('survey', (current = open('survey')));
			return addRow(current, record);
		}
		const [name = '', ...cells] = record;
		if (name !== '') {
			current = open(name);
			sheets.set(name, current);
			isKnown ||= isSheetName(name);
		}
		if (current && cells.some((cell) => cell !== '')) addRow(current, cells);
	}

	return { take, isQuestionnaire: () => isKnown };
}

/** The first row of a sheet is its header; a sheet named again continues under a new one. */
function addRow(sheet: OpenSheet, cells: readonly string[]): void {
	if (sheet.columns === undefined) {
		const isFirst = sheet.headers.length === 0;
		sheet.columns = cells.map((cell) => {
			const known = isFirst || cell === '' ? -1 : sheet.headers.indexOf(cell);
			if (known !== -1) return known;
			sheet.grid.put(0, sheet.headers.length, cell);
			return sheet.headers.push(cell) - 1;
		});
		if (isFirst) sheet.rows = 1;
		return;
	}
	cells.forEach((cell, at) => sheet.grid.put(sheet.rows, sheet.columns?.[at] ?? at, cell.trim()));
	sheet.rows += 1;
}
