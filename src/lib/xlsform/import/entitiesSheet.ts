/**
 * Entities of ODK Central: checked as far as a workbook may be refused for them, and listed under
 * `meta` as the converter lists them. Mufakat keeps no entities.
 */
import type { Grid } from './grid.ts';
import type { EntityDeclaration } from './entityPlaces.ts';
import { HEADER_NAMES } from './headerNames.ts';
import { findReferences, isName } from './names.ts';
import { type Problems, sheetProblem } from './problemCodes.ts';
import { type Row, headerOf, headerPaths, readRows, valueAt, withCell, withOnly } from './rows.ts';
import type { Element } from './tree.ts';

export interface Entities {
	sheet: string;
	declarations: readonly EntityDeclaration[];
}

function reasonsAgainst(row: Row): [path: string, reason: string][] {
	const list = valueAt(row, 'dataset');
	const [isUpdate, isCreate] = [valueAt(row, 'update_if') !== '', valueAt(row, 'create_if') !== ''];
	const [hasId, hasLabel] = [valueAt(row, 'entity_id') !== '', valueAt(row, 'label') !== ''];
	const reasons: [string, string][] = [];
	if (list === '') reasons.push(['dataset', 'it names no list.']);
	else if (list.startsWith('__') || list.includes('.') || !isName(list))
		reasons.push(['dataset', `“${list}” cannot be the name of a list.`]);
	if (isUpdate && !hasId) reasons.push(['update_if', 'to update, entity_id must be filled in.']);
	if (hasId && isCreate && !isUpdate)
		reasons.push(['create_if', 'with entity_id and create_if, update_if must be filled in.']);
	if (!hasLabel && !hasId) reasons.push(['label', 'to create entities, label must be filled in.']);
	return reasons;
}

function elementOf(row: Row): Element {
	const parts = ['dataset'];
	const isUpdate = valueAt(row, 'update_if') !== '' || valueAt(row, 'entity_id') !== '';
	if (valueAt(row, 'create_if') !== '' || !isUpdate) parts.push('create');
	if (isUpdate) parts.push('update');
	if (valueAt(row, 'entity_id') !== '') parts.push('baseVersion', 'trunkVersion', 'branchId');
	parts.push('id');
	const empty = withOnly(row, () => false);
	const part = (name: string, type: string, calculation: string): Element => ({
		name,
		type,
		row: calculation === '' ? empty : withCell(empty, 'bind::calculate', calculation),
		isAdded: true
	});
	const children = parts.map((name) => part(name, 'attribute', ''));
	const label = valueAt(row, 'label');
	if (label !== '') children.push(part('label', 'label', label));
	return { name: 'entity', type: 'entity', row: empty, isAdded: true, children };
}

const EXPRESSIONS = ['entity_id', 'create_if', 'update_if', 'label'];

function declarationOf(row: Row): EntityDeclaration {
	const names = EXPRESSIONS.flatMap((path) => findReferences(valueAt(row, path)) ?? []);
	return {
		list: valueAt(row, 'dataset'),
		row: row.number,
		element: elementOf(row),
		names: new Set(names.map(({ name }) => name))
	};
}

/** Reads the entities sheet; without one nothing is declared. */
export function readEntities(grid: Grid | null, problems: Problems): Entities {
	if (!grid || grid.rows.length === 0) return { sheet: grid?.sheet ?? '', declarations: [] };
	const { sheet } = grid;
	const paths = headerPaths(grid, 'entities', problems);
	const rows = readRows(grid, paths);
	const lists = new Set<string>();
	for (const row of rows) {
		const fail = (column: string | null, reason: string): void => {
			problems.errors.push(
				sheetProblem('entity_invalid', { sheet, row: row.number, column }, { reason })
			);
		};
		for (const { path, header } of row.cells.values())
			if (!HEADER_NAMES.entities.columns.has(path[0] ?? ''))
				problems.errors.push(
					sheetProblem(
						'entity_invalid',
						{ sheet, row: 1, column: header },
						{ reason: `there is no column “${header}” on this sheet.` }
					)
				);
		for (const [path, reason] of reasonsAgainst(row)) fail(headerOf(row, path), reason);
		const list = valueAt(row, 'dataset');
		if (lists.has(list)) fail(headerOf(row, 'dataset'), `“${list}” is declared twice.`);
		lists.add(list);
	}
	problems.warnings.push(
		sheetProblem('unsupported', { sheet }, { feature: 'The sheet of entities' })
	);
	return { sheet, declarations: rows.map(declarationOf) };
}
