/**
 * Splits an expression into tokens by the lexical rules of XPath 1.0 (section 3.7), with
 * XLSForm's `${name}` as a token of its own.
 *
 * @see https://www.w3.org/TR/1999/REC-xpath-19991116/#exprlex
 */
import { expressionError } from './expressionError.ts';

export type TokenKind =
	'number' | 'string' | 'reference' | 'name' | 'operator' | 'open' | 'close' | 'comma' | 'self';

/** `text` is the content: a string without quotes, a reference without `${}`. */
export interface Token {
	kind: TokenKind;
	text: string;
	at: number;
}

/** Longer expressions are refused: a left-leaning tree of this depth still fits every stack. */
export const MOST_TOKENS = 4000;

const OPERATOR_NAMES = new Set(['and', 'or', 'div', 'mod']);

// One alternative per token; sticky, so that a position nothing matches is an error there.
const TOKEN = new RegExp(
	[
		'(?<space>\\s+)',
		'(?<number>\\d+(?:\\.\\d*)?|\\.\\d+)',
		'"(?<double>[^"]*)"',
		"'(?<single>[^']*)'",
		'\\$\\{\\s*(?<reference>[\\p{L}_][\\p{L}\\p{M}\\p{N}_.-]*)\\s*\\}',
		'(?<name>[\\p{L}_][\\p{L}\\p{M}\\p{N}_.-]*(?::[\\p{L}_][\\p{L}\\p{M}\\p{N}_.-]*)?)',
		'(?<operator>!=|<=|>=|[=<>+*-])',
		'(?<open>\\()',
		'(?<close>\\))',
		'(?<comma>,)',
		'(?<self>\\.)'
	].join('|'),
	'uy'
);

/** XPath: after an operand a name is an operator, elsewhere it is a name. */
function followsOperand(previous: Token | undefined): boolean {
	return previous !== undefined && !['operator', 'open', 'comma'].includes(previous.kind);
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

/** The tokens of an expression in order. Throws an ExpressionError with its position. */
export function tokenize(expression: string): Token[] {
	const tokens: Token[] = [];
	let at = 0;
	while (at < expression.length) {
		TOKEN.lastIndex = at;
		const match = TOKEN.exec(expression);
		if (!match) refuse(expression, at);
		const groups = match.groups ?? {};
		const text = groups['double'] ?? groups['single'];
		if (text !== undefined) tokens.push({ kind: 'string', text, at });
		else if (groups['space'] === undefined) {
			const [kind, found] = Object.entries(groups).find(([, group]) => group !== undefined)!;
			const isOperator = OPERATOR_NAMES.has(found) && followsOperand(tokens.at(-1));
			tokens.push({ kind: isOperator ? 'operator' : (kind as TokenKind), text: found, at });
		}
		if (tokens.length > MOST_TOKENS)
			throw expressionError('too_long', 'The expression is too long', at);
		at += match[0].length;
	}
	return tokens;
}
