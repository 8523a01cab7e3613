/** Walking paths over nodes: XPath 1.0 section 2. Forms hold elements only: no attributes. */
import type { PathNode } from './context.ts';
import { extras } from './extraFunctions.ts';
import type { Axis, Step } from './tree.ts';
import type { NodeSet } from './values.ts';

/** Adds everything below a node to `found`, in document order. */
function addDescendants(node: PathNode, found: PathNode[]): PathNode[] {
	for (const child of node.children) {
		found.push(child);
		addDescendants(child, found);
	}
	return found;
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
		case 'descendant':
			return addDescendants(node, []);
		case 'descendant-or-self':
			return addDescendants(node, [node]);
		default:
			return extras()?.alongFar(axis, node) ?? [];
	}
}

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
