/** Walking paths over nodes: XPath 1.0 section 2. Forms hold elements only: no attributes. */
import type { PathNode } from './context.ts';
import type { Axis, Step } from './tree.ts';
import type { NodeSet } from './values.ts';

function ancestorsOf(node: PathNode): PathNode[] {
	const found: PathNode[] = [];
	for (let next = node.parent; next; next = next.parent) found.push(next);
	return found;
}

function addDescendants(node: PathNode, found: PathNode[]): PathNode[] {
	for (const child of node.children) {
		found.push(child);
		addDescendants(child, found);
	}
	return found;
}

function siblingsOf(node: PathNode, side: -1 | 1): PathNode[] {
	const all = node.parent?.children ?? [];
	const at = all.indexOf(node);
	// A node that stands beside the tree, such as a value judged by itself, has no neighbours.
	if (at < 0) return [];
	return side > 0 ? all.slice(at + 1) : all.slice(0, at).reverse();
}

function onOneSide(node: PathNode, side: -1 | 1): PathNode[] {
	return [node, ...ancestorsOf(node)]
		.flatMap((each) => siblingsOf(each, side))
		.flatMap((each) => {
			const whole = addDescendants(each, [each]);
			return side > 0 ? whole : whole.reverse();
		});
}

/** The nodes along an axis, nearest first: document order reversed for the axes that look back. */
function along(axis: Axis, node: PathNode): readonly PathNode[] {
	switch (axis) {
		case 'child':
			return node.children;
		case 'self':
			return [node];
		case 'parent':
			return node.parent ? [node.parent] : [];
		case 'ancestor':
			return ancestorsOf(node);
		case 'ancestor-or-self':
			return [node, ...ancestorsOf(node)];
		case 'descendant':
			return addDescendants(node, []);
		case 'descendant-or-self':
			return addDescendants(node, [node]);
		case 'following-sibling':
			return siblingsOf(node, 1);
		case 'preceding-sibling':
			return siblingsOf(node, -1);
		case 'following':
			return onOneSide(node, 1);
		case 'preceding':
			return onOneSide(node, -1);
		default:
			return [];
	}
}

/** A name without the prefix of its namespace. */
export const localName = (name: string) => name.slice(name.indexOf(':') + 1);

function passes(test: string, node: PathNode): boolean {
	// The root above everything is no element.
	if (!node.parent) return false;
	if (test === '*' || test === node.name) return true;
	return test.endsWith(':*') && node.name.startsWith(test.slice(0, -1));
}

/** The nodes one step leads to from one node, nearest first, before its predicates. */
export function stepFrom(step: Step, node: PathNode): NodeSet {
	// The text of an element without children is all it is.
	if (step.test === 'text()') {
		const elements = step.axis === 'child' ? [node] : along(step.axis, node);
		return elements.filter((each) => each.children.length === 0);
	}
	if (step.test.endsWith('()') && step.test !== 'node()') return [];
	const nodes = along(step.axis, node);
	return step.test === 'node()' ? nodes : nodes.filter((each) => passes(step.test, each));
}

function placeOf(node: PathNode, known: Map<PathNode, readonly number[]>): readonly number[] {
	let place = known.get(node);
	if (!place) {
		place = node.parent ? [...placeOf(node.parent, known), node.parent.children.indexOf(node)] : [];
		known.set(node, place);
	}
	return place;
}

/** Nodes in document order, each once. */
export function inDocumentOrder(nodes: NodeSet): NodeSet {
	const distinct = [...new Set(nodes)];
	if (distinct.length < 2) return distinct;
	const known = new Map<PathNode, readonly number[]>();
	return distinct
		.map((node) => ({ node, place: placeOf(node, known) }))
		.sort((a, b) => {
			const length = Math.min(a.place.length, b.place.length);
			for (let at = 0; at < length; at++)
				if (a.place[at] !== b.place[at]) return a.place[at]! - b.place[at]!;
			return a.place.length - b.place.length;
		})
		.map(({ node }) => node);
}

/** Whether steps along an axis from nodes in document order may leave that order. */
export function mayDisorder(axis: Axis, nodes: NodeSet): boolean {
	if (axis === 'self' || nodes.length < 2)
		return axis.startsWith('ancestor') || axis.startsWith('preceding');
	if (axis !== 'child') return true;
	// Children of nodes of which none is inside another stay in order.
	const [first] = nodes;
	return nodes.some((node) => node.parent !== first!.parent);
}
