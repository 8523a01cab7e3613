/** Functions over nodes. */
import type { PathNode } from './context.ts';
import { expressionError } from './expressionError.ts';
import type { FunctionTable, Scope } from './functions.ts';
import { isNodes, toNumber, toText, type NodeSet, type Value } from './values.ts';

/** The nodes a value is. @throws ExpressionError `not_nodes` */
export function nodesOf(value: Value | undefined): NodeSet {
	if (value !== undefined && isNodes(value)) return value;
	throw expressionError('not_nodes', 'A path is expected here, not a single value', 0);
}

function nameOf(values: readonly Value[], { node }: Scope): string {
	const named = values.length > 0 ? nodesOf(values[0])[0] : node;
	return named?.name ?? '';
}

/** Which of the neighbours of the same name a node is, from 1. */
function placeOf(node: PathNode): number {
	const siblings = node.parent?.children ?? [];
	const at = siblings.indexOf(node);
	let place = 1;
	while (siblings[at - place]?.name === node.name) place++;
	return place;
}

const childOf = (node: PathNode, name: string) =>
	node.children.find((child) => child.name === name);

/** pulldata(table, wanted column, key column, key). */
function pulldata(values: readonly Value[], { context }: Scope): string {
	const [table = '', wanted = '', column = '', key = ''] = values.map(toText);
	const rows = context.instance(table)?.children[0]?.children ?? [];
	const row = rows.find((each) => childOf(each, column)?.value === key);
	return (row && childOf(row, wanted)?.value) ?? '';
}

/** Of no nodes NaN, as ODK Web Forms has it: a repeat without entries has no sum yet. */
function sum(values: readonly Value[], { context }: Scope): number {
	const nodes = nodesOf(values[0]);
	if (nodes.length === 0) return NaN;
	return nodes.reduce((so, node) => so + toNumber(node.value, context.timeZone), 0);
}

export const NODE_FUNCTIONS: FunctionTable = {
	count: [1, 1, ([nodes]) => nodesOf(nodes).length],
	'count-non-empty': [1, 1, ([nodes]) => nodesOf(nodes).filter(({ value }) => value !== '').length],
	sum: [1, 1, sum],
	last: [0, 0, (_values, { size }) => size],
	position: [
		0,
		1,
		(values, { position }) => {
			if (values.length === 0) return position;
			const [node] = nodesOf(values[0]);
			return node ? placeOf(node) : NaN;
		}
	],
	current: [0, 0, (_values, { context }) => (context.node ? [context.node] : [])],
	instance: [
		1,
		1,
		([id], { context }) => {
			const root = context.instance(toText(id!));
			return root ? [root] : [];
		}
	],
	pulldata: [4, 4, pulldata],
	name: [0, 1, nameOf],
	// Without the prefix of a namespace.
	'local-name': [0, 1, (values, scope) => nameOf(values, scope).replace(/^[^:]*:/, '')]
};
