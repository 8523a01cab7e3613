import { type TreeCode, DEEPEST, inTreeOrder } from './tree.ts';

/** One line of a codebook as a table: the names from the top down, and what it says. */
export interface SheetCode {
	path: string[];
	definition: string;
	includeWhen: string;
	excludeWhen: string;
	example: string;
	colour: string | null;
	isCodable: boolean;
}

/** The columns of the file, in order; `path` joins names with a slash, as others write it. */
export const SHEET_COLUMNS = [
	'path',
	'name',
	'description',
	'include_when',
	'exclude_when',
	'example',
	'colour',
	'codable'
] as const;

/** A slash in a name is doubled, so that a path can be taken apart again. */
const join = (path: readonly string[]) => path.map((name) => name.replaceAll('/', '//')).join('/');

/** The names of a path: a single slash parts them, a doubled one belongs to a name. */
export function readPath(path: string): string[] {
	// A slash that belongs to a name waits under a sign no text holds.
	return path
		.replaceAll('//', '\0')
		.split('/')
		.map((name) => name.replaceAll('\0', '/').trim())
		.filter((name) => name !== '');
}

interface Exported extends TreeCode {
	definition: string;
	includeWhen: string;
	excludeWhen: string;
	example: string;
	colour: string;
	isCodable: boolean;
}

/** Codes as rows under SHEET_COLUMNS, in the order of the tree. */
export function sheetRows(codes: readonly Exported[]): string[][] {
	return inTreeOrder(codes).map((code) => [
		join(code.path),
		code.name,
		code.definition,
		code.includeWhen,
		code.excludeWhen,
		code.example,
		code.colour,
		code.isCodable ? 'yes' : 'no'
	]);
}

/** How other programs call the columns. */
const CALLED: Record<string, (typeof SHEET_COLUMNS)[number]> = {
	tag: 'path',
	code: 'path',
	definition: 'description',
	memo: 'description',
	color: 'colour',
	include: 'include_when',
	exclude: 'exclude_when'
};

export type SheetProblem = 'empty' | 'no_name' | 'too_deep' | 'too_long' | 'too_many';

/** The most codes one file may bring. */
const MOST_CODES = 2000;

/**
 * Codes from the rows of a table whose first one names the columns (`path`, or `name`, and
 * `description` are enough); of several rows with one path the last counts. Gives the problems by
 * row, counted as a spreadsheet does.
 */
export function readSheetRows(rows: readonly (readonly string[])[]): {
	codes: SheetCode[];
	problems: { row: number; problem: SheetProblem }[];
} {
	const [head = [], ...body] = rows;
	const columns = head.map((cell) => {
		const name = cell
			.replace(/^\uFEFF/, '')
			.trim()
			.toLowerCase()
			.replaceAll(/[\s-]+/g, '_');
		return CALLED[name] ?? name;
	});
	// An apostrophe before what a spreadsheet would take for a formula came with our own file.
	const cellOf = (row: readonly string[], name: (typeof SHEET_COLUMNS)[number]) =>
		(row[columns.indexOf(name)] ?? '').trim().replace(/^'(?=\s*[=+\-@])/, '');
	const problems: { row: number; problem: SheetProblem }[] = [];
	if (!columns.includes('path') && !columns.includes('name'))
		return { codes: [], problems: [{ row: 1, problem: 'no_name' }] };
	if (body.length > MOST_CODES) return { codes: [], problems: [{ row: 1, problem: 'too_many' }] };
	const codes = new Map<string, SheetCode>();
	for (const [at, row] of body.entries()) {
		if (row.every((cell) => cell.trim() === '')) continue;
		const name = cellOf(row, 'name');
		const path = readPath(cellOf(row, 'path'));
		const full = path.length > 0 ? path : name === '' ? [] : [name];
		const texts = {
			definition: cellOf(row, 'description'),
			includeWhen: cellOf(row, 'include_when'),
			excludeWhen: cellOf(row, 'exclude_when'),
			example: cellOf(row, 'example')
		};
		const problem =
			full.length === 0
				? 'no_name'
				: full.length > DEEPEST
					? 'too_deep'
					: full.some((part) => part.length > 200) ||
						  Object.values(texts).some((text) => text.length > 5000)
						? 'too_long'
						: null;
		if (problem) {
			problems.push({ row: at + 2, problem });
			continue;
		}
		const colour = cellOf(row, 'colour').toLowerCase();
		codes.set(JSON.stringify(full), {
			path: full,
			...texts,
			colour: /^#[0-9a-f]{6}$/.test(colour) ? colour : null,
			isCodable: !/^(no|false|0|tidak)$/i.test(cellOf(row, 'codable'))
		});
	}
	if (codes.size === 0 && problems.length === 0) problems.push({ row: 1, problem: 'empty' });
	return { codes: [...codes.values()], problems };
}
