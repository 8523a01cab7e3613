/**
 * Where a questionnaire holds expressions and texts that may speak of its questions, and who
 * speaks of whom.
 */
import { sectionsOf, type Definition, type Question, type Section } from '../definition.ts';

/** Properties of a question that are expressions. */
export const QUESTION_LOGIC = [
	'relevant',
	'required',
	'constraint',
	'calculation',
	'default',
	'choice_filter',
	'trigger',
	'read_only'
] as const satisfies readonly (keyof Question)[];

/** Properties of a section that are expressions. */
export const SECTION_LOGIC = [
	'relevant',
	'read_only',
	'count'
] as const satisfies readonly (keyof Section)[];

/** Who speaks of something: a question, section or area by name, or the settings. */
export interface Use {
	kind: 'question' | 'section' | 'area' | 'settings';
	name: string;
	/** For example `relevant` or `label`. */
	property: string;
}

/** Visits every string of a JSON value. */
function stringsOf(value: unknown, visit: (text: string) => void): void {
	if (typeof value === 'string') visit(value);
	else if (Array.isArray(value)) for (const each of value) stringsOf(each, visit);
	else if (value && typeof value === 'object')
		for (const each of Object.values(value)) stringsOf(each, visit);
}

function usesIn(
	kind: Use['kind'],
	thing: { name: string },
	skip: readonly string[],
	speaks: (text: string) => boolean
): Use[] {
	const uses: Use[] = [];
	for (const [property, value] of Object.entries(thing)) {
		if (skip.includes(property)) continue;
		let found = false;
		stringsOf(value, (text) => (found ||= speaks(text)));
		if (found) uses.push({ kind, name: thing.name, property });
	}
	return uses;
}

/** Everything whose words `speaks` is true for, in order. */
export function usesWhere(definition: Definition, speaks: (text: string) => boolean): Use[] {
	return [
		...usesIn('settings', { ...definition.settings, name: '' }, ['name'], speaks),
		...definition.areas.flatMap((area) => [
			...usesIn('area', area, ['questions', 'body', 'name'], speaks),
			...sectionsOf(area).flatMap(({ section }) =>
				usesIn('section', section, ['body', 'name', 'kind'], speaks)
			),
			...area.questions.flatMap((question) =>
				usesIn('question', question, ['name', 'element', 'type', 'number'], speaks)
			)
		])
	];
}

const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|-]/g, '\\$&');

/** Finds `${name}`, with the blanks and the `last-saved#` that may stand before it. */
export function referenceTo(name: string): RegExp {
	return new RegExp(`(\\$\\{\\s*(?:last-saved#)?)${escaped(name)}(\\s*\\})`, 'g');
}

/** Who refers to a question or section by `${name}`, itself left out. */
export function usesOf(definition: Definition, name: string): Use[] {
	const reference = referenceTo(name);
	return usesWhere(definition, (text) => text.search(reference) >= 0).filter(
		(use) => use.name !== name
	);
}

/** Who takes choices from a list: by name, or in an expression by instance(). */
export function usesOfList(definition: Definition, list: string): Use[] {
	const instance = instanceOf(list);
	const named = definition.areas.flatMap((area) =>
		area.questions.flatMap((question): Use[] => {
			const { matrix } = question;
			const properties = [
				question.list === list && 'list',
				question.units === list && 'units',
				question.instruments === list && 'instruments',
				(matrix?.rows === list || matrix?.columns.some((column) => column.list === list)) &&
					'matrix'
			].filter((property) => typeof property === 'string');
			return properties.map((property) => ({ kind: 'question', name: question.name, property }));
		})
	);
	return [...named, ...usesWhere(definition, (text) => text.search(instance) >= 0)];
}

/** Finds instance('list'). */
export function instanceOf(list: string): RegExp {
	return new RegExp(`(instance\\s*\\(\\s*(['"]))${escaped(list)}(\\2\\s*\\))`, 'g');
}
