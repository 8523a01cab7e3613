/**
 * The two types whose value is a table. What is kept is built from the names the definition
 * holds, never by assigning a name from outside, so `__proto__` is a name like any other.
 */
import type { MatrixValue, TreatyValue } from './answers.ts';
import {
	checkChoice,
	checkText,
	fits,
	isYear,
	wrong,
	type Checked,
	type ContentProblem
} from './checkParts.ts';
import { choicesOf, type Definition, type MatrixColumn, type Question } from './definition.ts';
import { entriesOf } from './sameValue.ts';

export const VERDICTS = ['confirmed', 'corrected', 'unsure'] as const;
export type Verdict = (typeof VERDICTS)[number];

type Wrong = { ok: false; code: ContentProblem };

function checkCell(
	definition: Definition,
	column: MatrixColumn,
	cell: unknown
): Checked<string | number> {
	if (cell === null || cell === '') return fits<string | number>(null);
	switch (column.type) {
		case 'choice':
			return checkChoice(definition, column.list, cell);
		case 'text':
			return checkText(cell);
		case 'year':
			return isYear(cell) ? fits<string | number>(cell) : wrong('year');
		case 'number':
			if (typeof cell !== 'number' || !Number.isFinite(cell)) return wrong('number');
			return fits<string | number>(cell === 0 ? 0 : cell);
	}
}

/** Rows of the definition, filled by `read`; entries outside them are wrong by `code`. */
function checkEntries<T>(
	value: unknown,
	known: readonly string[],
	code: ContentProblem,
	read: (name: string, entry: unknown) => Checked<T>
): Checked<Record<string, T>> {
	if (value === null || value === undefined) return fits<Record<string, T>>(null);
	const entries = entriesOf(value);
	if (!entries) return wrong('shape');
	const given = new Map(entries);
	const names = new Set(known);
	if (entries.some(([name]) => !names.has(name))) return wrong(code);
	const kept: [string, T][] = [];
	for (const name of names) {
		if (!given.has(name)) continue;
		const checked = read(name, given.get(name));
		if (!checked.ok) return checked;
		if (checked.value !== null) kept.push([name, checked.value]);
	}
	return fits(kept.length === 0 ? null : Object.fromEntries(kept));
}

/** Cells by row and column, in the definition's order; empty cells and rows are left out. */
export function checkMatrix(
	definition: Definition,
	question: Question,
	value: unknown
): Checked<MatrixValue> {
	const columns = new Map(question.matrix?.columns.map((column) => [column.name, column]));
	const rows = choicesOf(definition, question.matrix?.rows).map((row) => row.name);
	return checkEntries(value, rows, 'unknown_row', (_row, cells) =>
		checkEntries(cells, [...columns.keys()], 'unknown_column', (name, cell) =>
			checkCell(definition, columns.get(name)!, cell)
		)
	);
}

function checkFact(entry: unknown): Checked<TreatyValue[string]> | Wrong {
	if (entry === null) return fits<TreatyValue[string]>(null);
	const entries = entriesOf(entry);
	if (!entries) return wrong('shape');
	const parts = new Map(entries);
	const given = parts.get('verdict') ?? '';
	const correction = checkText(parts.get('correction'));
	if (!correction.ok) return correction;
	const source = checkText(parts.get('source'));
	if (!source.ok) return source;
	if (given === '' && !correction.value && !source.value) return fits<TreatyValue[string]>(null);
	const verdict = VERDICTS.find((each) => each === given);
	if (!verdict) return wrong('verdict');
	return fits({
		verdict,
		...(correction.value && { correction: correction.value }),
		...(source.value && { source: source.value })
	});
}

/** What is said of each instrument; a correction or source without a verdict is wrong. */
export function checkTreaty(
	definition: Definition,
	question: Question,
	value: unknown
): Checked<TreatyValue> {
	const instruments = choicesOf(definition, question.instruments).map((each) => each.name);
	return checkEntries(value, instruments, 'unknown_instrument', (_name, entry) => checkFact(entry));
}
