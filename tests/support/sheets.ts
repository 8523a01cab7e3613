import {
	parseSheets,
	type ParseOptions,
	type ParsedForm
} from '#lib/xlsform/import/parseSheets.ts';
import type { Sheet } from '#lib/xlsform/sheet.ts';

/**
 * Sheets as one writes them down: a line per row, cells between bars. The first cell of a block
 * is the sheet's name. `survey | type | name` begins the sheet `survey` with its header.
 */
export function sheetsOf(text: string): Sheet[] {
	const sheets: { name: string; rows: string[][] }[] = [];
	for (const line of text.split('\n')) {
		if (!line.includes('|')) continue;
		const [name = '', ...cells] = line.split('|').map((cell) => cell.trim());
		if (name !== '') sheets.push({ name, rows: [] });
		sheets.at(-1)?.rows.push(cells);
	}
	return sheets;
}

/** The form of such sheets. */
export function formOf(text: string, options: ParseOptions = {}): ParsedForm {
	return parseSheets(sheetsOf(text), options);
}

/** Errors as `code row`, in order. */
export function errorsOf(text: string): string[] {
	return formOf(text).errors.map(({ code, row }) => (row === null ? code : `${code} ${row}`));
}

/** Warnings as `code row`, in order. */
export function warningsOf(text: string): string[] {
	return formOf(text).warnings.map(({ code, row }) => (row === null ? code : `${code} ${row}`));
}
