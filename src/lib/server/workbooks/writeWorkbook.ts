import { strToU8, zipSync } from 'fflate';
import type { Sheet } from '../../xlsform/sheet.ts';
import {
	cellXml,
	contentTypesXml,
	relationsXml,
	rootRelationsXml,
	stylesXml,
	workbookXml,
	worksheetHead,
	worksheetTail
} from './xlsxParts.ts';

const NARROWEST = 10;
const WIDEST = 60;
/** The oldest moment the format knows: the same sheets are the same bytes, whenever written. */
const MOMENT = new Date(1980, 0, 1);

/**
 * The sheets as an .xlsx file: every cell text, the first row bold and frozen, columns as wide as
 * what stands in them. Names of sheets are cut and cleaned to what the format takes; texts longer
 * than 32,767 signs are cut. The same sheets give the same bytes.
 */
export function writeWorkbook(sheets: readonly Sheet[]): Uint8Array {
	const files: Record<string, Uint8Array> = {
		'[Content_Types].xml': strToU8(contentTypesXml(sheets.length)),
		'_rels/.rels': strToU8(rootRelationsXml()),
		'xl/workbook.xml': strToU8(workbookXml(fittingNames(sheets))),
		'xl/_rels/workbook.xml.rels': strToU8(relationsXml(sheets.length)),
		'xl/styles.xml': strToU8(stylesXml())
	};
	sheets.forEach((sheet, at) => {
		files[`xl/worksheets/sheet${at + 1}.xml`] = strToU8(worksheetXml(sheet));
	});
	return zipSync(files, { level: 6, mtime: MOMENT });
}

function worksheetXml({ rows }: Sheet): string {
	const xml = rows.map((row, at) => {
		const cells = row.map((text, column) => cellXml(text, column, at + 1, at === 0)).join('');
		return cells === '' ? '' : `<row r="${at + 1}">${cells}</row>`;
	});
	return worksheetHead(widthsOf(rows), rows.length > 0) + xml.join('') + worksheetTail();
}

/** Widths in characters; long texts go on beside or behind the edge of their column. */
function widthsOf(rows: Sheet['rows']): number[] {
	const widths = [NARROWEST];
	for (const row of rows)
		row.forEach((text, column) => {
			const width = Math.min(WIDEST, text.length + 2);
			widths[column] = Math.max(widths[column] ?? NARROWEST, width);
		});
	// The last width goes for all columns behind it too.
	return [...widths, NARROWEST];
}

/** Names as the format takes them: up to 31 signs, some not at all, no two the same. */
function fittingNames(sheets: readonly Sheet[]): string[] {
	const taken = new Set<string>();
	return sheets.map(({ name }) => {
		const clean =
			name
				.replace(/[[\]:*?/\\]/g, '_')
				.slice(0, 31)
				.replace(/^'+|'+$/g, '')
				.trim() || 'sheet';
		let fitting = clean;
		for (let number = 2; taken.has(fitting.toLowerCase()); number += 1)
			fitting = `${clean.slice(0, 27)} ${number}`;
		taken.add(fitting.toLowerCase());
		return fitting;
	});
}
