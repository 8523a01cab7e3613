import type { ExpressionContext, PathNode } from './context.ts';
import { expressionError } from './expressionError.ts';
import { findFunction, type Scope } from './functions.ts';
import { nodesOf } from './functionsNodes.ts';
import { parseLeniently, quotedPath, type Expression } from './parser.ts';
import { inDocumentOrder, mayDisorder, stepFrom } from './paths.ts';
import type { Operator, Path, Step } from './tree.ts';
import {
	compare,
	isComparison,
	isNodes,
	toAnswer,
	toBoolean,
	toNumber,
	toText,
	type NodeSet,
	type Value
} from './values.ts';

const ARITHMETIC: Readonly<Record<string, (left: number, right: number) => number>> = {
	'+': (left, right) => left + right,
	'-': (left, right) => left - right,
	'*': (left, right) => left * right,
	div: (left, right) => left / right,
	mod: (left, right) => left % right
};

/** Nodes an expression may look at: predicates within predicates multiply. */
const MOST_LOOKS = 3_000_000;
let looks = 0;

function spend(nodes: number): void {
	looks += nodes + 1;
	if (looks > MOST_LOOKS)
		throw expressionError('too_long', 'The expression looks at too many answers', 0);
}

/** The nodes for which every predicate holds, one predicate after the other. */
function narrow(nodes: NodeSet, predicates: readonly Expression[], { context }: Scope): NodeSet {
	let left = nodes;
	for (const predicate of predicates) {
		if (predicate.kind === 'number') {
			const found = left[predicate.value - 1];
			left = found ? [found] : [];
			continue;
		}
		const size = left.length;
		spend(size);
		left = left.filter((node, at) => {
			const value = valueOf(predicate, { context, node, position: at + 1, size });
			return typeof value === 'number' ? value === at + 1 : toBoolean(value);
		});
	}
	return left;
}

function takeStep(nodes: NodeSet, step: Step, scope: Scope): NodeSet {
	const found: PathNode[] = [];
	for (const node of nodes) {
		const next = stepFrom(step, node);
		spend(next.length);
		for (const each of narrow(next, step.predicates, scope)) found.push(each);
	}
	return mayDisorder(step.axis, nodes) ? inDocumentOrder(found) : found;
}

/** `//x` without predicates goes over the descendants once instead of over their children. */
function isShortcut(step: Step, next: Step | undefined): boolean {
	return (
		step.axis === 'descendant-or-self' &&
		step.test === 'node()' &&
		step.predicates.length === 0 &&
		next?.axis === 'child' &&
		next.test !== 'text()' &&
		next.predicates.length === 0
	);
}

function startOf(path: Path, scope: Scope): NodeSet {
	if (path.start === null) return scope.node ? [scope.node] : [];
	if (path.start === 'root') return scope.context.root ? [scope.context.root] : [];
	return nodesOf(valueOf(path.start, scope));
}

function nodesOfPath(path: Path, scope: Scope): NodeSet {
	let nodes = startOf(path, scope);
	for (let at = 0; at < path.steps.length; at++) {
		const step = path.steps[at]!;
		const next = path.steps[at + 1];
		if (isShortcut(step, next)) {
			nodes = takeStep(nodes, { ...next!, axis: 'descendant' }, scope);
			at++;
		} else nodes = takeStep(nodes, step, scope);
	}
	return nodes;
}

/** The nodes `${name}` has in every entry: those under the same names from the root. */
function everywhere(name: string, context: ExpressionContext): NodeSet {
	const names: string[] = [];
	for (let node: PathNode | null = context.named(name)[0] ?? null; node?.parent; node = node.parent)
		names.unshift(node.name);
	let nodes: readonly PathNode[] = context.root && names.length > 0 ? [context.root] : [];
	for (const each of names)
		nodes = nodes.flatMap((node) => node.children.filter((child) => child.name === each));
	return nodes;
}

function isWithin(node: PathNode, outer: PathNode): boolean {
	for (let next = node.parent; next; next = next.parent) if (next === outer) return true;
	return false;
}

function depthOf(node: PathNode): number {
	let depth = 0;
	for (let next = node.parent; next; next = next.parent) depth++;
	return depth;
}

/** indexed-repeat(node, repeat, place, inner repeat, place …), in whatever order they nest. */
function indexedRepeat(inputs: readonly Expression[], scope: Scope): NodeSet {
	const all = (tree: Expression): NodeSet =>
		tree.kind === 'reference'
			? everywhere(tree.name, scope.context)
			: nodesOf(valueOf(tree, scope));
	const pairs: { entries: NodeSet; place: number; depth: number }[] = [];
	for (let at = 1; at + 1 < inputs.length; at += 2) {
		const entries = all(inputs[at]!);
		if (entries.length === 0) return [];
		const place = toNumber(valueOf(inputs[at + 1]!, scope), scope.context.timeZone);
		pairs.push({ entries, place, depth: depthOf(entries[0]!) });
	}
	let entry: PathNode | undefined;
	for (const { entries, place } of pairs.sort((a, b) => a.depth - b.depth)) {
		const outer = entry;
		entry = (outer ? entries.filter((each) => isWithin(each, outer)) : entries)[place - 1];
		if (!entry) return [];
	}
	return all(inputs[0]!).filter((node) => isWithin(node, entry!));
}

/** jr:choice-name(value, path): the path comes as a text in XLSForm, or as it is. */
function choiceName(inputs: readonly Expression[], scope: Scope): string {
	const value = toText(valueOf(inputs[0]!, scope));
	const question = valueOf(quotedPath(inputs[1]) ?? inputs[1]!, scope);
	return scope.context.choiceName(value, (isNodes(question) && question[0]) || null);
}

function call(name: string, inputs: readonly Expression[], scope: Scope): Value {
	const called = findFunction(name);
	if (!called) throw expressionError('unknown_function', `There is no function ${name}()`, 0);
	if (inputs.length < called.least || inputs.length > called.most)
		throw expressionError('wrong_arguments', `${name}() does not take ${inputs.length} values`, 0);
	switch (name) {
		case 'if':
			return valueOf(inputs[toBoolean(valueOf(inputs[0]!, scope)) ? 1 : 2]!, scope);
		case 'once':
			// What was worked out before stays.
			return scope.node?.value || toAnswer(valueOf(inputs[0]!, scope));
		case 'indexed-repeat':
			return indexedRepeat(inputs, scope);
		case 'jr:choice-name':
			return choiceName(inputs, scope);
		default:
			return called.apply(
				inputs.map((each) => valueOf(each, scope)),
				scope
			);
	}
}

function apply(operator: Operator, left: Value, right: Expression, scope: Scope): Value {
	if (operator === 'and') return toBoolean(left) && toBoolean(valueOf(right, scope));
	if (operator === 'or') return toBoolean(left) || toBoolean(valueOf(right, scope));
	const other = valueOf(right, scope);
	const { timeZone } = scope.context;
	if (isComparison(operator)) return compare(operator, left, other, timeZone);
	if (operator === '|') return inDocumentOrder([...nodesOf(left), ...nodesOf(other)]);
	return ARITHMETIC[operator]!(toNumber(left, timeZone), toNumber(other, timeZone));
}

/** A chain of operators from its left end: long ones are too deep for the stack. */
function valueOfChain(tree: Expression & { kind: 'binary' }, scope: Scope): Value {
	const chain = [tree];
	for (let left = tree.left; left.kind === 'binary'; left = left.left) chain.push(left);
	let value = valueOf(chain.at(-1)!.left, scope);
	for (const { operator, right } of chain.reverse()) value = apply(operator, value, right, scope);
	return value;
}

function valueOf(tree: Expression, scope: Scope): Value {
	switch (tree.kind) {
		case 'string':
		case 'number':
			return tree.value;
		case 'reference':
			return scope.context.named(tree.name);
		case 'path':
			return nodesOfPath(tree, scope);
		case 'filter':
			return narrow(nodesOf(valueOf(tree.base, scope)), tree.predicates, scope);
		case 'negate':
			return -toNumber(valueOf(tree.operand, scope), scope.context.timeZone);
		case 'call':
			return call(tree.name, tree.inputs, scope);
		case 'binary':
			return valueOfChain(tree, scope);
	}
}

/**
 * The value of an expression, given as text or as its tree. Throws an ExpressionError when it
 * cannot be read, calls what does not exist, or uses a single value as a path.
 */
export function evaluateExpression(
	expression: string | Expression,
	context: ExpressionContext
): Value {
	const tree = typeof expression === 'string' ? parseLeniently(expression) : expression;
	// Reading a node may evaluate another expression, which has its own measure.
	const before = looks;
	looks = 0;
	try {
		return valueOf(tree, { context, node: context.node, position: 1, size: 1 });
	} finally {
		looks = before;
	}
}

/** The value of an expression as yes or no. Throws as evaluateExpression() does. */
export function isTrue(expression: string | Expression, context: ExpressionContext): boolean {
	return toBoolean(evaluateExpression(expression, context));
}
