import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { aseanBaseline } from '#lib/questionnaires/aseanBaseline.ts';
import { readWorkbook } from '#lib/server/workbooks/readWorkbook.ts';
import { writeWorkbook } from '#lib/server/workbooks/writeWorkbook.ts';
import { writeSheets } from '#lib/xlsform/export/writeSheets.ts';
import { writeXForm } from '#lib/xlsform/export/writeXForm.ts';
import { parseSheets } from '#lib/xlsform/import/parseSheets.ts';
import { CommandError, UsageError } from '../../src/cli/command.ts';
import { xlsformExportCommand } from '../../src/cli/xlsformExport.ts';

let folder: string;
const at = (name: string): string => join(folder, name);

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'mufakat-export-'));
	await writeFile(at('baseline.xlsx'), writeWorkbook(writeSheets(aseanBaseline)));
	vi.spyOn(process.stdout, 'write').mockReturnValue(true);
});
afterAll(async () => {
	vi.restoreAllMocks();
	await rm(folder, { recursive: true });
});

test('a workbook becomes a workbook with the same questionnaire', async () => {
	const out = at('again.xlsx');
	expect(await xlsformExportCommand.run({ from: at('baseline.xlsx'), out }, [])).toBe(0);
	const sheets = await readWorkbook(new Uint8Array(await readFile(out)), 'again.xlsx');
	expect(parseSheets(sheets, { fileName: 'again.xlsx' }).definition).toEqual(aseanBaseline);
});

test.each([
	['by its format', { out: 'by-format', format: 'xform' }],
	['by the name of the file', { out: 'by-name.xml' }]
])('and an XForm: %s', async (_, { out, ...more }) => {
	await xlsformExportCommand.run({ from: at('baseline.xlsx'), out: at(out), ...more }, []);
	expect(await readFile(at(out), 'utf8')).toBe(writeXForm(aseanBaseline));
});

test('calls that are wrong say what is', async () => {
	const run = (values: Record<string, string>) => xlsformExportCommand.run(values, []);
	await expect(run({})).rejects.toThrow(UsageError);
	await expect(run({ out: at('x'), format: 'pdf' })).rejects.toThrow(/xlsx, xform/);
	await expect(run({ out: at('x'), from: at('baseline.xlsx'), study: 'a' })).rejects.toThrow(
		UsageError
	);
	await expect(run({ out: at('x'), from: at('nothing.xlsx') })).rejects.toThrow(CommandError);
	await expect(run({ out: at('no/such/folder'), from: at('baseline.xlsx') })).rejects.toThrow(
		CommandError
	);
});
