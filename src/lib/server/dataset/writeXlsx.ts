// A workbook of several sheets written in constant memory. hucre, which reads our workbooks,
// streams one sheet only; this writes what is needed of ECMA-376 part 1 (SpreadsheetML) itself.
import { Zip, ZipDeflate } from 'fflate';
import {
	cellXml,
	contentTypesXml,
	relationsXml,
	rootRelationsXml,
	stylesXml,
	workbookXml,
	worksheetHead,
	worksheetTail
} from '../workbooks/xlsxParts.ts';
import type { Cell } from './table.ts';

export interface Sheet {
	/** At most 25 letters, so that a number fits behind it; none of []:*?/\ */
	name: string;
	/** Bold and frozen; null for a sheet of plain notes. */
	header: readonly string[] | null;
	/** Widths of the first columns in characters; the others get the last one. */
	widths: readonly number[];
	blocks: AsyncIterable<readonly (readonly Cell[])[]> | Iterable<readonly (readonly Cell[])[]>;
}

/** Limits of the format: rows and columns of a sheet. */
export const MAX_ROWS = 1_048_576;
export const MAX_COLUMNS = 16_384;

/**
 * The workbook as bytes, produced as they are read. Strings are text cells whatever they begin
 * with, numbers are numbers. A sheet with more rows than the format takes continues on `name 2`.
 */
export async function* writeXlsx(
	sheets: readonly Sheet[],
	maxRows = MAX_ROWS
): AsyncGenerator<Uint8Array> {
	let waiting: Uint8Array[] = [];
	const zip = new Zip((error, chunk) => {
		if (error) throw error;
		if (chunk.byteLength > 0) waiting.push(chunk);
	});
	const drain = () => waiting.splice(0);
	const encoder = new TextEncoder();
	const begin = (path: string) => {
		const part = new ZipDeflate(path, { level: 6 });
		zip.add(part);
		return {
			add: (xml: string) => part.push(encoder.encode(xml)),
			end: (xml: string) => part.push(encoder.encode(xml), true)
		};
	};
	const names: string[] = [];

	for (const sheet of sheets) {
		let rows = 0;
		const open = (number: number) => {
			names.push(number === 1 ? sheet.name : `${sheet.name} ${number}`);
			const part = begin(`xl/worksheets/sheet${names.length}.xml`);
			part.add(worksheetHead(sheet.widths, sheet.header !== null));
			rows = 0;
			if (sheet.header) part.add(rowXml(sheet.header, ++rows, true));
			return part;
		};
		let parts = 1;
		let part = open(parts);
		for await (const block of sheet.blocks) {
			let xml = '';
			for (const row of block) {
				if (rows >= maxRows) {
					part.add(xml);
					part.end(worksheetTail());
					xml = '';
					part = open(++parts);
				}
				xml += rowXml(row, ++rows, false);
				// Whole blocks can be many megabytes; the compressor gets them in sips.
				if (xml.length > 65_536) {
					part.add(xml);
					xml = '';
				}
			}
			part.add(xml);
			yield* drain();
		}
		part.end(worksheetTail());
		yield* drain();
	}

	begin('xl/workbook.xml').end(workbookXml(names));
	begin('xl/_rels/workbook.xml.rels').end(relationsXml(names.length));
	begin('xl/styles.xml').end(stylesXml());
	begin('_rels/.rels').end(rootRelationsXml());
	begin('[Content_Types].xml').end(contentTypesXml(names.length));
	zip.end();
	yield* drain();
	waiting = [];
}

function rowXml(row: readonly Cell[], number: number, isHeader: boolean): string {
	if (row.length > MAX_COLUMNS) throw new RangeError('more columns than a sheet takes');
	let xml = `<row r="${number}">`;
	row.forEach((cell, column) => (xml += cellXml(cell, column, number, isHeader)));
	return `${xml}</row>`;
}
