import type { Definition, ExternalTable } from '../definition.ts';
import type { Sheet, SheetProblem } from '../sheet.ts';
import { define } from './define.ts';
import { checkCycles, checkExpressions } from './expressionChecks.ts';
import { type Problems, firstProblems, sheetProblem } from './problemCodes.ts';
import { readForm } from './readForm.ts';
import { pathOf, walk } from './tree.ts';
import { checkTranslations } from './translationChecks.ts';
import { warnUnsupported } from './unsupported.ts';

/** One element of the form as the reference converter lists it. */
export interface ParsedQuestion {
	/** From the form's own element down: `/group/question`. */
	path: string;
	/** The converter's name of the type: `select one`, `photo`, `group`. */
	type: string;
	/** list_name or file of a question with choices. */
	list: string | null;
}

export interface ParsedForm {
	/** Whether there is no error; then `definition` is not null. */
	ok: boolean;
	title: string;
	id: string;
	version: string;
	/** As the headers call them, in order of first appearance; `default` for plain columns. */
	languages: string[];
	questions: ParsedQuestion[];
	errors: SheetProblem[];
	warnings: SheetProblem[];
	definition: Definition | null;
}

export interface ParseOptions {
	/** Name of the file; its stem is the form's id where the settings give none. */
	fileName?: string;
	/** Supplied files by file name. */
	external?: Readonly<Record<string, ExternalTable>>;
	/** Title where the settings give none; without it the id. */
	fallbackTitle?: string;
}

const EMPTY: Omit<ParsedForm, 'errors' | 'warnings'> = {
	ok: false,
	title: '',
	id: '',
	version: '',
	languages: [],
	questions: [],
	definition: null
};

/** The answer for a file that could not even be read. */
export function refusedForm(problem: SheetProblem): ParsedForm {
	return { ...EMPTY, errors: [problem], warnings: [] };
}

function stemOf(fileName: string | undefined): string {
	const name = fileName?.split(/[\\/]/).at(-1) ?? '';
	return name.replace(/\.[^.]+$/, '') || 'data';
}

/**
 * Reads the sheets of an XLSForm workbook: accepts what the reference converter (pyxform 4.5)
 * accepts and refuses what it refuses, but says everything at once. Errors stand in the order
 * in which the converter would meet them. Never throws.
 */
export function parseSheets(sheets: readonly Sheet[], options: ParseOptions = {}): ParsedForm {
	const problems: Problems = { errors: [], warnings: [] };
	const form = readForm(sheets, problems);
	if (!form) return { ...EMPTY, ...problems };
	const { elements, context, languages } = form;
	const settingOf = (name: string): string | undefined =>
		context.rowSettings.get(name) ?? context.settings.values.get(name);
	const id = settingOf('id_string') ?? stemOf(options.fileName);
	const title = settingOf('title') ?? options.fallbackTitle ?? id;
	if (id === 'None' || context.rowSettings.get('id_string') === '')
		problems.errors.push(sheetProblem('settings_id', { sheet: context.settings.sheet }));
	const version = settingOf('version') ?? '';
	const { external } = options;
	checkExpressions(context, elements);
	checkTranslations(form);
	warnUnsupported(form, external);
	const isRead = problems.errors.length === 0;
	const built = isRead ? define({ ...form, title, id, version, external }) : null;
	if (built) checkCycles(context, elements, built);
	// Some of our own cells are judged only when their question is put together.
	const ok = problems.errors.length === 0;
	const definition = ok ? built : null;
	return {
		ok,
		title,
		id,
		version,
		languages: [...languages.names],
		questions: walk(elements).map((placed) => ({
			path: pathOf(placed),
			type: placed.element.type,
			list: placed.element.list ?? null
		})),
		errors: firstProblems(problems.errors),
		warnings: firstProblems(problems.warnings),
		definition
	};
}
