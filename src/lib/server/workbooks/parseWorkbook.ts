import type { Sheet } from '../../xlsform/sheet.ts';
import type { WorkbookLimits } from './limits.ts';
import { isCompoundFile } from './compoundFile.ts';
import { readCsv } from './readCsv.ts';
import { readXls } from './readXls.ts';
import { readXlsx } from './readXlsx.ts';
import { refuse } from './refusal.ts';

/**
 * The sheets of a workbook, told by its content: a package is .xlsx, a compound file .xls,
 * anything else text. Runs in this thread; `readWorkbook` runs it in another. Throws a refusal,
 * or any error when the file is broken.
 */
export function parseWorkbook(
	bytes: Uint8Array,
	_fileName: string,
	limits: WorkbookLimits
): Sheet[] {
	const sheets = readSheets(bytes, limits);
	if (!sheets.some(({ rows }) => rows.length > 0)) throw refuse('workbook_empty');
	return sheets;
}

function readSheets(bytes: Uint8Array, limits: WorkbookLimits): Sheet[] {
	if (bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] ?? 0) < 9) return readXlsx(bytes, limits);
	return isCompoundFile(bytes) ? readXls(bytes, limits) : readCsv(bytes, limits);
}
