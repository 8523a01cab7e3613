// Workbooks of Excel 5 to 2003: the text of their cells, [MS-XLS] 2.4 for BIFF8 and the same records
// with texts in a code page for BIFF5.
import type { Sheet } from '../../xlsform/sheet.ts';
import { readPieces, readStringTable, readUnicode, recordsFrom, type BiffRecord } from './biff.ts';
import type { Calendar } from './cellText.ts';
import { openCompoundFile } from './compoundFile.ts';
import { createGrids } from './grid.ts';
import type { WorkbookLimits } from './limits.ts';
import { kindOfBuiltIn, kindOfFormat, type NumberKind } from './numberFormats.ts';
import { refuse, tooMany } from './refusal.ts';
import { type BiffTables, readBiffSheet } from './xlsSheet.ts';

const BOF = 0x809;
const EOF = 0x0a;
const FILEPASS = 0x2f;
const CODEPAGE = 0x42;
const DATEMODE = 0x22;
const BOUNDSHEET = 0x85;
const FORMAT = 0x41e;
const XF = 0xe0;
const SST = 0xfc;

const BIFF8 = 0x600;
const BIFF5 = 0x500;
/** Sheets may point at the same records; together they read at most so many. */
const MAX_RECORDS = 4_000_000;

const CODE_PAGES: Readonly<Record<number, string>> = {
	866: 'ibm866',
	874: 'windows-874',
	932: 'shift_jis',
	936: 'gbk',
	949: 'euc-kr',
	950: 'big5',
	10000: 'macintosh',
	32768: 'macintosh'
};

/** The sheets of an .xls file in their order. Throws a refusal or any error. */
export function readXls(bytes: Uint8Array, limits: WorkbookLimits): Sheet[] {
	const file = openCompoundFile(bytes);
	if (file.read('EncryptedPackage')) throw refuse('workbook_encrypted');
	if (file.read('WordDocument')) throw refuse('workbook_type', { type: '.doc' });
	const stream = file.read('Workbook') ?? file.read('Book');
	if (!stream) throw refuse('workbook_type', { type: '' });
	const { sheets, tables } = readGlobals(stream);
	if (new Set(sheets.map(({ at }) => at)).size < sheets.length)
		throw new Error('two sheets at one place');
	const grids = createGrids(limits);
	let left = MAX_RECORDS;
	const counted = function* (start: number): Generator<BiffRecord> {
		for (const record of recordsFrom(stream, start)) {
			if ((left -= 1) < 0) throw tooMany('cells', limits.cells);
			yield record;
		}
	};
	for (const { name, at } of sheets) readBiffSheet(counted(at), tables, grids.addSheet(name));
	return grids.toSheets();
}

/** What stands before the sheets: their names and places, and what their cells refer to. */
function readGlobals(stream: Uint8Array) {
	const sheets: { name: string; at: number }[] = [];
	const formats = new Map<number, NumberKind>();
	const cellFormats: number[] = [];
	let strings: string[] = [];
	let calendar: Calendar = 1900;
	let version = 0;
	let decode = decoderOf(1252);
	const shortText = (record: BiffRecord, at: number) =>
		version === BIFF8
			? readUnicode(readPieces(record.pieces, at + 1), record.view.getUint8(at))
			: decode(record.pieces[0]!.subarray(at + 1, at + 1 + record.view.getUint8(at)));

	for (const record of recordsFrom(stream, 0)) {
		const { type, view } = record;
		if (version === 0) version = versionOf(record);
		else if (type === EOF) break;
		else if (type === FILEPASS) throw refuse('workbook_encrypted');
		else if (type === CODEPAGE) decode = decoderOf(view.getUint16(0, true));
		else if (type === DATEMODE) calendar = view.getUint16(0, true) === 1 ? 1904 : 1900;
		else if (type === XF) cellFormats.push(view.getUint16(2, true));
		else if (type === SST && version === BIFF8) strings = readStringTable(record);
		else if (type === FORMAT) formats.set(view.getUint16(0, true), kindOfFormat(formatOf(record)));
		// The others are charts and programs.
		else if (type === BOUNDSHEET && view.getUint8(5) === 0)
			sheets.push({ at: view.getUint32(0, true), name: shortText(record, 6) });
	}

	function formatOf(record: BiffRecord): string {
		if (version !== BIFF8) return shortText(record, 2);
		return readUnicode(readPieces(record.pieces, 4), record.view.getUint16(2, true));
	}

	const kinds = cellFormats.map((format) => formats.get(format) ?? kindOfBuiltIn(format));
	const tables: BiffTables = { strings, kinds, calendar, isUnicode: version === BIFF8, decode };
	return { sheets, tables };
}

function versionOf({ type, view }: BiffRecord): number {
	const version = type === BOF ? view.getUint16(0, true) : 0;
	if (version === BIFF8 || version === BIFF5) return version;
	throw refuse('workbook_type', { type: '.xls (Excel 4)' });
}

function decoderOf(codePage: number): (bytes: Uint8Array) => string {
	const windows = codePage >= 1250 && codePage <= 1258 ? `windows-${codePage}` : undefined;
	const decoder = new TextDecoder(windows ?? CODE_PAGES[codePage] ?? 'windows-1252');
	return (bytes) => decoder.decode(bytes);
}
