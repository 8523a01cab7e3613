/** The choices of a list as the fields of its form, and back. A long list is shown in parts. */
import { type Choice, type Definition } from '../../definition.ts';
import { columnsOf } from '../lists.ts';
import { nameFrom } from '../names.ts';
import { readText, readWords, textFields, typed, type Fields } from './fields.ts';
import { without } from '../without.ts';

/** Choices shown at a time. */
export const CHOICES_AT_ONCE = 100;
/** Empty rows offered at the end for new choices. */
export const NEW_CHOICES = 3;

/** `choice.7.name`, `choice.7.label.en`, `choice.7.column.region` of the choices from `from` on. */
export function choiceFields(
	definition: Definition,
	choices: readonly Choice[],
	from: number
): Fields {
	const columns = columnsOf(choices);
	const rows = choices.slice(from, from + CHOICES_AT_ONCE).map((choice, at) => {
		const prefix = `choice.${from + at}`;
		const further = columns.map((column) => [
			`${prefix}.column.${column}`,
			choice.columns?.[column] ?? ''
		]);
		return {
			[`${prefix}.name`]: choice.name,
			...textFields(`${prefix}.label`, choice.label, definition.languages),
			...(Object.fromEntries(further) as Fields)
		};
	});
	return Object.assign({}, ...rows) as Fields;
}

/**
 * The choices as the form was sent, with those the form did not show. A row left empty is
 * gone; one without a name gets one from its label.
 */
export function readChoices(
	definition: Definition,
	before: readonly Choice[],
	fields: Fields
): Choice[] {
	const { languages } = definition;
	const added = readWords('new_column', fields, undefined);
	const columns = columnsOf(before);
	const most = before.length + CHOICES_AT_ONCE;
	const names = Array.from({ length: most }, (_, at) => typed(fields, `choice.${at}.name`)?.trim());
	const taken = new Set<string>(names.map((name, at) => name ?? before[at]?.name ?? ''));
	return Array.from({ length: most }, (_, at): Choice[] => {
		const old = before[at];
		const prefix = `choice.${at}`;
		const named = names[at];
		if (named === undefined) return old ? [old] : [];
		const label = readText(`${prefix}.label`, fields, old?.label, languages) ?? {};
		const isBlank = Object.values(label).every((words) => words.trim() === '');
		if (named === '' && isBlank) return [];
		const name = named || nameFrom(label[definition.default_language] ?? '', taken, 'choice');
		taken.add(name);
		const further = columns.flatMap((column) => {
			const words = readWords(`${prefix}.column.${column}`, fields, old?.columns?.[column]);
			return words === undefined ? [] : [[column, words]];
		});
		const given = Object.fromEntries(further) as Record<string, string>;
		if (added && added !== '__proto__' && !columns.includes(added)) given[added] = '';
		return [
			{
				...(old && without(old, 'columns')),
				name,
				label,
				...(Object.keys(given).length ? { columns: given } : {})
			}
		];
	}).flat();
}
