import { describe, expect, test } from 'vitest';
import { WORKBOOK_LIMITS } from '#lib/server/workbooks/limits.ts';
import { parseTable } from '#lib/server/workbooks/parseTable.ts';
import { parseWorkbook } from '#lib/server/workbooks/parseWorkbook.ts';

const read = (text: string | Uint8Array) =>
	parseWorkbook(Buffer.from(text as string), 'form.csv', WORKBOOK_LIMITS);
const table = (text: string) => parseTable(Buffer.from(text), 'file', WORKBOOK_LIMITS);

describe('a questionnaire as one text file', () => {
	test('a cell in the first column names a sheet; rows without content do not count', () => {
		expect(
			read(
				'"survey"\n,"type","name","label"\n,"text","a","A, ""b""\nnext"\n\n,,,\n, note ,n\nchoices,list_name,name\r\n,l,1\n'
			)
		).toEqual([
			{
				name: 'survey',
				rows: [
					['type', 'name', 'label'],
					['text', 'a', 'A, "b"\nnext'],
					['note', 'n']
				]
			},
			{
				name: 'choices',
				rows: [
					['list_name', 'name'],
					['l', '1']
				]
			}
		]);
	});

	test('a sheet named again goes on under its new header', () => {
		expect(
			read('survey\n,type,name\n,text,a\nsurvey\n,name,hint,type\n,b,h,note')[0]?.rows
		).toEqual([
			['type', 'name', 'hint'],
			['text', 'a'],
			['note', 'b', 'h']
		]);
	});

	test.each([',', ';', '\t'])('separated by %j, plain or by sheets', (separator) => {
		const rows = [
			['type', 'name', 'label'],
			['text', 'a', 'one, two; three']
		];
		const quoted = rows.map((row) => row.map((cell) => `"${cell}"`).join(separator));
		expect(read(quoted.join('\r\n'))).toEqual([{ name: 'survey', rows }]);
		const indented = quoted.map((line) => separator + line);
		expect(read(['survey', ...indented].join('\n'))).toEqual([{ name: 'survey', rows }]);
	});

	test.each([
		['UTF-8', (text: string) => Buffer.from(text)],
		['UTF-8 with a mark', (text: string) => Buffer.from(`\uFEFF${text}`)],
		['UTF-16 LE', (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le')],
		['UTF-16 BE', (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le').swap16()],
		['UTF-16 LE without a mark', (text: string) => Buffer.from(text, 'utf16le')],
		['Windows-1252', (text: string) => Buffer.from(text, 'latin1')]
	])('%s', (_name, encode) => {
		const [survey] = read(new Uint8Array(encode('survey\n,type,name,label\n,text,a,Situação é\n')));
		expect(survey?.rows[1]).toEqual(['text', 'a', 'Situação é']);
	});
});

describe('files that come with a questionnaire', () => {
	test('CSV', () => {
		expect(table('name,label,x\nkh,"Cambodia, Kingdom",\nla,Laos,2\n')).toEqual({
			columns: ['name', 'label', 'x'],
			rows: [
				['kh', 'Cambodia, Kingdom', ''],
				['la', 'Laos', '2']
			]
		});
		expect(table('name;label\n')).toEqual({ columns: ['name', 'label'], rows: [] });
	});

	test('an XML secondary instance', () => {
		const xml =
			'<?xml version="1.0"?><!-- x --><root><item><name>a</name><label>A &amp; B</label></item><item><name>b</name><geo><lat>1</lat></geo></item></root>';
		expect(table(xml)).toEqual({
			columns: ['name', 'label', 'geo/lat'],
			rows: [
				['a', 'A & B', ''],
				['b', '', '1']
			]
		});
	});

	test('GeoJSON', () => {
		const feature = (id: unknown, geometry: unknown, properties: unknown) => ({
			type: 'Feature',
			id,
			geometry,
			properties
		});
		const line = [
			[102, 0.5],
			[103, 1]
		];
		const collection = {
			type: 'FeatureCollection',
			features: [
				feature('pp', { type: 'Point', coordinates: [104.9, 11.55] }, { name: 'Phnom Penh', n: 1 }),
				feature(2, { type: 'LineString', coordinates: line }, null),
				feature(undefined, { type: 'Polygon', coordinates: [line] }, { name: true })
			]
		};
		expect(table(JSON.stringify(collection))).toEqual({
			columns: ['geometry', 'id', 'name', 'n'],
			rows: [
				['11.55 104.9 0 0', 'pp', 'Phnom Penh', '1'],
				['0.5 102 0 0; 1 103 0 0', '2', '', ''],
				['0.5 102 0 0; 1 103 0 0', '', 'true', '']
			]
		});
		expect(() => table('{"type":"Feature"}')).toThrow();
	});
});
