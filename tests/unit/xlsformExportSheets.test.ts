import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aseanBaseline } from '#lib/questionnaires/aseanBaseline.ts';
import { WORKBOOK_LIMITS } from '#lib/server/workbooks/limits.ts';
import { parseWorkbook } from '#lib/server/workbooks/parseWorkbook.ts';
import { writeWorkbook } from '#lib/server/workbooks/writeWorkbook.ts';
import type { Definition, Question } from '#lib/xlsform/definition.ts';
import { writeSheets } from '#lib/xlsform/export/writeSheets.ts';
import { parseSheets } from '#lib/xlsform/import/parseSheets.ts';
import type { Sheet } from '#lib/xlsform/sheet.ts';
import { arbitraryDefinition } from '../support/arbitraryDefinition.ts';
import { area, question, questionnaire } from '../support/questionnaireBuilder.ts';

const CORPUS = new URL('../../../shared/corpus/xlsform/', import.meta.url);

/** Written and read again; the errors of the reader in place of a definition it refuses. */
function again(definition: Definition, sheets = writeSheets(definition)) {
	const { definition: read, errors } = parseSheets(sheets, {
		fileName: 'again.xlsx',
		...(definition.external ? { external: definition.external } : {})
	});
	return read ?? errors.map((error) => error.message);
}

/** The rows of a sheet by header, without the cells that are empty. */
function rowsOf(sheets: readonly Sheet[], name: string): Record<string, string>[] {
	const [headers = [], ...rows] = sheets.find((sheet) => sheet.name === name)?.rows ?? [];
	return rows.map((row) =>
		Object.fromEntries(headers.flatMap((header, at) => (row[at] ? [[header, row[at]]] : [])))
	);
}

const rowOf = (type: Question['type'], more: Partial<Question> = {}) =>
	rowsOf(writeSheets(questionnaire(area('one', question(type, 'it', more)))), 'survey')[1];

describe('import, export, import is the identity', () => {
	test('on the baseline', () => {
		expect(again(aseanBaseline)).toEqual(aseanBaseline);
	});

	test('on the baseline as a workbook', () => {
		const bytes = writeWorkbook(writeSheets(aseanBaseline));
		expect(again(aseanBaseline, parseWorkbook(bytes, 'again.xlsx', WORKBOOK_LIMITS))).toEqual(
			aseanBaseline
		);
	});

	test('on questionnaires of every shape', () => {
		fc.assert(
			fc.property(arbitraryDefinition, (definition) => {
				expect(again(definition)).toEqual(definition);
			}),
			{ numRuns: 300 }
		);
	});

	const manifest = existsSync(CORPUS)
		? (JSON.parse(readFileSync(new URL('manifest.json', CORPUS), 'utf8')) as {
				file: string;
				accepted: boolean;
			}[])
		: [];
	const accepted = manifest.filter((entry) => entry.accepted).map(({ file }) => [file]);
	test.skipIf(accepted.length === 0).each(accepted)('on %s', (file) => {
		const bytes = readFileSync(new URL(file, CORPUS));
		const { definition } = parseSheets(parseWorkbook(bytes, file, WORKBOOK_LIMITS), {
			fileName: file
		});
		expect(again(definition!)).toEqual(definition);
	});

	test('a computed count comes back as the hidden question that computes it', () => {
		const definition = questionnaire({
			...area('one', question('integer', 'few'), question('text', 'name')),
			body: ['few', { kind: 'repeat', name: 'child', count: '${few} + 1', body: ['name'] }]
		});
		const read = again(definition);
		expect(read).toMatchObject({
			areas: [
				{
					questions: [
						{ name: 'few' },
						{ name: 'child_count', type: 'calculate', calculation: '${few} + 1' },
						{ name: 'name' }
					]
				}
			]
		});
		expect(again(read as Definition)).toEqual(read);
	});
});

describe('what other tools see', () => {
	test.each([
		['scale', { list: 'yes_no' }, 'select_one yes_no', 'likert'],
		['number', { units: 'units' }, 'decimal', undefined],
		['long_text', { appearance: 'w2' }, 'text', 'multiline w2'],
		['matrix', {}, 'text', 'multiline'],
		['treaty', { instruments: 'treaties' }, 'text', 'multiline'],
		['select_multiple', { list: 'sectors', most: 3 }, 'select_multiple sectors', undefined],
		['select_one', { list: 'towns.csv' }, 'select_one_from_file towns.csv', undefined],
		['select_one', { list: '${name}' }, 'select_one ${name}', undefined],
		['datetime', {}, 'dateTime', undefined],
		['rank', { list: 'sectors' }, 'rank sectors', undefined]
	] as const)('%s %j is %s, %s', (type, more, cell, appearance) => {
		const row = rowOf(type, more);
		expect(row?.type).toBe(cell);
		expect(row?.appearance).toBe(appearance);
	});

	test('the baseline: labels, hints and choices in both languages, relevance as it is', () => {
		const sheets = writeSheets(aseanBaseline);
		const survey = new Map(rowsOf(sheets, 'survey').map((row) => [row.name, row]));
		for (const { questions } of aseanBaseline.areas)
			for (const each of questions)
				expect(survey.get(each.name)).toMatchObject({
					'label::English (en)': each.label.en,
					'label::Bahasa Indonesia (id)': each.label.id,
					...(each.hint?.id ? { 'hint::Bahasa Indonesia (id)': each.hint.id } : {}),
					...(each.relevant ? { relevant: each.relevant } : {})
				});
		const choices = rowsOf(sheets, 'choices');
		expect(
			choices.every((row) => row['label::English (en)'] && row['label::Bahasa Indonesia (id)'])
		).toBe(true);
	});

	test('a nameless language has plain columns', () => {
		const row = rowOf('text', { label: { default: 'Plain' } });
		expect(row?.label).toBe('Plain');
	});

	test('the reader has nothing to say about the baseline', () => {
		expect(parseSheets(writeSheets(aseanBaseline), { fileName: 'again.xlsx' }).warnings).toEqual(
			[]
		);
	});
});
