import { expressionError } from './expressionError.ts';
import type { Token } from './tokenizer.ts';
import type { Expression } from './tree.ts';

/** Brackets and signs nested deeper than this are refused rather than left to the stack. */
const DEEPEST = 200;

/** The tokens of an expression and how far they are read. */
export interface Reader {
	tokens: readonly Token[];
	next: number;
	depth: number;
	end: number;
	/** Every call read so far, inner ones first. */
	calls: Call[];
}

/** A call and where its name stands. */
export interface Call {
	name: string;
	inputs: readonly Expression[];
	at: number;
}

/** The next token, which is read by that. Throws an ExpressionError at the end. */
export function take(reader: Reader): Token {
	const token = reader.tokens[reader.next];
	if (!token) throw expressionError('unexpected_end', 'The expression ends too early', reader.end);
	reader.next++;
	return token;
}

/** Refuses a token where it stands. */
export function unexpected(token: Token): never {
	throw expressionError('unexpected_token', `“${token.text}” is not expected here`, token.at);
}

/** Whether the token `ahead` of the next one is this mark. */
export function isMark(reader: Reader, text: string, ahead = 0): boolean {
	const token = reader.tokens[reader.next + ahead];
	return token?.kind === 'mark' && token.text === text;
}

/** Reads this mark if it is next, and says whether it was. */
export function skipMark(reader: Reader, text: string): boolean {
	const found = isMark(reader, text);
	if (found) reader.next++;
	return found;
}

/** Reads this mark. Throws an ExpressionError when something else is next. */
export function expectMark(reader: Reader, text: string): void {
	const token = take(reader);
	if (token.kind !== 'mark' || token.text !== text) unexpected(token);
}

/** Reads something within brackets or signs, and refuses when that goes too deep. */
export function nested<T>(reader: Reader, read: () => T): T {
	if (++reader.depth > DEEPEST) {
		const at = reader.tokens[reader.next - 1]?.at ?? 0;
		throw expressionError('too_long', 'The expression is nested too deeply', at);
	}
	const result = read();
	reader.depth--;
	return result;
}
