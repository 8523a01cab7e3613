/** Every `${name}` in the workbook must mean exactly one question, group or repeat. */
import type { Grid } from './grid.ts';
import { findReferences } from './names.ts';
import { type ProblemCode, type Problems, sheetProblem } from './problemCodes.ts';
import type { Element } from './tree.ts';

/** What a name may mean. */
export interface Meanings {
	/** How often the name stands in the name column. */
	named: ReadonlyMap<string, number>;
	/** How often it is an element of the finished form. */
	built: ReadonlyMap<string, number>;
}

// Columns whose references end up in the form; others are read but go nowhere.
const RESOLVED =
	/^(label|hint|guidance_hint|default|bind|control|media|instance|choice_filter|parameters)$/;

/**
 * Counts the elements of the finished form by name, the form's own element `root` among them; a
 * loop holds its rows once per choice.
 */
export function countBuilt(
	elements: readonly Element[],
	columnsOf: (list: string) => readonly string[],
	root: string
): Map<string, number> {
	const counts = new Map<string, number>([[root, 1]]);
	const add = (name: string, times: number): void => {
		counts.set(name, (counts.get(name) ?? 0) + times);
	};
	const visit = (parts: readonly Element[], times: number): void => {
		for (const element of parts) {
			// No reference can mean these.
			if (/^((xml|csv)-external|attribute|label)$/.test(element.type)) continue;
			add(element.name, times);
			const columns = element.type === 'loop' ? columnsOf(element.list ?? '') : null;
			for (const column of columns ?? []) add(column, times);
			visit(element.children ?? [], times * (columns?.length ?? 1));
		}
	};
	visit(elements, 1);
	return counts;
}

function problemOf(
	name: string,
	{ named, built }: Meanings,
	isResolved: boolean
): ProblemCode | null {
	const count = named.get(name);
	if (count === undefined) return 'reference_unknown';
	if (count !== 1) return 'reference_ambiguous';
	if (!isResolved || built.get(name) === 1) return null;
	return built.has(name) ? 'reference_ambiguous' : 'reference_unknown';
}

/** Checks the cells of a sheet, row by row; `isChecked` chooses columns by where they go. */
export function checkReferences(
	grid: Grid,
	paths: ReadonlyMap<string, readonly string[]>,
	isChecked: (path: readonly string[]) => boolean,
	meanings: Meanings,
	problems: Problems
): void {
	grid.rows.forEach((row, index) => {
		for (const [header, text] of row) {
			const path = paths.get(header) ?? [header];
			if (!text.includes('${') || !isChecked(path)) continue;
			const place = { sheet: grid.sheet, row: index + 2, column: header };
			const references = findReferences(text);
			if (!references) problems.errors.push(sheetProblem('reference_syntax', place));
			const isResolved = RESOLVED.test(path[0] ?? '');
			for (const name of new Set(references?.map((reference) => reference.name))) {
				const code = problemOf(name, meanings, isResolved);
				if (code) problems.errors.push(sheetProblem(code, place, { value: name }));
			}
		}
	});
}
