/** Why an expression cannot be read or worked out. */
export type ExpressionProblem =
	| 'unexpected_character'
	| 'unexpected_token'
	| 'unexpected_end'
	| 'unclosed_string'
	| 'unknown_function'
	| 'wrong_arguments'
	| 'bad_pattern'
	| 'not_nodes'
	| 'too_long';

/** `position` counts UTF-16 units from the start of the expression, beginning with 0. */
export interface ExpressionError extends Error {
	name: 'ExpressionError';
	code: ExpressionProblem;
	position: number;
}

/** An error to throw for an expression that cannot be read; `position` as in ExpressionError. */
export function expressionError(
	code: ExpressionProblem,
	message: string,
	position: number
): ExpressionError {
	const detail = { name: 'ExpressionError' as const, code, position };
	return Object.assign(new Error(`${message} (at ${position + 1})`), detail);
}

/** Whether something caught is an expression that could not be read. */
export function isExpressionError(thrown: unknown): thrown is ExpressionError {
	return thrown instanceof Error && thrown.name === 'ExpressionError';
}
