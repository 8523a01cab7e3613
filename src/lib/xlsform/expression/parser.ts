/**
 * Reads an expression into a tree by precedence climbing over XPath 1.0's operators
 * (section 3, productions 14 to 27). Paths and predicates are not part of it yet.
 */
import { expressionError } from './expressionError.ts';
import { FUNCTIONS } from './functions.ts';
import { tokenize, type Token, type TokenKind } from './tokenizer.ts';

export type Operator =
	'or' | 'and' | '=' | '!=' | '<' | '<=' | '>' | '>=' | '+' | '-' | '*' | 'div' | 'mod';

export type Expression =
	| { kind: 'string'; value: string }
	| { kind: 'number'; value: number }
	| { kind: 'reference'; name: string }
	| { kind: 'self' }
	| { kind: 'call'; name: string; inputs: readonly Expression[] }
	| { kind: 'negate'; operand: Expression }
	| { kind: 'binary'; operator: Operator; left: Expression; right: Expression };

/** From loosest to tightest; all of them group from the left. */
const LEVELS: readonly (readonly string[])[] = [
	['or'],
	['and'],
	['=', '!='],
	['<', '<=', '>', '>='],
	['+', '-'],
	['*', 'div', 'mod']
];

/** Brackets and signs nested deeper than this are refused rather than left to the stack. */
const DEEPEST = 200;

interface Reader {
	tokens: readonly Token[];
	next: number;
	depth: number;
	end: number;
}

function peek(reader: Reader): Token | undefined {
	return reader.tokens[reader.next];
}

function take(reader: Reader): Token {
	const token = peek(reader);
	if (!token) throw expressionError('unexpected_end', 'The expression ends too early', reader.end);
	reader.next++;
	return token;
}

function unexpected(token: Token): never {
	throw expressionError('unexpected_token', `“${token.text}” is not expected here`, token.at);
}

function expectKind(reader: Reader, kind: TokenKind): Token {
	const token = take(reader);
	return token.kind === kind ? token : unexpected(token);
}

function readLevel(reader: Reader, level: number): Expression {
	const operators = LEVELS[level];
	if (!operators) return readUnary(reader);
	let left = readLevel(reader, level + 1);
	for (let token = peek(reader); token; token = peek(reader)) {
		if (token.kind !== 'operator' || !operators.includes(token.text)) break;
		reader.next++;
		const right = readLevel(reader, level + 1);
		left = { kind: 'binary', operator: token.text as Operator, left, right };
	}
	return left;
}

function nested<T>(reader: Reader, at: number, read: () => T): T {
	if (++reader.depth > DEEPEST)
		throw expressionError('too_long', 'The expression is nested too deeply', at);
	const result = read();
	reader.depth--;
	return result;
}

function readUnary(reader: Reader): Expression {
	const token = peek(reader);
	if (token?.kind !== 'operator' || token.text !== '-') return readPrimary(reader);
	reader.next++;
	return nested(reader, token.at, () => ({ kind: 'negate', operand: readUnary(reader) }));
}

function readPrimary(reader: Reader): Expression {
	const token = take(reader);
	switch (token.kind) {
		case 'string':
			return { kind: 'string', value: token.text };
		case 'number':
			return { kind: 'number', value: Number(token.text) };
		case 'reference':
			return { kind: 'reference', name: token.text };
		case 'self':
			return { kind: 'self' };
		case 'name':
			return nested(reader, token.at, () => readCall(reader, token));
		case 'open':
			return nested(reader, token.at, () => {
				const inner = readLevel(reader, 0);
				expectKind(reader, 'close');
				return inner;
			});
		default:
			return unexpected(token);
	}
}

function readCall(reader: Reader, name: Token): Expression {
	const called = FUNCTIONS.get(name.text);
	if (!called && peek(reader)?.kind === 'open')
		throw expressionError('unknown_function', `There is no function ${name.text}()`, name.at);
	if (peek(reader)?.kind !== 'open') unexpected(name);
	reader.next++;
	const inputs: Expression[] = [];
	while (peek(reader)?.kind !== 'close') {
		if (inputs.length > 0) expectKind(reader, 'comma');
		inputs.push(readLevel(reader, 0));
	}
	reader.next++;
	if (inputs.length < called!.least || inputs.length > called!.most)
		throw expressionError(
			'wrong_arguments',
			`${name.text}() does not take ${inputs.length} values`,
			name.at
		);
	return { kind: 'call', name: name.text, inputs };
}

function parseAfresh(expression: string): Expression {
	const reader = { tokens: tokenize(expression), next: 0, depth: 0, end: expression.length };
	const tree = readLevel(reader, 0);
	const rest = peek(reader);
	return rest ? unexpected(rest) : tree;
}

const parsed = new Map<string, Expression>();

/**
 * The tree of an expression, read once and remembered. Throws an ExpressionError with the
 * position where it cannot be read.
 */
export function parseExpression(expression: string): Expression {
	const known = parsed.get(expression);
	if (known) return known;
	const tree = parseAfresh(expression);
	if (parsed.size >= 5000) parsed.clear();
	parsed.set(expression, tree);
	return tree;
}

function walk(tree: Expression, visit: (node: Expression) => void): void {
	visit(tree);
	if (tree.kind === 'call') for (const input of tree.inputs) walk(input, visit);
	else if (tree.kind === 'negate') walk(tree.operand, visit);
	else if (tree.kind === 'binary') {
		walk(tree.left, visit);
		walk(tree.right, visit);
	}
}

/** Names of the questions an expression refers to, each once. Throws an ExpressionError. */
export function referencesOf(expression: string): string[] {
	const names = new Set<string>();
	walk(parseExpression(expression), (node) => {
		if (node.kind === 'reference') names.add(node.name);
	});
	return [...names];
}

/** Whether an expression judges its own question through `.`. Throws an ExpressionError. */
export function refersToItself(expression: string): boolean {
	let found = false;
	walk(parseExpression(expression), (node) => {
		if (node.kind === 'self') found = true;
	});
	return found;
}
