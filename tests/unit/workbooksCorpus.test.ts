import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { WORKBOOK_LIMITS } from '#lib/server/workbooks/limits.ts';
import { parseWorkbook } from '#lib/server/workbooks/parseWorkbook.ts';
import { refusalOf } from '#lib/server/workbooks/refusal.ts';
import type { Sheet } from '#lib/xlsform/sheet.ts';

const CORPUS = '../shared/corpus/xlsform/';
interface Entry {
	file: string;
	surveyRows: number;
	choiceRows: number;
}
// Absent in a clone of the project alone; then there is nothing to compare with.
const isThere = existsSync(`${CORPUS}manifest.json`);
const entries = isThere
	? (JSON.parse(readFileSync(`${CORPUS}manifest.json`, 'utf8')) as Entry[])
	: [];
const read = (bytes: Uint8Array) => parseWorkbook(bytes, 'form', WORKBOOK_LIMITS);

/** Rows behind the header as the reference converter counts them: it stops after 60 empty ones. */
function countRows(sheet: Sheet | undefined): number {
	const header = sheet?.rows[0] ?? [];
	let count = 0;
	for (const [at, row] of (sheet?.rows.slice(1) ?? []).entries()) {
		if (at - count > 60) break;
		if (header.some((name, column) => name.trim() !== '' && (row[column] ?? '').trim() !== ''))
			count = at + 1;
	}
	return count;
}

describe.skipIf(!isThere)('workbooks of others (skipped where ../shared/corpus is absent)', () => {
	test.each(entries)('$file', ({ file, surveyRows, choiceRows }) => {
		const start = performance.now();
		const sheets = read(readFileSync(CORPUS + file));
		expect(performance.now() - start).toBeLessThan(2000);
		const named = (name: string) =>
			sheets.find((sheet) => sheet.name.trim().toLowerCase() === name);
		const survey = named('survey') ?? (sheets.length === 1 ? sheets[0] : undefined);
		expect([countRows(survey), countRows(named('choices'))]).toEqual([surveyRows, choiceRows]);
		expect(survey?.rows[0]).toContain('type');
	});

	test('damaged copies are read or refused, in time', () => {
		const small = entries
			.map(({ file }) => readFileSync(CORPUS + file))
			.filter(({ byteLength }) => byteLength < 100_000);
		const damage = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(255)), {
			minLength: 1,
			maxLength: 40
		});
		fc.assert(
			fc.property(fc.constantFrom(...small), damage, fc.boolean(), (whole, places, isHead) => {
				const bytes = new Uint8Array(whole);
				const reach = isHead ? 4096 : bytes.byteLength;
				for (const [place, value] of places) bytes[Math.floor(place * (reach - 1))] = value;
				const start = performance.now();
				try {
					read(bytes);
				} catch (error) {
					expect(refusalOf(error).code).toMatch(/^workbook_/);
				}
				expect(performance.now() - start).toBeLessThan(3000);
			}),
			{ numRuns: 300 }
		);
	}, 60_000);
});
