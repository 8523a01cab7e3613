import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { Problem } from '../lib/server/problem.ts';
import { WORKBOOK_LIMITS } from '../lib/server/workbooks/limits.ts';
import { readWorkbook } from '../lib/server/workbooks/readWorkbook.ts';
import { type ParsedForm, parseSheets, refusedForm } from '../lib/xlsform/import/parseSheets.ts';
import { sheetProblem } from '../lib/xlsform/import/problemCodes.ts';
import type { SheetProblem } from '../lib/xlsform/sheet.ts';
import { type Command, UsageError, print } from './command.ts';

/** A file that cannot be read is a form with one error. */
function unreadable(thrown: unknown): ParsedForm {
	const isMissing = (thrown as { code?: string }).code === 'ENOENT';
	const reason =
		thrown instanceof Problem && typeof thrown.detail.reason === 'string'
			? thrown.detail.reason
			: isMissing
				? 'There is no such file.'
				: thrown instanceof Error
					? thrown.message
					: String(thrown);
	const problem = sheetProblem('file_unreadable', { sheet: '' }, { reason });
	return refusedForm(thrown instanceof Problem ? { ...problem, code: thrown.code } : problem);
}

async function check(file: string): Promise<ParsedForm> {
	try {
		const { size } = await stat(file);
		// A file too large to be one is not read into memory to find out.
		const bytes =
			size > WORKBOOK_LIMITS.bytes
				? new Uint8Array(WORKBOOK_LIMITS.bytes + 1)
				: await readFile(file);
		return parseSheets(await readWorkbook(bytes, basename(file)), { fileName: file });
	} catch (thrown) {
		return unreadable(thrown);
	}
}

const shown = ({ sheet, row, column, code, message }: SheetProblem) => ({
	sheet,
	row,
	column,
	code,
	message
});

/** What is printed of a form: everything but its definition. */
function summary({ ok, title, id, version, languages, questions, errors, warnings }: ParsedForm) {
	return {
		ok,
		title,
		id,
		version,
		languages,
		questions,
		errors: errors.map(shown),
		warnings: warnings.map(shown)
	};
}

function line(kind: string, { sheet, row, column, message }: SheetProblem): string {
	const place = [sheet, row === null ? '' : `row ${row}`, column ?? ''].filter(Boolean).join(', ');
	return `  ${kind}${place ? ` (${place})` : ''}: ${message}`;
}

function asText(file: string, form: ParsedForm): string {
	const count = form.questions.filter(({ path }) => !/^\/meta(\/|$)/.test(path)).length;
	const head = form.ok
		? `${file}: accepted. ${form.title}, ${count} rows, ${form.languages.join(', ')}`
		: `${file}: refused`;
	return [
		head,
		...form.errors.map((problem) => line('error', problem)),
		...form.warnings.map((problem) => line('warning', problem))
	].join('\n');
}

export const xlsformCheckCommand: Command = {
	usage: `Usage: mufakat xlsform check FILE… [--json | --jsonl]

Reads XLSForm workbooks (.xlsx, .xls, .csv) and says everything that is wrong with them. What the
reference converter accepts is accepted, what it refuses is refused.
  --json    one file as one JSON document
  --jsonl   any number of files, one line each, with "file" first
Exit code 0 when every file is accepted, 1 when one is refused.`,
	options: { json: { type: 'boolean' }, jsonl: { type: 'boolean' } },
	async run(values, files) {
		if (files.length === 0) throw new UsageError('Say which file to check.');
		if (values.json && (values.jsonl || files.length > 1))
			throw new UsageError('--json is for one file; --jsonl takes any number.');
		let isAccepted = true;
		for (const file of files) {
			const form = await check(file);
			isAccepted &&= form.ok;
			if (values.jsonl) print(JSON.stringify({ file, ...summary(form) }));
			else print(values.json ? JSON.stringify(summary(form), null, 1) : asText(file, form));
		}
		return isAccepted ? 0 : 1;
	}
};
