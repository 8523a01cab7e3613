/** The save_to column: which property of which entity keeps an answer. */
import type { EntityDeclaration } from './entityPlaces.ts';
import { isName } from './names.ts';
import { type Row, valueAt } from './rows.ts';
import { type SurveyContext, fail } from './surveyContext.ts';

const SAVE_TO = 'bind::entities:saveto';

function targetOf(
	cell: string,
	declarations: readonly EntityDeclaration[]
): { list: string; property: string } | string {
	const [first = '', second, ...more] = cell.split('#');
	if (declarations.length === 0) return 'save_to needs a sheet of entities.';
	if (more.length > 0) return 'save_to may have one # only.';
	if (second === undefined && declarations.length > 1)
		return 'with several lists, save_to is written as list#property.';
	const list = second === undefined ? declarations[0]!.list : first;
	if (!declarations.some((each) => each.list === list))
		return `there is no list “${list}” on the entities sheet.`;
	return { list, property: second ?? first };
}

function reasonAgainst(property: string, isControl: boolean): string | null {
	if (isControl) return 'a group or repeat cannot be saved.';
	if (['name', 'label'].includes(property.toLowerCase())) return `“${property}” is reserved.`;
	if (property.startsWith('__') || !isName(property))
		return `“${property}” cannot be the name of a property.`;
	return null;
}

/** Reads save_to, and notes the row where a declaration of an entity names it. */
export function readSaveTo(context: SurveyContext, row: Row, isControl: boolean): void {
	const { entities, entityReferences } = context;
	const cell = valueAt(row, SAVE_TO);
	const path = [...context.stack];
	const target = cell === '' ? null : targetOf(cell, entities.declarations);
	if (typeof target === 'string') fail(context, row, 'entity_invalid', SAVE_TO, { reason: target });
	else if (target) {
		const { list, property } = target;
		const isTaken = entityReferences.some(
			(each) => each.list === list && each.property === property
		);
		const reason = isTaken
			? `“${property}” is saved by another row already.`
			: reasonAgainst(property, isControl);
		if (reason) fail(context, row, 'entity_invalid', SAVE_TO, { reason });
		entityReferences.push({ list, path, row, property });
	}
	const name = valueAt(row, 'name');
	for (const { list, names } of entities.declarations)
		if (names.has(name)) entityReferences.push({ list, path, row, property: null });
}
