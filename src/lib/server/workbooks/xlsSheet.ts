import { readPieces, readUnicode, type BiffRecord } from './biff.ts';
import { type Calendar, durationText, numberText, serialDateText } from './cellText.ts';
import type { Grid } from './grid.ts';
import type { NumberKind } from './numberFormats.ts';

/** What the cells of a workbook refer to. */
export interface BiffTables {
	strings: readonly string[];
	kinds: readonly NumberKind[];
	calendar: Calendar;
	/** BIFF8; before it texts are in a code page. */
	isUnicode: boolean;
	decode(bytes: Uint8Array): string;
}

const BOF = 0x809;
const EOF = 0x0a;
const LABELSST = 0xfd;
const LABEL = 0x204;
const RSTRING = 0xd6;
const NUMBER = 0x203;
const RK = 0x27e;
const MULRK = 0xbd;
const FORMULA = new Set([0x06, 0x206, 0x406]);
const STRING = 0x207;
const BOOLERR = 0x205;

const ERRORS: Readonly<Record<number, string>> = {
	0x00: '#NULL!',
	0x07: '#DIV/0!',
	0x0f: '#VALUE!',
	0x17: '#REF!',
	0x1d: '#NAME?',
	0x24: '#NUM!',
	0x2a: '#N/A'
};

/** Puts the text of every cell of one sheet into the grid; a formula gives its stored value. */
export function readBiffSheet(records: Iterable<BiffRecord>, tables: BiffTables, grid: Grid): void {
	let depth = 0;
	// A formula whose result is a text is followed by a record that holds the text.
	let waiting: { row: number; column: number } | undefined;
	for (const record of records) {
		const { type, view } = record;
		if (type === BOF) depth += 1;
		else if (depth === 0) throw new Error('no sheet at its place');
		else if (type === EOF) {
			depth -= 1;
			if (depth === 0) return;
		}
		// Charts inside the sheet have cells of their own.
		if (depth !== 1 || view.byteLength < (type === STRING ? 2 : 7)) continue;
		if (type === STRING) {
			if (waiting) grid.put(waiting.row, waiting.column, textAt(record, 0, tables));
			waiting = undefined;
			continue;
		}
		const row = view.getUint16(0, true);
		const column = view.getUint16(2, true);
		if (type === MULRK) {
			for (let at = 4; at + 8 <= view.byteLength; at += 6)
				grid.put(row, column + (at - 4) / 6, numberAt(view, at, readRk(view, at + 2), tables));
		} else if (FORMULA.has(type)) {
			const text = formulaText(view, tables);
			waiting = text === undefined ? { row, column } : undefined;
			grid.put(row, column, text ?? '');
		} else {
			grid.put(row, column, simpleText(record, tables));
		}
	}
}

function simpleText(record: BiffRecord, tables: BiffTables): string {
	const { type, view } = record;
	if (type === LABELSST) {
		const text = tables.strings[view.getUint32(6, true)];
		if (text === undefined) throw new Error('a text that is not there');
		return text;
	}
	if (type === LABEL || type === RSTRING) return textAt(record, 6, tables);
	if (type === NUMBER) return numberAt(view, 4, view.getFloat64(6, true), tables);
	if (type === RK) return numberAt(view, 4, readRk(view, 6), tables);
	if (type === BOOLERR) return truthText(view.getUint8(6), view.getUint8(7) === 1);
	return '';
}

/** The stored result of a formula, [MS-XLS] 2.5.133; undefined when a text follows. */
function formulaText(view: DataView, tables: BiffTables): string | undefined {
	if (view.getUint16(12, true) !== 0xffff)
		return numberAt(view, 4, view.getFloat64(6, true), tables);
	const kind = view.getUint8(6);
	if (kind === 0) return undefined;
	return kind === 3 ? '' : truthText(view.getUint8(8), kind === 2);
}

function truthText(value: number, isError: boolean): string {
	if (isError) return ERRORS[value] ?? '#N/A';
	return value === 0 ? 'FALSE' : 'TRUE';
}

function textAt(record: BiffRecord, at: number, tables: BiffTables): string {
	const length = record.view.getUint16(at, true);
	if (tables.isUnicode) return readUnicode(readPieces(record.pieces, at + 2), length);
	return tables.decode(record.pieces[0]!.subarray(at + 2, at + 2 + length));
}

/** A number by the format of its cell, whose index stands at `at`. */
function numberAt(view: DataView, at: number, value: number, tables: BiffTables): string {
	const kind = tables.kinds[view.getUint16(at, true)] ?? 'number';
	if (kind === 'number') return numberText(value);
	// Seconds are as exact as times of this format are meant.
	const days = Math.round(value * 86_400) / 86_400;
	const text = kind === 'date' ? serialDateText(days, tables.calendar) : durationText(days);
	return text ?? '#VALUE!';
}

/** A number in four bytes, [MS-XLS] 2.5.217. */
function readRk(view: DataView, at: number): number {
	const bits = view.getUint32(at, true);
	const whole = new DataView(new ArrayBuffer(8));
	whole.setUint32(0, bits & 0xfffffffc);
	const value = bits & 2 ? (bits | 0) >> 2 : whole.getFloat64(0);
	return bits & 1 ? value / 100 : value;
}
