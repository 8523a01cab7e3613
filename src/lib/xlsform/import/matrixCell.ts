import type { CellType, Matrix, MatrixColumn, Text } from '../definition.ts';

const CELL_TYPES: readonly CellType[] = ['choice', 'number', 'text', 'year'];

const isRecord = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

function textFrom(value: unknown): Text | undefined {
	if (!isRecord(value)) return undefined;
	return Object.values(value).every((each) => typeof each === 'string')
		? (value as Record<string, string>)
		: undefined;
}

function columnFrom(value: unknown): MatrixColumn | undefined {
	if (!isRecord(value) || typeof value.name !== 'string') return undefined;
	const type = CELL_TYPES.find((each) => each === value.type);
	const label = textFrom(value.label);
	if (!type || !label) return undefined;
	const column: MatrixColumn = { name: value.name, label, type };
	if (typeof value.list === 'string') column.list = value.list;
	const unit = textFrom(value.unit);
	if (unit) column.unit = unit;
	return column;
}

/** The matrix in a `mufakat_matrix` cell (JSON); undefined when it is none. */
export function matrixFrom(cell: string): Matrix | undefined {
	let value: unknown;
	try {
		value = JSON.parse(cell);
	} catch {
		return undefined;
	}
	if (!isRecord(value) || typeof value.rows !== 'string' || !Array.isArray(value.columns))
		return undefined;
	const columns = value.columns.map(columnFrom);
	return columns.some((column) => column === undefined)
		? undefined
		: { rows: value.rows, columns: columns as MatrixColumn[] };
}
