/**
 * Reads an expression into a tree by precedence climbing over XPath 1.0's operators
 * (section 3, productions 14 to 27), and paths by its section 2.
 */
import { expressionError, isExpressionError } from './expressionError.ts';
import { findFunction } from './functions.ts';
import {
	expectMark,
	isMark,
	nested,
	skipMark,
	take,
	unexpected,
	type Call,
	type Reader
} from './reader.ts';
import { isUsable } from './regularExpression.ts';
import { tokenize, type Token } from './tokenizer.ts';
import {
	AXES,
	LEVELS,
	isSelf,
	partsOf,
	walk,
	type Axis,
	type Expression,
	type Operator,
	type Step
} from './tree.ts';

export type { Expression } from './tree.ts';

const NODE_KINDS = new Set(['node', 'text', 'comment', 'processing-instruction']);

const step = (axis: Axis, test: string, predicates: readonly Expression[] = []): Step => ({
	axis,
	test,
	predicates
});

function readBinary(
	reader: Reader,
	operators: readonly Operator[],
	readOperand: () => Expression
): Expression {
	let left = readOperand();
	for (let token = reader.tokens[reader.next]; token; token = reader.tokens[reader.next]) {
		const operator = operators.find((each) => each === token.text);
		if (token.kind !== 'operator' || !operator) break;
		reader.next++;
		left = { kind: 'binary', operator, left, right: readOperand() };
	}
	return left;
}

function readLevel(reader: Reader, level: number): Expression {
	const operators = LEVELS[level];
	if (!operators) return readUnary(reader);
	return readBinary(reader, operators, () => readLevel(reader, level + 1));
}

function readUnary(reader: Reader): Expression {
	const token = reader.tokens[reader.next];
	if (token?.kind !== 'operator' || token.text !== '-')
		return readBinary(reader, ['|'], () => readPath(reader));
	reader.next++;
	return nested(reader, () => ({ kind: 'negate', operand: readUnary(reader) }));
}

function readPredicates(reader: Reader): Expression[] {
	const predicates: Expression[] = [];
	while (skipMark(reader, '['))
		nested(reader, () => {
			predicates.push(readLevel(reader, 0));
			expectMark(reader, ']');
		});
	return predicates;
}

/** A name that opens a call rather than a step: not `text()`, not `child::x`. */
function startsCall(reader: Reader): boolean {
	const token = reader.tokens[reader.next];
	return token?.kind === 'name' && isMark(reader, '(', 1) && !NODE_KINDS.has(token.text);
}

function startsStep(reader: Reader): boolean {
	const token = reader.tokens[reader.next];
	if (token?.kind === 'mark') return ['.', '..', '@'].includes(token.text);
	return token?.kind === 'name' && !startsCall(reader);
}

function readAxis(reader: Reader): Axis {
	if (skipMark(reader, '@')) return 'attribute';
	if (!isMark(reader, '::', 1)) return 'child';
	const token = take(reader);
	reader.next++;
	return AXES.find((axis) => axis === token.text) ?? unexpected(token);
}

function readStep(reader: Reader): Step {
	if (skipMark(reader, '.')) return step('self', 'node()', readPredicates(reader));
	if (skipMark(reader, '..')) return step('parent', 'node()', readPredicates(reader));
	const axis = readAxis(reader);
	const token = take(reader);
	if (token.kind !== 'name') unexpected(token);
	let test = token.text;
	if (NODE_KINDS.has(test) && skipMark(reader, '(')) {
		// processing-instruction('x') is read and forgotten: forms hold none.
		if (reader.tokens[reader.next]?.kind === 'string') reader.next++;
		expectMark(reader, ')');
		test += '()';
	}
	return step(axis, test, readPredicates(reader));
}

function readSteps(reader: Reader, steps: Step[]): Step[] {
	for (;;) {
		if (skipMark(reader, '//')) steps.push(step('descendant-or-self', 'node()'));
		else if (!skipMark(reader, '/')) return steps;
		if (!startsStep(reader)) unexpected(take(reader));
		steps.push(readStep(reader));
	}
}

function readPath(reader: Reader): Expression {
	if (isMark(reader, '//')) return { kind: 'path', start: 'root', steps: readSteps(reader, []) };
	if (skipMark(reader, '/')) {
		const first = startsStep(reader) ? [readStep(reader)] : [];
		return { kind: 'path', start: 'root', steps: first.length ? readSteps(reader, first) : [] };
	}
	if (startsStep(reader))
		return { kind: 'path', start: null, steps: readSteps(reader, [readStep(reader)]) };
	const base = readPrimary(reader);
	const predicates = readPredicates(reader);
	const start: Expression = predicates.length ? { kind: 'filter', base, predicates } : base;
	const steps = readSteps(reader, []);
	return steps.length ? { kind: 'path', start, steps } : start;
}

function readPrimary(reader: Reader): Expression {
	const token = take(reader);
	if (token.kind === 'string') return { kind: 'string', value: token.text };
	if (token.kind === 'number') return { kind: 'number', value: Number(token.text) };
	if (token.kind === 'reference') return { kind: 'reference', name: token.text };
	if (token.kind === 'name') return nested(reader, () => readCall(reader, token));
	if (token.kind !== 'mark' || token.text !== '(') unexpected(token);
	return nested(reader, () => {
		const inner = readLevel(reader, 0);
		expectMark(reader, ')');
		return inner;
	});
}

function readCall(reader: Reader, name: Token): Expression {
	expectMark(reader, '(');
	const inputs: Expression[] = [];
	while (!isMark(reader, ')')) {
		if (inputs.length > 0) expectMark(reader, ',');
		inputs.push(readLevel(reader, 0));
	}
	reader.next++;
	reader.calls.push({ name: name.text, inputs, at: name.at });
	return { kind: 'call', name: name.text, inputs };
}

interface Parsed {
	tree: Expression;
	calls: readonly Call[];
}

function parseAfresh(expression: string): Parsed {
	const reader: Reader = {
		tokens: tokenize(expression),
		next: 0,
		depth: 0,
		calls: [],
		end: expression.length
	};
	const tree = readLevel(reader, 0);
	const rest = reader.tokens[reader.next];
	if (rest) unexpected(rest);
	return { tree, calls: reader.calls };
}

const parsed = new Map<string, Parsed>();

function parseOnce(expression: string): Parsed {
	const known = parsed.get(expression);
	if (known) return known;
	const result = parseAfresh(expression);
	if (parsed.size >= 5000) parsed.clear();
	parsed.set(expression, result);
	return result;
}

/**
 * The tree of an expression, read once and remembered; calls of unknown functions stay in it
 * and fail where they are reached. Throws an ExpressionError when it cannot be read.
 */
export function parseLeniently(expression: string): Expression {
	return parseOnce(expression).tree;
}

/** Every call in an expression, inner ones first. Throws an ExpressionError. */
export function callsIn(expression: string): readonly Call[] {
	return parseOnce(expression).calls;
}

/** Refuses a call nothing can come of. Not part of reading: pages only evaluate. */
function judge({ name, inputs, at }: Call): void {
	const called = findFunction(name);
	if (!called) throw expressionError('unknown_function', `There is no function ${name}()`, at);
	if (inputs.length < called.least || inputs.length > called.most)
		throw expressionError('wrong_arguments', `${name}() does not take ${inputs.length} values`, at);
	const pattern = name === 'regex' ? inputs[1] : undefined;
	if (pattern?.kind === 'string' && !isUsable(pattern.value))
		throw expressionError('bad_pattern', 'The pattern of regex() cannot be read', at);
}

/**
 * The tree of an expression, read once and remembered. Throws an ExpressionError with the
 * position where it cannot be read, or where it calls what does not exist.
 */
export function parseExpression(expression: string): Expression {
	const { tree, calls } = parseOnce(expression);
	for (const call of calls) judge(call);
	return tree;
}

/** A path written inside a text, as jr:choice-name() has it; null when it is none. */
export function quotedPath(tree: Expression | undefined): Expression | null {
	if (tree?.kind !== 'string') return null;
	try {
		return parseLeniently(tree.value);
	} catch (thrown) {
		if (isExpressionError(thrown)) return null;
		throw thrown;
	}
}

/** Names of the questions an expression refers to, each once. Throws an ExpressionError. */
export function referencesOf(expression: string): string[] {
	const names = new Set<string>();
	const collect = (tree: Expression): void => {
		if (tree.kind === 'reference' && !tree.name.startsWith('last-saved#')) names.add(tree.name);
		const quoted =
			tree.kind === 'call' && tree.name === 'jr:choice-name' && quotedPath(tree.inputs[1]);
		if (quoted) walk(quoted, collect);
	};
	walk(parseExpression(expression), collect);
	return [...names];
}

/**
 * Whether an expression judges its own question through `.`, which means something else inside
 * predicates. Throws an ExpressionError.
 */
export function refersToItself(expression: string): boolean {
	const left: Expression[] = [parseExpression(expression)];
	for (let part = left.pop(); part; part = left.pop()) {
		if (isSelf(part)) return true;
		if (part.kind === 'filter') left.push(part.base);
		else if (part.kind !== 'path') left.push(...partsOf(part));
		else if (part.start !== null && part.start !== 'root') left.push(part.start);
	}
	return false;
}
