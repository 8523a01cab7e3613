/**
 * The elements of a form as the data has them: areas that are groups, sections and questions
 * below one root. What the XForm writer walks, and where it looks up what `${name}` means.
 */
import {
	type Area,
	bodyOf,
	type Definition,
	elementOf,
	type Part,
	type Question,
	type Section
} from '../definition.ts';

export interface FormNode {
	kind: 'root' | 'group' | 'repeat' | 'question';
	/** Its name in the data. */
	element: string;
	parent: FormNode | null;
	children: FormNode[];
	area?: Area;
	section?: Section;
	question?: Question;
}

export interface FormTree {
	root: FormNode;
	/** Every element in document order, the root excepted. */
	nodes: readonly FormNode[];
	/** What `${name}` means: the part with this name, else the first whose element is called so. */
	find(name: string): FormNode | undefined;
}

/** Types that are a table for other questions to look into, not data. */
const EXTERNAL_TYPES = ['xml-external', 'csv-external'];

/** Whether a question only names a file: no element of the data, no field. */
export function isExternalTable(question: Question): boolean {
	return question.type === 'metadata' && EXTERNAL_TYPES.includes(question.xlsform_type ?? '');
}

/** Whether a question is the log of a response, which stands among the data about the data. */
export function isAudit(question: Question): boolean {
	return question.type === 'metadata' && question.xlsform_type === 'audit';
}

/** `${name}` and nothing else, as a repeat_count that needs no element of its own. */
const PLAIN_REFERENCE = /^\s*\$\{[^{}]*\}\s*$/;

/** The hidden question that computes how many entries a repeat has. */
function countOf(section: Section): Question | null {
	if (!section.count || PLAIN_REFERENCE.test(section.count)) return null;
	return {
		name: `${elementOf(section)}_count`,
		number: '',
		type: 'calculate',
		label: {},
		read_only: true,
		calculation: section.count,
		exposure: 'study_team'
	};
}

export const rootNameOf = (definition: Definition): string => definition.settings?.name || 'data';

/** The elements of a definition. */
export function formTreeOf(definition: Definition): FormTree {
	const root: FormNode = {
		kind: 'root',
		element: rootNameOf(definition),
		parent: null,
		children: []
	};
	const nodes: FormNode[] = [];
	const byName = new Map<string, FormNode>();
	const byElement = new Map<string, FormNode>();
	const add = (node: FormNode, name: string): FormNode => {
		node.parent?.children.push(node);
		nodes.push(node);
		if (!byName.has(name)) byName.set(name, node);
		if (!byElement.has(node.element)) byElement.set(node.element, node);
		return node;
	};
	const addParts = (parts: readonly Part[], area: Area, parent: FormNode): void => {
		for (const part of parts) {
			if (typeof part === 'string') {
				const question = area.questions.find((each) => each.name === part);
				if (question && !isAudit(question))
					add(
						{ kind: 'question', element: elementOf(question), parent, children: [], question },
						question.name
					);
				continue;
			}
			const count = countOf(part);
			if (count && !parent.children.some((each) => each.element === count.name))
				add(
					{ kind: 'question', element: count.name, parent, children: [], question: count },
					count.name
				);
			const node: FormNode = {
				kind: part.kind,
				element: elementOf(part),
				parent,
				children: [],
				section: part
			};
			addParts(part.body, area, add(node, part.name));
		}
	};
	for (const area of definition.areas) {
		if (area.is_group === false) {
			addParts(bodyOf(area), area, root);
			continue;
		}
		// A question may bear the name of an area; `${name}` then means the question.
		const node: FormNode = { kind: 'group', element: area.name, parent: root, children: [], area };
		root.children.push(node);
		nodes.push(node);
		addParts(bodyOf(area), area, node);
	}
	for (const node of nodes)
		if (node.area && !byName.has(node.element)) byName.set(node.element, node);
	return { root, nodes, find: (name) => byName.get(name) ?? byElement.get(name) };
}

/** From the root down to the node itself. */
export function lineageOf(node: FormNode): FormNode[] {
	return node.parent ? [...lineageOf(node.parent), node] : [node];
}

/** `/data/group/name`, without positions. */
export function pathOf(node: FormNode): string {
	return `/${lineageOf(node)
		.map((each) => each.element)
		.join('/')}`;
}

/** Whether it stands in a repeat, itself not counted. */
export function isInRepeat(node: FormNode): boolean {
	return lineageOf(node).some((each) => each !== node && each.kind === 'repeat');
}

/** What says how many entries a repeat has: its own reference, or the hidden question that computes it. */
export function elementCountOf(node: FormNode): string | undefined {
	const section = node.section;
	if (!section?.count) return undefined;
	return countOf(section) ? `\${${elementOf(section)}_count}` : section.count;
}
