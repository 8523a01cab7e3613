import { type Element, walk } from './tree.ts';

/**
 * A name of its own for every element: XLSForm lets two groups use one name. The first keeps it
 * plain (references mean it, and answers under it survive when a second comes); the others get
 * the names of the groups around them, as few as it takes: `household:age`.
 */
export function uniqueNames(elements: readonly Element[]): ReadonlyMap<Element, string> {
	const names = new Map<Element, string>();
	const taken = new Set<string>();
	for (const { element, within } of walk(elements)) {
		let name = element.name;
		for (const around of [...within].reverse()) {
			if (!taken.has(name)) break;
			name = `${around.name}:${name}`;
		}
		for (let count = 2; taken.has(name); count++) name = `${element.name}:${count}`;
		taken.add(name);
		names.set(element, name);
	}
	return names;
}
