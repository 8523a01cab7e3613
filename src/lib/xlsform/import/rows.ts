import type { Grid } from './grid.ts';
import { HEADER_NAMES, type SheetKind } from './headerNames.ts';
import { type Problems, sheetProblem } from './problemCodes.ts';

/** One cell: where it goes, under which header it was typed, what it says. */
export interface Cell {
	path: readonly string[];
	header: string;
	value: string;
}

/** One row of a sheet; cells by path, for example `label::English`, `bind::relevant`. */
export interface Row {
	number: number;
	cells: ReadonlyMap<string, Cell>;
	/** Cells without any change, by header. */
	typed: ReadonlyMap<string, string>;
}

const snakeCase = (text: string): string =>
	text.split(/\s+/).filter(Boolean).join('_').toLowerCase();

const own = <T>(record: Readonly<Record<string, T>>, key: string): T | undefined =>
	Object.hasOwn(record, key) ? record[key] : undefined;

function headerPath(
	header: string,
	kind: SheetKind,
	isDoubleColon: boolean
): { path: readonly string[]; isRenamed: boolean } {
	const { aliases, columns } = HEADER_NAMES[kind];
	for (const name of [header, snakeCase(header)])
		if (columns.has(name) && !own(aliases, name))
			return { path: [name], isRenamed: name !== header };
	let parts: string[];
	if (isDoubleColon || header.includes('::')) parts = header.split('::').map((part) => part.trim());
	else {
		parts = header.split(':').map((part) => part.trim());
		const prefix = parts.indexOf('jr');
		if (prefix >= 0 && prefix + 1 < parts.length)
			parts.splice(prefix, 2, `jr:${parts[prefix + 1]}`);
	}
	const first = snakeCase(parts[0] ?? '');
	const alias = own(aliases, first);
	if (alias) {
		const isRenamed = alias.length > 1 || alias[0] !== header;
		return { path: [...alias, ...parts.slice(1)], isRenamed };
	}
	if (columns.has(first)) return { path: [first, ...parts.slice(1)], isRenamed: first !== header };
	return { path: parts, isRenamed: false };
}

/** Where the cells of each column go; reports two columns that go to the same place. */
export function headerPaths(
	grid: Grid,
	kind: SheetKind,
	problems: Problems
): ReadonlyMap<string, readonly string[]> {
	const isDoubleColon = grid.headers.some((header) => header.includes('::'));
	const paths = new Map<string, readonly string[]>();
	const taken = new Map<string, string>();
	for (const header of grid.headers) {
		const { path, isRenamed } = headerPath(header, kind, isDoubleColon);
		const key = path.join('::');
		const other = taken.get(key);
		if (other !== undefined && isRenamed)
			problems.errors.push(
				sheetProblem(
					'header_conflict',
					{ sheet: grid.sheet, row: 1, column: header },
					{ other, header }
				)
			);
		taken.set(key, header);
		paths.set(header, path);
	}
	return paths;
}

const QUOTES: Readonly<Record<string, string>> = {
	'\u2018': "'",
	'\u2019': "'",
	'\u201c': '"',
	'\u201d': '"'
};

/** Typographic quotes as plain ones, which expressions need. */
export function plainQuotes(text: string): string {
	return text.replace(/[\u2018\u2019\u201c\u201d]/g, (quote) => QUOTES[quote] ?? quote);
}

// Texts people read keep the quotes they were written with; expressions and names cannot.
const READ_BY_PEOPLE = new Set(['label', 'hint', 'guidance_hint', 'title']);

function isReadByPeople(path: readonly string[]): boolean {
	return (
		READ_BY_PEOPLE.has(path[0] ?? '') ||
		(path[0] === 'bind' && /^jr:\w+Msg$/.test(path[1] ?? '')) ||
		(path[0]?.startsWith('mufakat_') ?? false)
	);
}

/** The rows of a grid, cleaned as the reference converter cleans them. */
export function readRows(
	grid: Grid,
	paths: ReadonlyMap<string, readonly string[]>,
	options: { areBlanksJoined?: boolean } = {}
): Row[] {
	return grid.rows.map((typed, index) => {
		const cells = new Map<string, Cell>();
		for (const [header, text] of typed) {
			const path = paths.get(header) ?? [header];
			const isText = isReadByPeople(path);
			const joined = options.areBlanksJoined && !isText ? text.replace(/ +/g, ' ') : text;
			const value = isText ? joined : plainQuotes(joined);
			cells.set(path.join('::'), { path, header, value });
		}
		return { number: index + 2, cells, typed };
	});
}

/** The value at a path, '' where there is none. */
export function valueAt(row: Row, path: string): string {
	return row.cells.get(path)?.value ?? '';
}

/** Whether a row has the column, in whatever language. */
export function hasColumn(row: Row, path: string): boolean {
	for (const key of row.cells.keys()) if (key === path || key.startsWith(`${path}::`)) return true;
	return false;
}

/** Header under which the first cell of a path was typed; null where there is none. */
export function headerOf(row: Row, path: string): string | null {
	for (const [key, cell] of row.cells)
		if (key === path || key.startsWith(`${path}::`)) return cell.header;
	return null;
}

/** A text by the languages its columns name; a column without language is the default one's. */
export function textsAt(row: Row, path: string, defaultLanguage: string): Map<string, string> {
	const texts = new Map<string, string>();
	const depth = path.split('::').length;
	for (const [key, cell] of row.cells) {
		if (key === path) {
			if (!texts.has(defaultLanguage)) texts.set(defaultLanguage, cell.value);
		} else if (key.startsWith(`${path}::`))
			texts.set(cell.path.slice(depth).join('::'), cell.value);
	}
	return texts;
}

/** A row with another value at a path. */
export function withCell(row: Row, path: string, value: string): Row {
	const header = row.cells.get(path)?.header ?? path;
	return { ...row, cells: new Map(row.cells).set(path, { path: path.split('::'), header, value }) };
}

/** A row with only the cells whose path passes. */
export function withOnly(row: Row, isKept: (path: string) => boolean): Row {
	return { ...row, cells: new Map([...row.cells].filter(([path]) => isKept(path))) };
}
