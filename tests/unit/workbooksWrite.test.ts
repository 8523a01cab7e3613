import fc from 'fast-check';
import { readXlsx } from 'hucre';
import { expect, test } from 'vitest';
import { WORKBOOK_LIMITS } from '#lib/server/workbooks/limits.ts';
import { parseWorkbook } from '#lib/server/workbooks/parseWorkbook.ts';
import { writeWorkbook } from '#lib/server/workbooks/writeWorkbook.ts';
import type { Sheet } from '#lib/xlsform/sheet.ts';

const read = (bytes: Uint8Array) => parseWorkbook(bytes, 'form.xlsx', WORKBOOK_LIMITS);
const FORM: Sheet[] = [
	{
		name: 'survey',
		rows: [
			['type', 'name', 'label::English (en)', 'calculation'],
			['text', 'a', ' first\nsecond\r\n\tthird & <b> "q" ', '=1+1'],
			[],
			['', '', 'ភាសាខ្មែរ 😀 _x000D_ _x005F_ \u0007'],
			['1', 'TRUE', '2026-11-23', '#N/A', '007']
		]
	},
	{ name: 'choices & more', rows: [['list_name', 'name']] },
	{ name: 'settings', rows: [] }
];

test('what is written is read again, by this reader and by another', async () => {
	const bytes = writeWorkbook(FORM);
	expect(read(bytes)).toEqual(FORM);
	const other = await readXlsx(bytes);
	expect(other.sheets.map(({ name }) => name)).toEqual(['survey', 'choices & more', 'settings']);
	expect(other.sheets[0]?.rows[1]?.slice(0, 4)).toEqual(FORM[0]?.rows[1]);
	expect(other.sheets[0]?.rows[4]).toEqual(FORM[0]?.rows[4]);
	expect(writeWorkbook(FORM)).toEqual(bytes);
});

test('names of sheets are made to fit', () => {
	const names = ['a/b:c', 'x'.repeat(40), ' ', "'quoted'", 'A_B_C'];
	const sheets = names.map((name) => ({ name, rows: [['1']] }));
	const fitting = ['a_b_c', 'x'.repeat(31), 'sheet', 'quoted', 'A_B_C 2'];
	expect(read(writeWorkbook(sheets)).map(({ name }) => name)).toEqual(fitting);
});

test('any text comes back', () => {
	// Halves of surrogate pairs have no place in XML.
	const cell = fc.string({ unit: 'binary', maxLength: 20 }).filter((text) => text.isWellFormed());
	const rows = fc.array(fc.array(cell, { maxLength: 5 }), { maxLength: 6 });
	fc.assert(
		fc.property(rows, (some) => {
			const written = [['type'], ...some, ['end']];
			const trimmed = written.map((row) =>
				row.slice(0, row.findLastIndex((text) => text !== '') + 1)
			);
			expect(read(writeWorkbook([{ name: 'survey', rows: written }]))[0]?.rows).toEqual(trimmed);
		}),
		{ numRuns: 60 }
	);
}, 20_000);
