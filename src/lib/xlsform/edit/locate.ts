/** What the path of a problem is about. Names may hold dots, so they are looked up, not split. */
import { sectionsOf, type Definition } from '../definition.ts';

export interface Location {
	kind: 'form' | 'area' | 'section' | 'question' | 'list';
	/** '' for the form. */
	name: string;
	/** What follows the name: `relevant`, `matrix.hours.label`; '' for the thing as a whole. */
	property: string;
}

/** The longest of `names` that `path` begins with, and what follows it. */
function begin(path: string, names: readonly string[]): [name: string, rest: string] | undefined {
	const found = names
		.filter((name) => path === name || path.startsWith(`${name}.`))
		.sort((a, b) => b.length - a.length)[0];
	return found === undefined ? undefined : [found, path.slice(found.length + 1)];
}

/** Takes a DefinitionProblem's path; gives the thing it is about. */
export function locate(definition: Definition, path: string): Location {
	if (path.startsWith('choices.')) {
		const list = begin(path.slice('choices.'.length), Object.keys(definition.choices));
		if (list) return { kind: 'list', name: list[0], property: list[1] };
	}
	for (const area of definition.areas) {
		const inArea = begin(path, [area.name]);
		if (!inArea) continue;
		const question = begin(
			inArea[1],
			area.questions.map(({ name }) => name)
		);
		const section = begin(
			inArea[1],
			sectionsOf(area).map((each) => each.section.name)
		);
		if (section && (!question || section[0].length > question[0].length))
			return { kind: 'section', name: section[0], property: section[1] };
		if (question) return { kind: 'question', name: question[0], property: question[1] };
		return { kind: 'area', name: area.name, property: inArea[1] };
	}
	return { kind: 'form', name: '', property: path };
}
