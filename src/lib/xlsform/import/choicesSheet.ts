import type { Grid } from './grid.ts';
import type { SheetKind } from './headerNames.ts';
import { type Problems, sheetProblem } from './problemCodes.ts';
import { type Row, hasColumn, headerOf, headerPaths, readRows, valueAt } from './rows.ts';

/** The lists of a choices sheet with their rows, in order of first appearance. */
export type Lists = ReadonlyMap<string, readonly Row[]>;

const LIST = 'list name';

/** Reads choices or external_choices; rows that name no list are left out. */
export function readLists(
	grid: Grid | null,
	kind: SheetKind & ('choices' | 'external_choices' | 'osm'),
	problems: Problems
): { lists: Map<string, Row[]>; paths: ReadonlyMap<string, readonly string[]> } {
	const lists = new Map<string, Row[]>();
	if (!grid || grid.rows.length === 0) return { lists, paths: new Map() };
	const paths = headerPaths(grid, kind, problems);
	const isNamed = [...paths.values()].some((path) => path[0] === 'name');
	if (kind === 'choices' && !isNamed)
		problems.errors.push(
			sheetProblem('header_required', { sheet: grid.sheet, row: 1 }, { header: 'name' })
		);
	for (const row of readRows(grid, paths)) {
		const list = valueAt(row, LIST);
		if (list === '') continue;
		const rows = lists.get(list);
		if (rows) rows.push(row);
		else lists.set(list, [row]);
	}
	return { lists, paths };
}

/** Reports what is wrong with the choices of each list. */
export function checkLists(
	grid: Grid,
	lists: Lists,
	paths: ReadonlyMap<string, readonly string[]>,
	areDuplicatesAllowed: boolean,
	problems: Problems
): void {
	const { sheet } = grid;
	for (const [header, path] of paths)
		if (path[0] !== LIST && path[0]?.includes(' '))
			problems.warnings.push(
				sheetProblem('choice_header', { sheet, row: 1, column: header }, { header })
			);
	const header = nameHeader(paths);
	if (header === null) return;
	for (const [list, rows] of lists) {
		for (const row of rows)
			if (!hasColumn(row, 'name'))
				problems.errors.push(
					sheetProblem('choice_name_missing', { sheet, row: row.number, column: header }, { list })
				);
		const seen = new Set<string>();
		for (const row of rows) {
			const value = valueAt(row, 'name');
			if (value === '') continue;
			if (!hasColumn(row, 'label'))
				problems.warnings.push(
					sheetProblem('choice_label_missing', { sheet, row: row.number }, { list, value })
				);
			if (seen.has(value) && !areDuplicatesAllowed)
				problems.errors.push(
					sheetProblem(
						'choice_duplicate',
						{ sheet, row: row.number, column: headerOf(row, 'name') },
						{ list, value }
					)
				);
			seen.add(value);
		}
	}
}

function nameHeader(paths: ReadonlyMap<string, readonly string[]>): string | null {
	for (const [header, path] of paths) if (path[0] === 'name') return header;
	return null;
}
