import { type SheetCode, type SheetProblem, readSheetRows } from '#lib/codes/sheet.ts';
import { eachRecord } from '../workbooks/csvRecords.ts';
import { decodeText } from '../workbooks/decodeText.ts';
import { refusalOf } from '../workbooks/refusal.ts';
import { workbookProblem } from '../workbooks/workbookProblem.ts';

/** A codebook as it was read from a table: its codes, and the rows that could not be read. */
export interface ReadCodebook {
	codes: SheetCode[];
	problems: { row: number; problem: SheetProblem }[];
}

/** The text of a file in whatever encoding spreadsheets write. @throws Problem workbook_type */
export function textOfFile(bytes: Uint8Array): string {
	try {
		return decodeText(bytes);
	} catch (thrown) {
		throw workbookProblem(refusalOf(thrown));
	}
}

/**
 * The codes of a table with commas, semicolons or tabs.
 * @throws Problem workbook_broken where its quotes are not closed
 */
export function readCodebook(text: string): ReadCodebook {
	const rows: string[][] = [];
	const isHeader = (record: readonly string[]) =>
		record.some((cell) => /^(path|tag|code|name)$/i.test(cell.trim()));
	try {
		eachRecord(text.replace(/^\uFEFF/, ''), isHeader, (record) => rows.push([...record]));
	} catch (thrown) {
		throw workbookProblem(refusalOf(thrown));
	}
	return readSheetRows(rows);
}
