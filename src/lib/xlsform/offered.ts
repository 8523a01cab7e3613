/** What a select question offers, from the choices sheet or from a file supplied with the form. */
import {
	choicesOf,
	type Choice,
	type Definition,
	type ExternalTable,
	type Question
} from './definition.ts';

type Listed = Pick<Question, 'list' | 'parameters'>;

const read = new WeakMap<ExternalTable, Map<string, readonly Choice[]>>();

/** Columns `label` and `label::Language`, as a choices sheet has them. */
function labelColumns(definition: Definition, table: ExternalTable, label: string) {
	const tags = new Map(
		Object.entries(definition.language_names ?? {}).map(([tag, name]) => [name, tag])
	);
	return table.columns.flatMap((header, at) => {
		if (header === label) return [{ at, tag: definition.default_language }];
		const [name, language] = header.split('::').map((part) => part.trim());
		return name === label && language ? [{ at, tag: tags.get(language) ?? language }] : [];
	});
}

function rowsOf(definition: Definition, question: Listed, table: ExternalTable): Choice[] {
	const value = table.columns.indexOf(question.parameters?.value ?? 'name');
	const labels = labelColumns(definition, table, question.parameters?.label ?? 'label');
	return table.rows.flatMap((row) => {
		const name = row[value];
		if (!name) return [];
		const label = Object.fromEntries(labels.map(({ at, tag }) => [tag, row[at] ?? '']));
		return [{ name, label }];
	});
}

/** Every choice of a question, in order, whatever its filter says. */
export function choicesOffered(definition: Definition, question: Listed): readonly Choice[] {
	const { list, parameters } = question;
	const table = list === undefined ? undefined : definition.external?.[list];
	if (!table) return choicesOf(definition, list);
	const columns = JSON.stringify([parameters?.value, parameters?.label]);
	const known = read.get(table) ?? new Map<string, readonly Choice[]>();
	read.set(table, known);
	const found = known.get(columns) ?? rowsOf(definition, question, table);
	known.set(columns, found);
	return found;
}
