/** Adding, changing, moving and removing questions and sections. */
import {
	bodyOf,
	type Area,
	type Definition,
	type Part,
	type Question,
	type Section
} from '../definition.ts';
import {
	changeAreaNamed,
	changeSectionNamed,
	getPart,
	nameOf,
	putIn,
	takeOut,
	withBody,
	type Found,
	type Place
} from './body.ts';
import { editError } from './editError.ts';
import { partNames, requireFree } from './names.ts';
import { renumber } from './numbers.ts';
import { renamePart } from './rename.ts';

/** With one more question. Its number is given by its place. Throws an EditError. */
export function addQuestion(definition: Definition, question: Question, place: Place): Definition {
	requireFree('part', question.name, partNames(definition));
	return renumber(definition, putIn(definition, question.name, [question], place));
}

/** With one more section. Throws an EditError. */
export function addSection(definition: Definition, section: Section, place: Place): Definition {
	requireFree('part', section.name, partNames(definition));
	return putIn(definition, section, [], place);
}

/**
 * With `question` in the place of the question called `name`. Under another name, everything
 * that refers to it follows. Throws an EditError.
 */
export function changeQuestion(
	definition: Definition,
	name: string,
	question: Question
): Definition {
	const { area } = getPart(definition, name);
	const number = area.questions.find((old) => old.name === name)?.number;
	const changed = changeAreaNamed(definition, area.name, (each) => ({
		...each,
		questions: each.questions.map((old) =>
			old.name === name ? withoutNothing({ ...question, ...nameAs(old) }) : old
		)
	}));
	// A number somebody typed stays; otherwise a question that became a note gives its own up.
	const numbered = question.number === number ? renumber(definition, changed) : changed;
	return renamePart(numbered, name, question.name);
}

/** The same for a section; what is in it stays. */
export function changeSection(
	definition: Definition,
	name: string,
	section: Omit<Section, 'body'>
): Definition {
	const changed = changeSectionNamed(definition, name, (old) =>
		withoutNothing({ ...section, ...nameAs(old), body: old.body })
	);
	return renamePart(changed, name, section.name);
}

const nameAs = (old: { name: string; element?: string }) => ({
	name: old.name,
	element: old.element
});

/** Without properties that are undefined: the definition is compared and kept as JSON. */
function withoutNothing<T extends object>(thing: T): T {
	return Object.fromEntries(
		Object.entries(thing).filter(([, value]) => value !== undefined)
	) as unknown as T;
}

/** Without a question, or a section and all in it. Who refers to it is left as it is. */
export function removePart(definition: Definition, name: string): Definition {
	return renumber(definition, takeOut(definition, name).definition);
}

/** Without a section, whose parts take its place. */
export function dissolveSection(definition: Definition, name: string): Definition {
	const { area, part } = getPart(definition, name);
	if (typeof part === 'string') throw editError('not_there', name);
	const walk = (parts: readonly Part[]): Part[] =>
		parts.flatMap((each) =>
			typeof each === 'string'
				? [each]
				: each.name === name
					? [...each.body]
					: [{ ...each, body: walk(each.body) }]
		);
	return changeAreaNamed(definition, area.name, (old: Area) => withBody(old, walk(bodyOf(old))));
}

export type Direction = 'up' | 'down' | 'in' | 'out';

/** Where a step would bring a part; undefined where there is no such step. */
export function placeAfter(found: Found, direction: Direction): Place | undefined {
	const { place, siblings, within } = found;
	if (direction === 'up') return place.at > 0 ? { ...place, at: place.at - 1 } : undefined;
	if (direction === 'down')
		return place.at < siblings.length - 1 ? { ...place, at: place.at + 1 } : undefined;
	if (direction === 'in') {
		const above = siblings[place.at - 1];
		return above !== undefined && typeof above !== 'string'
			? { area: place.area, section: above.name }
			: undefined;
	}
	const around = within.at(-1);
	if (!around) return undefined;
	const outer = within.at(-2);
	const siblingsOfIt = outer ? outer.body : bodyOf(found.area);
	return {
		area: place.area,
		at: siblingsOfIt.findIndex((each) => nameOf(each) === around.name) + 1,
		...(outer ? { section: outer.name } : {})
	};
}

/**
 * A step: up or down among its siblings, into the section above it (at its end), or out to
 * stand after the section it is in. The definition itself where there is no such step.
 */
export function movePart(definition: Definition, name: string, direction: Direction): Definition {
	const place = placeAfter(getPart(definition, name), direction);
	return place ? moveTo(definition, name, place) : definition;
}

/** To another place; a section cannot go into itself. Throws an EditError. */
export function moveTo(definition: Definition, name: string, place: Place): Definition {
	const { definition: rest, part, questions } = takeOut(definition, name);
	return renumber(definition, putIn(rest, part, questions, place));
}
