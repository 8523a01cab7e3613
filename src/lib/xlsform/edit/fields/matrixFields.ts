/** The rows and columns of a table question as fields, and back. */
import { type CellType, type Matrix, type MatrixColumn } from '../../definition.ts';
import { nameFrom } from '../names.ts';
import { readText, readWords, textFields, typed, type Fields } from './fields.ts';

/** Types of cell in the order a person chooses from. */
export const CELL_TYPES: readonly CellType[] = ['choice', 'number', 'text', 'year'];

/** How many empty columns a form offers beside those that are there. */
export const NEW_COLUMNS = 2;

/** `rows`, and `column.0.name`, `column.0.label.en` … for each column. */
export function matrixFields(matrix: Matrix | undefined, languages: readonly string[]): Fields {
	const columns = (matrix?.columns ?? []).map((column, at) => ({
		[`column.${at}.name`]: column.name,
		[`column.${at}.type`]: column.type,
		[`column.${at}.list`]: column.list ?? '',
		...textFields(`column.${at}.label`, column.label, languages),
		...textFields(`column.${at}.unit`, column.unit, languages)
	}));
	return Object.assign({ rows: matrix?.rows ?? '' }, ...columns) as Fields;
}

/** How many columns the fields tell of. */
export function countColumns(fields: Fields): number {
	let count = 0;
	while (Object.hasOwn(fields, `column.${count}.name`)) count++;
	return count;
}

/** The table as its form was sent; a column without name and label is gone. */
export function readMatrix(
	fields: Fields,
	before: Matrix | undefined,
	languages: readonly string[]
): Matrix | undefined {
	if (!Object.hasOwn(fields, 'rows')) return before;
	const taken = new Set<string>();
	const columns: MatrixColumn[] = [];
	for (let at = 0; at < countColumns(fields); at++) {
		const old = before?.columns[at];
		const label = readText(`column.${at}.label`, fields, undefined, languages);
		const named = readWords(`column.${at}.name`, fields, undefined);
		if (!label && !named) continue;
		const name = named ?? nameFrom(Object.values(label ?? {})[0] ?? '', taken, 'column');
		taken.add(name);
		const list = readWords(`column.${at}.list`, fields, old?.list);
		const unit = readText(`column.${at}.unit`, fields, undefined, languages);
		const asked = typed(fields, `column.${at}.type`);
		columns.push({
			name,
			label: label ?? {},
			type: CELL_TYPES.find((type) => type === asked) ?? old?.type ?? 'text',
			...(list ? { list } : {}),
			...(unit ? { unit } : {})
		});
	}
	return { rows: readWords('rows', fields, before?.rows) ?? '', columns };
}
