/**
 * Taking parts out of the order of a questionnaire and putting them in elsewhere. Every other
 * change of the order is made of these two.
 */
import {
	bodyOf,
	type Area,
	type Definition,
	type Part,
	type Question,
	type Section
} from '../definition.ts';
import { editError } from './editError.ts';
import { without } from './without.ts';

/** Where a part stands or shall stand: in a section of an area, or in the area itself. */
export interface Place {
	area: string;
	section?: string;
	/** Among its siblings, from 0; at the end when absent. */
	at?: number;
}

export interface Found {
	part: Part;
	place: Place & { at: number };
	siblings: readonly Part[];
	area: Area;
	/** The sections around it, outermost first. */
	within: readonly Section[];
}

/** The name of a question or section in a body. */
export function nameOf(part: Part): string {
	return typeof part === 'string' ? part : part.name;
}

/** Names of the questions of a part, those of a section in order. */
export function questionsIn(parts: readonly Part[]): string[] {
	return parts.flatMap((part) => (typeof part === 'string' ? [part] : questionsIn(part.body)));
}

/** Where a question or section stands, or undefined. */
export function findPart(definition: Definition, name: string): Found | undefined {
	const search = (
		area: Area,
		siblings: readonly Part[],
		within: readonly Section[]
	): Found | undefined => {
		for (const [at, part] of siblings.entries()) {
			const section = within.at(-1)?.name;
			if (nameOf(part) === name)
				return {
					part,
					siblings,
					area,
					within,
					place: { area: area.name, at, ...(section === undefined ? {} : { section }) }
				};
			if (typeof part === 'string') continue;
			const found = search(area, part.body, [...within, part]);
			if (found) return found;
		}
		return undefined;
	};
	for (const area of definition.areas) {
		const found = search(area, bodyOf(area), []);
		if (found) return found;
	}
	return undefined;
}

/** The same. Throws an EditError where there is no such part. */
export function getPart(definition: Definition, name: string): Found {
	const found = findPart(definition, name);
	if (!found) throw editError('not_there', name);
	return found;
}

/** An area in this order; `questions` holds those of the body, in any order, and may hold more. */
export function withBody(
	area: Area,
	body: readonly Part[],
	questions: readonly Question[] = area.questions
): Area {
	const known = new Map(questions.map((question) => [question.name, question]));
	return {
		...without(area, 'body'),
		questions: questionsIn(body).flatMap((name) => known.get(name) ?? []),
		...(body.every((part) => typeof part === 'string') ? {} : { body })
	};
}

function changeSiblings(
	parts: readonly Part[],
	section: string | undefined,
	change: (siblings: readonly Part[]) => readonly Part[]
): readonly Part[] {
	if (section === undefined) return change(parts);
	return parts.map((part) =>
		typeof part === 'string'
			? part
			: part.name === section
				? { ...part, body: change(part.body) }
				: { ...part, body: changeSiblings(part.body, section, change) }
	);
}

/** The definition with one area changed. Throws an EditError where there is no such area. */
export function changeAreaNamed(
	definition: Definition,
	name: string,
	change: (area: Area) => Area
): Definition {
	if (!definition.areas.some((area) => area.name === name)) throw editError('not_there', name);
	return {
		...definition,
		areas: definition.areas.map((area) => (area.name === name ? change(area) : area))
	};
}

/** Takes a question, or a section with all in it, out; gives the rest and what was taken. */
export function takeOut(
	definition: Definition,
	name: string
): { definition: Definition; part: Part; questions: readonly Question[] } {
	const { part, place, area } = getPart(definition, name);
	const names = new Set(questionsIn([part]));
	const body = changeSiblings(bodyOf(area), place.section, (siblings) =>
		siblings.filter((each) => nameOf(each) !== name)
	);
	return {
		definition: changeAreaNamed(definition, area.name, () => withBody(area, body)),
		part,
		questions: area.questions.filter((question) => names.has(question.name))
	};
}

/** Puts a part and its questions in. Throws an EditError where there is no such place. */
export function putIn(
	definition: Definition,
	part: Part,
	questions: readonly Question[],
	place: Place
): Definition {
	if (place.section !== undefined) {
		const home = findPart(definition, place.section);
		if (!home || typeof home.part === 'string' || home.area.name !== place.area)
			throw editError('not_there', place.section);
	}
	return changeAreaNamed(definition, place.area, (area) => {
		const body = changeSiblings(bodyOf(area), place.section, (siblings) => {
			const at = Math.min(place.at ?? siblings.length, siblings.length);
			return [...siblings.slice(0, at), part, ...siblings.slice(at)];
		});
		return withBody(area, body, [...area.questions, ...questions]);
	});
}

/** The definition with one section changed; its body is the change's to keep. */
export function changeSectionNamed(
	definition: Definition,
	name: string,
	change: (section: Section) => Section
): Definition {
	const { area } = getPart(definition, name);
	const walk = (parts: readonly Part[]): readonly Part[] =>
		parts.map((part) =>
			typeof part === 'string'
				? part
				: part.name === name
					? change(part)
					: { ...part, body: walk(part.body) }
		);
	return changeAreaNamed(definition, area.name, () => withBody(area, walk(bodyOf(area))));
}
