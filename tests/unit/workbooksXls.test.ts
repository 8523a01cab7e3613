import fc from 'fast-check';
import { expect, test } from 'vitest';
import { WORKBOOK_LIMITS } from '#lib/server/workbooks/limits.ts';
import { parseWorkbook } from '#lib/server/workbooks/parseWorkbook.ts';
import { refusalOf } from '#lib/server/workbooks/refusal.ts';
import { biff, compoundFile, xls, xlsStream, type XlsParts } from '../support/workbookFiles.ts';

const { u8, u16, u32, f64, record } = biff;
const read = (parts: XlsParts) => parseWorkbook(xls(parts), 'form.xls', WORKBOOK_LIMITS);
const latin = (text: string) => Buffer.from(text, 'latin1');
const wide = (text: string) => Buffer.from(text, 'utf16le');
const at = (row: number, column: number, format = 0) => u16(row, column, format);

const globals = [
	record(0x42, u16(1200)),
	record(0x41e, u16(164, 10), u8(0), latin('yyyy-mm-dd')),
	...[0, 164, 20].map((format) => record(0xe0, u16(0, format), Buffer.alloc(16))),
	record(
		0xfc,
		u32(4),
		u32(4),
		// plain; wide; formatted with a reading; one that goes on in the next record, there wide.
		u16(4),
		u8(0),
		latin('type'),
		u16(2),
		u8(1),
		wide('ភា'),
		u16(3),
		u8(0x0c),
		u16(1),
		u32(2),
		latin('fmt'),
		Buffer.alloc(6),
		u16(6),
		u8(0),
		latin('abc')
	),
	record(0x3c, u8(1), wide('ដéf'))
];

test('every kind of cell of BIFF8', () => {
	const sheets = {
		survey: [
			record(0xfd, at(0, 0), u32(0)),
			record(0xfd, at(0, 1), u32(1)),
			record(0xfd, at(0, 2), u32(2)),
			record(0xfd, at(0, 3), u32(3)),
			record(0x204, at(2, 0), u16(2), u8(0), latin('lb')),
			record(0x203, at(2, 1), f64(2.5)),
			record(0x27e, at(2, 2), u32((7 << 2) | 2)),
			record(0x27e, at(2, 3), u32((-150 << 2) | 3)),
			record(0xbd, u16(2, 4), u16(0), u32((1 << 2) | 2), u16(0), u32(0x3ff00000), u16(5)),
			record(0x205, at(3, 0), u8(1, 0)),
			record(0x205, at(3, 1), u8(0x2a, 1)),
			record(0x06, at(3, 2), f64(3), Buffer.alloc(8)),
			record(0x06, at(3, 3), u8(0, 0, 0, 0, 0, 0, 255, 255), Buffer.alloc(8)),
			record(0x4bc, Buffer.alloc(10)),
			record(0x207, u16(3), u8(0), latin('str')),
			record(0x06, at(3, 4), u8(1, 0, 0, 0, 0, 0, 255, 255), Buffer.alloc(8)),
			record(0x203, at(4, 0, 1), f64(46349)),
			record(0x203, at(4, 1, 2), f64(1 / 3)),
			// A chart inside the sheet has cells of its own.
			record(0x809, u16(0x600, 0x20), Buffer.alloc(12)),
			record(0x203, at(9, 9), f64(1)),
			record(0x0a),
			record(0x203, at(4, 2), f64(10000000000000000))
		],
		choices: []
	};
	expect(read({ sheets, globals })).toEqual([
		{
			name: 'survey',
			rows: [
				['type', 'ភា', 'fmt', 'abcដéf'],
				[],
				['lb', '2.5', '7', '-1.5', '1', '1'],
				['TRUE', '#N/A', '3', 'str', 'FALSE'],
				['2026-11-23', '08:00:00', '10000000000000000']
			]
		},
		{ name: 'choices', rows: [] }
	]);
});

test('the calendar of 1904, and BIFF5 with a code page', () => {
	const sheets = { survey: [record(0x203, at(0, 0, 1), f64(44887))] };
	const [first] = read({ sheets, globals: [...globals, record(0x22, u16(1))] });
	expect(first?.rows).toEqual([['2026-11-23']]);
	const old = read({
		version: 0x500,
		globals: [record(0x42, u16(1251))],
		sheets: { survey: [record(0x204, at(0, 0), u16(2), u8(0xe4, 0xe0))] }
	});
	expect(old).toEqual([{ name: 'survey', rows: [['да']] }]);
});

const codeOf = (bytes: Uint8Array) => {
	try {
		parseWorkbook(bytes, 'form.xls', WORKBOOK_LIMITS);
		return 'read';
	} catch (error) {
		return refusalOf(error).code;
	}
};

test('what is protected, older or something else is refused by name', () => {
	const sheets = { survey: [record(0x203, at(0, 0), f64(1))] };
	expect(codeOf(xls({ sheets }))).toBe('read');
	expect(codeOf(xls({ sheets, globals: [record(0x2f, Buffer.alloc(54))] }))).toBe(
		'workbook_encrypted'
	);
	expect(codeOf(compoundFile({ EncryptedPackage: Buffer.alloc(64) }))).toBe('workbook_encrypted');
	expect(codeOf(compoundFile({ WordDocument: Buffer.alloc(64) }))).toBe('workbook_type');
	expect(codeOf(xls({ sheets, version: 0x400 }))).toBe('workbook_type');
	expect(codeOf(xls({ sheets: { survey: [] } }))).toBe('workbook_empty');
});

test('a circle of sectors and two hundred sheets at one place end', () => {
	const sheets = { survey: [record(0x203, at(0, 0), f64(1))] };
	const circle = xls({ sheets });
	const view = new DataView(circle.buffer, circle.byteOffset);
	const table = (view.getUint32(76, true) + 1) * 512;
	for (let sector = 0; sector < 128; sector += 1) view.setUint32(table + sector * 4, sector, true);
	expect(codeOf(circle)).toBe('workbook_broken');

	const cells = Array.from({ length: 40_000 }, (_, row) => record(0x203, at(row, 0), f64(row)));
	const entry = record(0x85, u32(0x7fffffff), u16(0), u8(1, 0), latin('x'));
	const stream = Buffer.from(
		xlsStream({ sheets: { survey: cells }, globals: Array.from({ length: 200 }, () => entry) })
	);
	const sheet = stream.indexOf(record(0x809, u16(0x600, 0x10)).subarray(4));
	for (let place = stream.indexOf(u32(0x7fffffff)); place !== -1;)
		place = stream.indexOf(u32(0x7fffffff), stream.writeInt32LE(sheet - 4, place));
	const start = performance.now();
	expect(codeOf(compoundFile({ Workbook: stream }))).toBe('workbook_broken');
	expect(performance.now() - start).toBeLessThan(5000);
}, 10_000);

test('damaged files are refused or read, never a hang and never another kind of error', () => {
	const sheets = {
		survey: [
			record(0xfd, at(0, 0), u32(3)),
			record(0x203, at(1, 0), f64(1)),
			record(0x204, at(1, 1), u16(2), u8(0), latin('lb'))
		]
	};
	const whole = xls({ sheets, globals });
	const damage = fc.array(
		fc.tuple(fc.nat(whole.byteLength - 1), fc.constantFrom(0, 1, 2, 0x7f, 0xfe, 0xff)),
		{ minLength: 1, maxLength: 30 }
	);
	fc.assert(
		fc.property(damage, fc.nat(whole.byteLength), (places, cut) => {
			const bytes = whole.slice(0, cut % 5 === 0 ? cut : undefined);
			for (const [place, value] of places) if (place < bytes.byteLength) bytes[place] = value;
			const start = performance.now();
			expect(codeOf(bytes)).toMatch(/^(?:read|workbook_\w+)$/);
			expect(performance.now() - start).toBeLessThan(2000);
		}),
		{ numRuns: 800 }
	);
}, 30_000);
