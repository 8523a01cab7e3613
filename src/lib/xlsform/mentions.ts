/**
 * Which names an area's expressions and texts mention. Generous: every word that could be a
 * name counts, so that what is sent to a page, or counted again, is never too little.
 */
import {
	bodyOf,
	elementOf,
	sectionsOf,
	type Area,
	type Definition,
	type Part,
	type Question,
	type Section,
	type Text
} from './definition.ts';

type Written = string | boolean | undefined;

const textsOf = (...texts: (Text | undefined)[]): string[] =>
	texts.flatMap((text) => Object.values(text ?? {})).filter((words) => words.includes('${'));

function ofQuestion(definition: Definition, question: Question): Written[] {
	return [
		question.relevant,
		question.required,
		question.constraint,
		question.read_only,
		question.calculation,
		question.default,
		question.trigger,
		question.choice_filter,
		...Object.values(question.parameters ?? {}),
		...textsOf(question.label, question.hint, question.guidance_hint),
		...textsOf(question.constraint_message, question.required_message),
		...(definition.choices[question.list ?? ''] ?? []).flatMap(({ label }) => textsOf(label))
	];
}

function ofSection(section: Section): Written[] {
	return [
		section.relevant,
		section.count,
		section.read_only,
		...textsOf(section.label, section.hint)
	];
}

const kept = new WeakMap<Area, { text: string; names: Set<string> }>();

/** Everything written in an area that may look at answers, as one text, and the names in it. */
export function mentionsOf(
	definition: Definition,
	area: Area
): { text: string; names: ReadonlySet<string> } {
	const known = kept.get(area);
	if (known) return known;
	const written: Written[] = [
		area.relevant,
		...area.questions.flatMap((question) => ofQuestion(definition, question)),
		...sectionsOf(area).flatMap(({ section }) => ofSection(section))
	];
	const text = written.filter((each) => typeof each === 'string').join('\n');
	const names = new Set([
		...(text.match(/[\p{L}_][\p{L}\p{N}_.-]*/gu) ?? []),
		...[...text.matchAll(/\$\{\s*([^}]*?)\s*\}/g)].map(([, name = '']) => name)
	]);
	const made = { text, names };
	kept.set(area, made);
	return made;
}

/** Whether an area looks at answers by other ways than their names: wildcards and axes. */
function looksAround(text: string): boolean {
	return /\/\s*\*|::|\/\//.test(text);
}

function isNamed(names: ReadonlySet<string>, part: { name: string; element?: string }): boolean {
	return names.has(part.name) || names.has(elementOf(part));
}

function isLookedAt(definition: Definition, from: Area, at: Area): boolean {
	const { text, names } = mentionsOf(definition, from);
	if (names.size === 0) return false;
	return (
		looksAround(text) ||
		names.has(at.name) ||
		at.questions.some((question) => isNamed(names, question)) ||
		sectionsOf(at).some(({ section }) => isNamed(names, section))
	);
}

const reached = new WeakMap<Definition, Map<string, ReadonlySet<string>>>();

/** The areas whose counts an answer in this one may change: itself, and all that look at it. */
export function areasReached(definition: Definition, area: string): ReadonlySet<string> {
	const before = reached.get(definition) ?? new Map<string, ReadonlySet<string>>();
	reached.set(definition, before);
	const known = before.get(area);
	if (known) return known;
	const found = new Set([area]);
	// A set grows while it is walked.
	for (const name of found) {
		const at = definition.areas.find((each) => each.name === name);
		for (const from of definition.areas)
			if (at && !found.has(from.name) && isLookedAt(definition, from, at)) found.add(from.name);
	}
	before.set(area, found);
	return found;
}

/**
 * Whether an answer to a question changes nothing but its own count: nothing mentions it, it
 * is always asked, and it stands in no section that could be several or none.
 */
export function standsAlone(definition: Definition, area: Area, question: Question): boolean {
	if (area.relevant || question.relevant || typeof question.required === 'string') return false;
	if (question.default !== undefined || question.calculation !== undefined) return false;
	if (!bodyOf(area).includes(question.name)) return false;
	return definition.areas.every((each) => {
		const { text, names } = mentionsOf(definition, each);
		return !isNamed(names, question) && !looksAround(text);
	});
}

/** What of another area this one looks at, with the sections around it and no expressions. */
export function lookedAt(
	definition: Definition,
	from: Area,
	other: Area,
	shape: (question: Question) => Question
): Area | undefined {
	const { text, names } = mentionsOf(definition, from);
	if (names.size === 0) return undefined;
	const isWanted = (part: { name: string; element?: string }) =>
		looksAround(text) || isNamed(names, part);
	const questions = new Map(other.questions.map((question) => [question.name, question]));
	const walk = (parts: readonly Part[]): Part[] =>
		parts.flatMap((part): Part[] => {
			if (typeof part === 'string') return isWanted(questions.get(part)!) ? [part] : [];
			const body = walk(part.body);
			const { kind, name, element } = part;
			if (body.length === 0 && !isWanted(part)) return [];
			return [{ kind, name, body, ...(element !== undefined && { element }) }];
		});
	const body = walk(bodyOf(other));
	if (body.length === 0) return undefined;
	const empty: Text = {};
	return {
		name: other.name,
		...(other.is_group === false && { is_group: false }),
		number: 0,
		title: empty,
		short: empty,
		intro: empty,
		kind: 'background',
		questions: other.questions.filter(isWanted).map(shape),
		body
	};
}
