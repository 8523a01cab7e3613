/**
 * Another name for a question, section or list, with everything that refers to it. The
 * author's spelling is kept: only the name itself is replaced where it stands.
 */
import {
	bodyOf,
	elementOf,
	sectionsOf,
	type Area,
	type Definition,
	type Part,
	type Question,
	type Section
} from '../definition.ts';
import { getPart } from './body.ts';
import { partNames, requireFree } from './names.ts';
import { replaceInPaths } from './renamePaths.ts';
import { instanceOf, QUESTION_LOGIC, referenceTo, SECTION_LOGIC } from './words.ts';
import { without } from './without.ts';

/** Every string of a JSON value replaced by `change`; keys stay. */
function mapStrings<T>(value: T, change: (text: string) => string): T {
	if (typeof value === 'string') return change(value) as T;
	if (Array.isArray(value)) return value.map((each) => mapStrings(each, change)) as T;
	if (!value || typeof value !== 'object') return value;
	return Object.fromEntries(
		Object.entries(value).map(([key, each]) => [key, mapStrings(each, change)])
	) as T;
}

/** A definition with `change` made to every string in its areas and settings. */
function mapWords(definition: Definition, change: (text: string) => string): Definition {
	const { areas, settings } = definition;
	return {
		...definition,
		areas: mapStrings(areas, change),
		...(settings ? { settings: mapStrings(settings, change) } : {})
	};
}

/** Where a node stands in the data, below the root element. */
function pathIn(area: Area, within: readonly Section[], part?: Question | Section): string[] {
	return [
		...(area.is_group === false ? [] : [area.name]),
		...within.map(elementOf),
		...(part ? [elementOf(part)] : [])
	];
}

type Logic = Record<string, unknown>;

/** `thing` with `change` made to those of its properties that are expressions. */
function mapLogic<T extends object>(
	thing: T,
	properties: readonly string[],
	change: (expression: string) => string
): T {
	const changed: Logic = {};
	for (const property of properties) {
		const old = (thing as Logic)[property];
		if (typeof old === 'string') changed[property] = change(old);
	}
	return { ...thing, ...changed };
}

function mapPaths(
	definition: Definition,
	change: (expression: string, from: readonly string[]) => string
): Definition {
	const areas = definition.areas.map((area): Area => {
		const homes = new Map<string, readonly Section[]>();
		const walk = (parts: readonly Part[], within: readonly Section[]): readonly Part[] =>
			parts.map((part) => {
				if (typeof part === 'string') {
					homes.set(part, within);
					return part;
				}
				const from = pathIn(area, within, part);
				const changed = mapLogic(part, SECTION_LOGIC, (text) => change(text, from));
				return { ...changed, body: walk(part.body, [...within, part]) };
			});
		const body = walk(bodyOf(area), []);
		const questions = area.questions.map((question) => {
			const from = pathIn(area, homes.get(question.name) ?? [], question);
			return mapLogic(question, QUESTION_LOGIC, (text) => change(text, from));
		});
		const changed = mapLogic(area, ['relevant'], (text) => change(text, pathIn(area, [])));
		return { ...changed, questions, ...(area.body ? { body } : {}) };
	});
	return { ...definition, areas };
}

/**
 * With another name for a question or section: `${old}` in every expression and text, and
 * paths to it, follow. Throws an EditError where the name is taken or cannot be one.
 */
export function renamePart(definition: Definition, name: string, next: string): Definition {
	if (name === next) return definition;
	const { part, area, within } = getPart(definition, name);
	requireFree('part', next, partNames(definition));
	const own =
		typeof part === 'string' ? area.questions.find((question) => question.name === part)! : part;
	const element = elementOf(own);
	const target = pathIn(area, within, own);
	// Two sections may hold a question of the same element: then ${element} means neither alone.
	const references = countElements(definition, element) > 1 ? [name] : [name, element];
	const followed = mapWords(
		mapPaths(definition, (text, from) => replaceInPaths(text, from, target, next)),
		(text) =>
			references.reduce(
				(words, old) => words.replace(referenceTo(old), (_, open, close) => open + next + close),
				text
			)
	);
	const areas = followed.areas.map((each) => (each.name === area.name ? rename(each) : each));
	return { ...followed, areas };

	function rename(home: Area): Area {
		const walk = (parts: readonly Part[]): readonly Part[] =>
			parts.map((each) => {
				if (typeof each === 'string') return each === name ? next : each;
				return each.name === name
					? { ...without(each, 'element'), name: next, body: each.body }
					: { ...each, body: walk(each.body) };
			});
		const questions = home.questions.map((question) => {
			if (question.name !== name) return question;
			return { ...without(question, 'element'), name: next };
		});
		return { ...home, questions, ...(home.body ? { body: walk(home.body) } : {}) };
	}
}

function countElements(definition: Definition, element: string): number {
	return definition.areas
		.flatMap((area) => [
			...area.questions.map(elementOf),
			...sectionsOf(area).map(({ section }) => elementOf(section))
		])
		.filter((each) => each === element).length;
}

/** With another name for a list, wherever choices are taken from it. Throws an EditError. */
export function renameList(definition: Definition, list: string, next: string): Definition {
	if (list === next) return definition;
	requireFree('choice', next, new Set(Object.keys(definition.choices)));
	const choices = Object.fromEntries(
		Object.entries(definition.choices).map(([name, rows]) => [name === list ? next : name, rows])
	);
	const other = (name: string) => (name === list ? next : name);
	const followed = mapWords({ ...definition, choices }, (text) =>
		text.replace(instanceOf(list), (_, open, _quote, close) => open + next + close)
	);
	const areas = followed.areas.map((area) => ({
		...area,
		questions: area.questions.map(({ ...question }): Question => {
			if (question.list !== undefined) question.list = other(question.list);
			if (question.units !== undefined) question.units = other(question.units);
			if (question.instruments !== undefined) question.instruments = other(question.instruments);
			if (!question.matrix) return question;
			const columns = question.matrix.columns.map((column) =>
				column.list === undefined ? column : { ...column, list: other(column.list) }
			);
			return { ...question, matrix: { rows: other(question.matrix.rows), columns } };
		})
	}));
	return { ...followed, areas };
}
