/** Lists of choices and supplied tables, as choices and as what instance('id') finds. */
import { textIn, type Choice, type Definition } from '../definition.ts';
import type { PathNode } from '../expression/context.ts';

const NONE: readonly PathNode[] = [];

/** A node of a table with others in it, which are made when they are first asked for. */
function innerNode(
	name: string,
	parent: PathNode | null,
	content: (self: PathNode) => readonly PathNode[]
): PathNode {
	let children: readonly PathNode[] | undefined;
	return {
		name,
		parent,
		get children() {
			return (children ??= content(this));
		},
		get value() {
			return this.children.map((child) => child.value).join('');
		}
	};
}

type Row = readonly (readonly [column: string, cell: string])[];

const stem = (fileName: string) => fileName.replace(/\.[^.]*$/, '');

function makeLists(definition: Definition, language: string) {
	const { choices, external = {}, default_language } = definition;
	const roots = new Map<string, PathNode | null>();
	const rowNumber = new WeakMap<PathNode, number>();
	const files = new Map<string, readonly Choice[]>();
	const labelOf = (choice: Choice) => textIn(choice.label, language, default_language);
	const file = (id: string) =>
		Object.keys(external).find((name) => name === id || stem(name) === id);

	function rowOf(list: string, choice: Choice, at: number): Row {
		const own = [
			['name', choice.name],
			['label', labelOf(choice)],
			['itextId', `${list}-${at}`]
		] as const;
		return [...own, ...Object.entries(choice.columns ?? {})];
	}

	function makeRoot(rows: readonly Row[]): PathNode {
		return innerNode('', null, (top) => [
			innerNode('root', top, (root) => {
				const items = rows.map((row) =>
					innerNode('item', root, (parent) =>
						row.map(([name, value]) => ({ name, parent, children: NONE, value }))
					)
				);
				items.forEach((item, at) => rowNumber.set(item, at));
				return items;
			})
		]);
	}

	function makeInstance(id: string): PathNode | null {
		const list = Object.hasOwn(choices, id) ? choices[id] : undefined;
		if (list) {
			return makeRoot(list.map((choice, at) => rowOf(id, choice, at)));
		}
		const name = file(id);
		const table = name === undefined ? undefined : external[name];
		if (!table) return null;
		const rows = table.rows.map((row) =>
			table.columns.map((column, at) => [column, row[at] ?? ''] as const)
		);
		return makeRoot(rows);
	}

	/** The root of instance('id'), above its outermost element; null where there is none. */
	function instance(id: string): PathNode | null {
		let root = roots.get(id);
		if (root === undefined) roots.set(id, (root = makeInstance(id)));
		return root;
	}

	function fileChoices(id: string, valueColumn: string, labelColumn: string): readonly Choice[] {
		const columns = `${id}\0${valueColumn}\0${labelColumn}`;
		const known = files.get(columns);
		if (known) return known;
		const rows = instance(id)?.children[0]?.children ?? [];
		const cell = (row: PathNode, column: string) =>
			row.children.find(({ name }) => name === column)?.value ?? '';
		const made = rows.map((row) => {
			const name = cell(row, valueColumn);
			return { name, label: { [language]: cell(row, labelColumn) || name } };
		});
		files.set(columns, made);
		return made;
	}

	/** Every choice of a list, or of a file by its columns; undefined where there is neither. */
	function all(
		list: string,
		parameters: Readonly<Record<string, string>> = {}
	): readonly Choice[] | undefined {
		if (Object.hasOwn(choices, list)) return choices[list];
		const id = file(list);
		if (id === undefined) return undefined;
		const isPlaces = /\.geojson$/i.test(id);
		const { value = isPlaces ? 'id' : 'name', label = isPlaces ? 'title' : 'label' } = parameters;
		return fileChoices(list, value, label);
	}

	/** jr:itext(): the label a choice's itextId stands for. */
	function itext(id: string): string {
		const [, list = '', at = ''] = /^(.*)-(\d+)$/.exec(id) ?? [];
		const choice = Object.hasOwn(choices, list) ? choices[list]?.[Number(at)] : undefined;
		return choice ? labelOf(choice) : '';
	}

	/** The id by which instance() knows a list or file. */
	const idOf = (list: string) => (Object.hasOwn(choices, list) ? list : stem(list));

	/** Where in its table a row stands, from 0. */
	const placeOf = (row: PathNode) => rowNumber.get(row);

	return { all, instance, itext, labelOf, idOf, placeOf };
}

export type Lists = ReturnType<typeof makeLists>;

const made = new WeakMap<Definition, Map<string, Lists>>();

/** The lists and tables of a definition, their texts in one language; the same for every session. */
export function listsOf(definition: Definition, language: string): Lists {
	const known = made.get(definition) ?? new Map<string, Lists>();
	made.set(definition, known);
	const lists = known.get(language) ?? makeLists(definition, language);
	known.set(language, lists);
	return lists;
}
