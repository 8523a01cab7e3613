/** Names of what is made in the editor. */
import { sectionsOf, type Definition } from '../definition.ts';
import { editError } from './editError.ts';

// Form fields, columns of the dataset and XML elements are called by them.
const NAME = /^[\p{L}_][\p{L}\p{N}\p{M}_.-]{0,127}$/u;
/** Lists and choices may be called `2019` or `a-b`, but a blank would split an answer of several. */
const CHOICE_NAME = /^[^\s\p{Cc}]{1,200}$/u;

/** Names of questions and sections, which share one space. */
export function partNames(definition: Definition): Set<string> {
	return new Set(
		definition.areas.flatMap((area) => [
			...area.questions.map((question) => question.name),
			...sectionsOf(area).map(({ section }) => section.name)
		])
	);
}

/** Throws an EditError where a name cannot be used, or is. */
export function requireFree(
	kind: 'part' | 'area' | 'choice',
	name: string,
	taken: ReadonlySet<string>
): void {
	const pattern = { part: NAME, area: NAME, choice: CHOICE_NAME }[kind];
	if (!pattern.test(name) || name === '__proto__') throw editError('name_illegal', name);
	if (taken.has(name)) throw editError('name_taken', name);
}

/** A free name made of the first words of a label; `fallback` where it has no Latin letters. */
export function nameFrom(label: string, taken: ReadonlySet<string>, fallback = 'question'): string {
	const plain = label
		.normalize('NFD')
		.replace(/\p{M}/gu, '')
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, '_')
		.replace(/^_+/, '');
	const words = plain.length > 32 ? plain.slice(0, 33).replace(/_[^_]*$/, '') : plain;
	const base = words.replace(/_+$/, '').slice(0, 32);
	const start = base === '' ? fallback : /^[a-z]/.test(base) ? base : `${fallback}_${base}`;
	let name = start;
	for (let count = 2; taken.has(name); count++) name = `${start}_${count}`;
	return name;
}
