/**
 * A loop asks the same rows once for each choice of a list. The form holds it as a group with a
 * group per choice, where `%(label)s` and `%(name)s` have become the choice's.
 */
import { type Row, textsAt, valueAt } from './rows.ts';
import type { Element } from './tree.ts';

function filledIn(text: string, name: string, label: string): string {
	return text.replace(/%%|%\((name|label)\)s/g, (all, which) =>
		all === '%%' ? '%' : which === 'name' ? name : label
	);
}

function rowFor(row: Row, choice: Row): Row {
	const name = valueAt(choice, 'name');
	const labels = textsAt(choice, 'label', '');
	const cells = [...row.cells].map(([path, cell]) => {
		const label = labels.get(cell.path.at(-1) ?? '') ?? labels.get('') ?? [...labels.values()][0];
		return [path, { ...cell, value: filledIn(cell.value, name, label ?? name) }] as const;
	});
	return { ...row, cells: new Map(cells) };
}

function elementFor(element: Element, choice: Row): Element {
	const copy = { ...element, row: rowFor(element.row, choice) };
	if (element.children) copy.children = element.children.map((child) => elementFor(child, choice));
	return copy;
}

/** The elements with every loop written out. */
export function writeOutLoops(
	elements: readonly Element[],
	choicesOf: (list: string) => readonly Row[]
): Element[] {
	return elements.map((element) => {
		const children = element.children && writeOutLoops(element.children, choicesOf);
		if (!children) return element;
		if (element.type !== 'loop') return { ...element, children };
		const groups = choicesOf(element.list ?? '')
			.filter((choice) => valueAt(choice, 'name') !== 'none')
			.map((choice): Element => {
				const cells = [...choice.cells].filter(([path]) => /^(label|media)(::|$)/.test(path));
				return {
					name: valueAt(choice, 'name'),
					type: 'group',
					row: { ...choice, cells: new Map(cells) },
					isAdded: true,
					children: children.map((child) => elementFor(child, choice))
				};
			});
		return { ...element, type: 'group', children: groups };
	});
}
