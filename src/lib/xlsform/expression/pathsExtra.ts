/** The axes few paths take: back, up further than a parent, and to neighbours. */
import type { PathNode } from './context.ts';
import type { Axis } from './tree.ts';

function ancestorsOf(node: PathNode): PathNode[] {
	const found: PathNode[] = [];
	for (let next = node.parent; next; next = next.parent) found.push(next);
	return found;
}

/** A node and everything below it, in document order. */
const wholeOf = (node: PathNode): PathNode[] => [node, ...node.children.flatMap(wholeOf)];

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
		.flatMap((each) => (side > 0 ? wholeOf(each) : wholeOf(each).reverse()));
}

/** The nodes along an axis that paths.ts leaves to this, nearest first. */
export function alongFar(axis: Axis, node: PathNode): readonly PathNode[] {
	switch (axis) {
		case 'ancestor':
			return ancestorsOf(node);
		case 'ancestor-or-self':
			return [node, ...ancestorsOf(node)];
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
