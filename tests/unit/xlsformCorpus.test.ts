import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { readWorkbook } from '#lib/server/workbooks/readWorkbook.ts';
import { checkDefinition } from '#lib/xlsform/checkDefinition.ts';
import { parseSheets, type ParsedForm } from '#lib/xlsform/import/parseSheets.ts';
import type { Sheet } from '#lib/xlsform/sheet.ts';

/** Real workbooks and the verdicts of the reference converter; not part of this repository. */
const FOLDER = '../shared/corpus/xlsform';

interface Entry {
	file: string;
	accepted: boolean;
	error: string;
}

const isThere = existsSync(join(FOLDER, 'manifest.json'));
const entries: Entry[] = isThere
	? JSON.parse(readFileSync(join(FOLDER, 'manifest.json'), 'utf8'))
	: [];

test.skipIf(isThere)('skipped: the corpus of real workbooks is not beside this checkout', () => {});

// What the converter does not look at, so these are accepted, but nobody may publish them.
const UNPUBLISHABLE = ['unreadable_expression'];

describe.skipIf(!isThere)('real workbooks', () => {
	const sheets = new Map<string, Sheet[]>();
	const forms = new Map<string, ParsedForm>();
	beforeAll(async () => {
		for (const { file } of entries)
			sheets.set(file, await readWorkbook(readFileSync(join(FOLDER, file)), file));
		for (const { file } of entries)
			forms.set(file, parseSheets(sheets.get(file)!, { fileName: file }));
	}, 120_000);

	test('the corpus is the one expected', () => {
		expect(entries.length).toBeGreaterThan(80);
	});

	test.each(entries)('$file: the same verdict', ({ file, accepted, error }) => {
		const { ok, errors, questions, definition } = forms.get(file)!;
		expect(ok, errors.map(({ message }) => message).join('\n')).toBe(accepted);
		if (accepted) {
			const tree = JSON.parse(readFileSync(join(FOLDER, 'trees', `${file}.json`), 'utf8'));
			expect(questions.map(({ path, type }) => [path, type])).toEqual(tree);
			const problems = checkDefinition(definition!);
			expect(problems.filter(({ code }) => !UNPUBLISHABLE.includes(code))).toEqual([]);
			return;
		}
		expect(definition).toBeNull();
		const row = /\[row : (\d+)\]/.exec(error)?.[1];
		if (row) expect(errors[0]?.row).toBe(Number(row));
		const [, sheet] = /On the '(\w+)' sheet/.exec(error) ?? [];
		if (sheet) expect(errors[0]?.sheet).toBe(sheet);
	});

	test('each is read in well under two seconds', () => {
		const slowest = entries.map(({ file }) => {
			const began = performance.now();
			parseSheets(sheets.get(file)!, { fileName: file });
			return performance.now() - began;
		});
		expect(Math.max(...slowest)).toBeLessThan(1500);
	});
});
