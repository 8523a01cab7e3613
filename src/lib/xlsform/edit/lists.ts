/** Lists of choices: adding, changing, removing; the choices in them and their order. */
import { type Choice, type Definition } from '../definition.ts';
import { editError } from './editError.ts';
import { requireFree } from './names.ts';
import { usesOfList } from './words.ts';
import { without } from './without.ts';

function rowsOf(definition: Definition, list: string): readonly Choice[] {
	const rows = Object.hasOwn(definition.choices, list) ? definition.choices[list] : undefined;
	if (!rows) throw editError('not_there', list);
	return rows;
}

/** With one more list, empty unless choices are given. Throws an EditError. */
export function addList(
	definition: Definition,
	list: string,
	choices: readonly Choice[] = []
): Definition {
	requireFree('choice', list, new Set(Object.keys(definition.choices)));
	return { ...definition, choices: { ...definition.choices, [list]: choices } };
}

/** With other choices in a list. Throws an EditError where a name is used twice or cannot be. */
export function changeChoices(
	definition: Definition,
	list: string,
	choices: readonly Choice[]
): Definition {
	const before = rowsOf(definition, list);
	const known = new Set(before.map((choice) => choice.name));
	const seen = new Set<string>();
	const mayRepeat = /^(yes|true|1)/i.test(definition.settings?.['allow_choice_duplicates'] ?? '');
	for (const { name } of choices) {
		// What came with a workbook may stay as it came; the check of the whole says what is wrong.
		if (!known.has(name)) requireFree('choice', name, new Set());
		if (seen.has(name) && !mayRepeat) throw editError('name_taken', name);
		seen.add(name);
	}
	return { ...definition, choices: { ...definition.choices, [list]: choices } };
}

/** A choice one place up or down; the definition itself where there is none. */
export function moveChoice(
	definition: Definition,
	list: string,
	at: number,
	direction: 'up' | 'down'
): Definition {
	const rows = [...rowsOf(definition, list)];
	const to = at + (direction === 'up' ? -1 : 1);
	const row = rows[at];
	if (!row || to < 0 || to >= rows.length) return definition;
	rows.splice(at, 1);
	rows.splice(to, 0, row);
	return { ...definition, choices: { ...definition.choices, [list]: rows } };
}

/** Without a list nobody uses. Throws an EditError. */
export function removeList(definition: Definition, list: string): Definition {
	rowsOf(definition, list);
	if (usesOfList(definition, list).length > 0) throw editError('list_in_use', list);
	return { ...definition, choices: without(definition.choices, list) };
}

/** Further columns of a list, in the order they are first met. */
export function columnsOf(choices: readonly Choice[]): string[] {
	return [...new Set(choices.flatMap((choice) => Object.keys(choice.columns ?? {})))];
}
