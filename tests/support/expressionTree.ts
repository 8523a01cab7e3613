import type { ExpressionContext, PathNode } from '#lib/xlsform/expression/context.ts';
import { evaluateExpression } from '#lib/xlsform/expression/evaluator.ts';
import { isNodes } from '#lib/xlsform/expression/values.ts';

/** A text is a question, an object a group, a list the entries of a repeat. */
export type TreeContent = { [name: string]: string | TreeContent | readonly TreeContent[] };

function nodeOf(name: string, parent: PathNode | null, content: string | TreeContent): PathNode {
	const children: PathNode[] = [];
	const node = {
		name,
		parent,
		children,
		get value(): string {
			return typeof content === 'string' ? content : children.map(({ value }) => value).join('');
		}
	};
	if (typeof content !== 'string')
		for (const [key, value] of Object.entries(content))
			for (const each of Array.isArray(value) ? (value as TreeContent[]) : [value])
				children.push(nodeOf(key, node, each as string | TreeContent));
	return node;
}

function below(node: PathNode, name: string): PathNode[] {
	return node.children.flatMap((child) => [
		...(child.name === name ? [child] : []),
		...below(child, name)
	]);
}

const TOWNS: TreeContent = {
	root: {
		item: [
			{ name: 'a', label: 'Ambon' },
			{ name: 'b', label: 'Bima' }
		]
	}
};

interface Place {
	/** The value of `.`, beside the answers. */
	self?: string;
	/** Or where in them the expression stands, as a path. */
	place?: string;
	timeZone?: string;
	now?: string;
}

/** Answers under `/data` to evaluate in, with one table `towns`. */
export function contextOf(tree: TreeContent, given: Place = {}): ExpressionContext {
	const root = nodeOf('', null, { data: tree });
	const data = root.children[0]!;
	const context: ExpressionContext = {
		node: nodeOf('self', data, given.self ?? ''),
		root,
		named: (name) => below(data, name),
		instance: (id) => (id === 'towns' ? nodeOf('', null, TOWNS) : null),
		now: () => Date.parse(given.now ?? '2026-05-01T12:00:00Z'),
		timeZone: given.timeZone ?? 'UTC',
		random: () => 0.25,
		choiceName: (value, question) => `${value} of ${question?.name}`,
		itext: (id) => `text of ${id}`
	};
	if (given.place === undefined) return context;
	const found = evaluateExpression(given.place, context);
	const node = (isNodes(found) && found[0]) || null;
	return {
		...context,
		node,
		// The nearest around that holds one: within an entry of a repeat, its own.
		named: (name) => {
			for (let outer = node; outer; outer = outer.parent) {
				const among = [...(outer.name === name ? [outer] : []), ...below(outer, name)];
				if (among.length > 0) return among;
			}
			return [];
		}
	};
}
