import { type Calendar, durationText, isoText, numeralText, serialDateText } from './cellText.ts';
import type { Grid } from './grid.ts';
import type { NumberKind } from './numberFormats.ts';
import { attributesOf, scanXml } from './scanXml.ts';
import { unescapeText } from './xlsxTables.ts';

/** What the cells of a workbook refer to. */
export interface CellTables {
	strings: readonly string[];
	kinds: readonly NumberKind[];
	calendar: Calendar;
}

const HAS_PLACE = /\sr\s*=/;

/** Puts the text of every cell of a worksheet into the grid; a formula gives its stored value. */
export function readWorksheet(xml: string, tables: CellTables, grid: Grid): void {
	let row = -1;
	let cell = '';
	let placed = '';
	let stepsBehind = 0;
	let value = '';
	let inline = '';
	let into: 'value' | 'inline' | undefined;
	let isData = false;
	let reading = 0;
	scanXml(xml, {
		open(name, raw) {
			if (name === 'sheetData') isData = true;
			if (!isData) return;
			if (name === 'row') {
				const { r } = attributesOf(raw);
				row = r === undefined ? row + 1 : positive(Number(r)) - 1;
				placed = '';
				stepsBehind = 0;
			} else if (name === 'c') {
				// Most cells of many sheets are empty: what they say of themselves is read when needed.
				cell = raw;
				value = inline = '';
				if (HAS_PLACE.test(raw)) {
					placed = raw;
					stepsBehind = 0;
				} else stepsBehind += 1;
			} else if (name === 'rPh') reading += 1;
			else if (name === 'v') into = 'value';
			else if (name === 't' && reading === 0) into = 'inline';
		},
		text(piece) {
			if (into === 'value') value += piece;
			else if (into === 'inline') inline += piece;
		},
		close(name) {
			if (name === 'v' || name === 't') into = undefined;
			else if (name === 'rPh') reading -= 1;
			else if (name === 'sheetData') isData = false;
			else if (name === 'c' && isData && (value !== '' || inline !== '')) {
				const { t = 'n', s } = attributesOf(cell);
				const text = t === 'inlineStr' ? inline : value;
				const [ownRow, column] = placeOf(placed, row);
				row = ownRow;
				const kind = tables.kinds[Number(s ?? 0)] ?? 'number';
				if (text !== '') grid.put(row, column + stepsBehind, cellText(t, text, kind, tables));
			}
		}
	});
}

function cellText(type: string, value: string, kind: NumberKind, tables: CellTables): string {
	switch (type) {
		case 's':
			return sharedString(tables.strings, value);
		case 'str':
		case 'inlineStr':
			return unescapeText(value);
		case 'b':
			return /^\s*(?:0|false)\s*$/i.test(value) ? 'FALSE' : 'TRUE';
		case 'd':
			return isoText(value);
		case 'e':
			return value;
		default:
			return numberCellText(value, kind, tables.calendar);
	}
}

function numberCellText(value: string, kind: NumberKind, calendar: Calendar): string {
	const serial = Number(value);
	// What stands under a date format but is no date reads as spreadsheets show it.
	if (kind === 'date') return serialDateText(serial, calendar) ?? '#VALUE!';
	if (kind === 'duration') return durationText(serial) ?? '#VALUE!';
	return numeralText(value);
}

function sharedString(strings: readonly string[], index: string): string {
	const text = strings[Number(index)];
	if (text === undefined) throw new Error('a text that is not there');
	return text;
}

/** Row and column, from 0, by the attributes of a cell (`r="AB12"`); before the first without. */
function placeOf(attributes: string, row: number): [row: number, column: number] {
	if (attributes === '') return [row, -1];
	const reference = attributesOf(attributes).r ?? '';
	const [, letters = '', digits] = /^\$?([A-Za-z]{1,3})\$?(\d{1,9})$/.exec(reference) ?? [];
	let column = 0;
	for (const letter of letters.toUpperCase()) column = column * 26 + letter.charCodeAt(0) - 64;
	return [positive(Number(digits)) - 1, positive(column) - 1];
}

function positive(number: number): number {
	if (!(Number.isInteger(number) && number > 0)) throw new Error('a place that is none');
	return number;
}
