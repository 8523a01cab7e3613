/**
 * Splits an expression into tokens by the lexical rules of XPath 1.0 (section 3.7), with
 * XLSForm's `${name}` as a token of its own.
 *
 * @see https://www.w3.org/TR/1999/REC-xpath-19991116/#exprlex
 */
import { expressionError } from './expressionError.ts';

export type TokenKind = 'number' | 'string' | 'reference' | 'name' | 'operator' | 'mark';

/** `text` is the content: a string without quotes, a reference without `${}`. */
export interface Token {
	kind: TokenKind;
	text: string;
	at: number;
}

/** Longer expressions are refused. */
export const MOST_TOKENS = 8000;

const NAME = '[\\p{L}_][\\p{L}\\p{M}\\p{N}_.·-]*';
const OPERATOR_NAMES = new Set(['and', 'or', 'div', 'mod']);

// One alternative per token; sticky, so that a position nothing matches is an error there.
const TOKEN = new RegExp(
	[
		'(?<space>[\\s\\u200b\\ufeff]+)',
		'(?<number>(?:\\d+(?:\\.\\d*)?|\\.\\d+)(?:[eE][+-]?\\d+)?)',
		'"(?<double>[^"]*)"',
		"'(?<single>[^']*)'",
		`\\$\\{\\s*(?<reference>(?:last-saved#)?${NAME}(?::${NAME})?)\\s*\\}`,
		// `child::x` is an axis and a name, `jr:x` one name, `x:*` a name with any ending.
		`(?<name>${NAME}(?::(?:${NAME}|\\*)(?!:))?)`,
		'(?<operator>!=|<=|>=|[=<>+|*-])',
		'(?<mark>::|\\.\\.|//|[()\\[\\],/@.])'
	].join('|'),
	'uy'
);

/** XPath: after an operand a name or `*` is an operator, elsewhere it is a name. */
function followsOperand(previous: Token | undefined): boolean {
	if (!previous || previous.kind === 'operator') return false;
	return previous.kind !== 'mark' || [')', ']', '.', '..'].includes(previous.text);
}

function refuse(expression: string, at: number): never {
	const character = String.fromCodePoint(expression.codePointAt(at) ?? 0);
	if (character === '"' || character === "'")
		throw expressionError(
			'unclosed_string',
			`The text that starts with ${character} never ends`,
			at
		);
	throw expressionError('unexpected_character', `“${character}” has no meaning here`, at);
}

// `1div1`: a name cannot follow an operand, so a digit right behind the operator ends it.
const GLUED = /^(?:and|or|div|mod)(?=\d)/;

function kindOf(found: TokenKind, text: string, previous: Token | undefined): TokenKind {
	if (text === '*') return followsOperand(previous) ? 'operator' : 'name';
	if (found === 'name' && OPERATOR_NAMES.has(text) && followsOperand(previous)) return 'operator';
	return found;
}

/** The tokens of an expression in order. Throws an ExpressionError with its position. */
export function tokenize(expression: string): Token[] {
	const tokens: Token[] = [];
	let at = 0;
	while (at < expression.length) {
		TOKEN.lastIndex = at;
		const match = TOKEN.exec(expression);
		if (!match) refuse(expression, at);
		const groups = match.groups!;
		const text = groups['double'] ?? groups['single'];
		if (text !== undefined) tokens.push({ kind: 'string', text, at });
		else if (groups['space'] === undefined) {
			const [kind, found] = Object.entries(groups).find(([, group]) => group !== undefined)!;
			const previous = tokens.at(-1);
			const [glued] = (kind === 'name' && followsOperand(previous) && GLUED.exec(found)) || [found];
			tokens.push({ kind: kindOf(kind as TokenKind, glued, previous), text: glued, at });
			at -= found.length - glued.length;
		}
		if (tokens.length > MOST_TOKENS)
			throw expressionError('too_long', 'The expression is too long', at);
		at += match[0].length;
	}
	return tokens;
}
