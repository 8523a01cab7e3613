import { isCommon } from './functions.ts';
import { callsIn, parseExpression, quotedPath } from './parser.ts';
import { isJava } from './regularExpression.ts';
import { walk, type Expression, type Path } from './tree.ts';

function collect<T>(expression: string, pick: (part: Expression) => T | undefined): T[] {
	const found: T[] = [];
	walk(parseExpression(expression), (part) => {
		const picked = pick(part);
		if (picked !== undefined) found.push(picked);
	});
	return found;
}

/** Every path in an expression, also inside predicates and jr:choice-name(). Throws an ExpressionError. */
export function pathsOf(expression: string): Path[] {
	const quoted = collect(expression, (part) =>
		part.kind === 'call' && part.name === 'jr:choice-name'
			? (quotedPath(part.inputs[1]) ?? undefined)
			: undefined
	);
	return [
		...collect(expression, (part) => (part.kind === 'path' ? part : undefined)),
		...quoted.filter((tree) => tree.kind === 'path')
	];
}

/** Names of the functions an expression calls, each once. Throws an ExpressionError. */
export function functionsOf(expression: string): string[] {
	return [
		...new Set(collect(expression, (part) => (part.kind === 'call' ? part.name : undefined)))
	];
}

/** The tables instance() and pulldata() name outright, each once. Throws an ExpressionError. */
export function instancesOf(expression: string): string[] {
	const named = collect(expression, (part) => {
		if (part.kind !== 'call' || !['instance', 'pulldata'].includes(part.name)) return undefined;
		const [id] = part.inputs;
		return id?.kind === 'string' ? id.value : undefined;
	});
	return [...new Set(named)];
}

/** Axes that pathsExtra.ts walks, also within the quoted path of jr:choice-name(). */
const FAR_AXIS = /(ancestor|following|preceding)[\w-]*\W*::/;

/**
 * Whether an expression calls what a page has to load first, or may: what nothing is known of
 * counts. Throws an ExpressionError.
 *
 * @see loadExtraFunctions
 */
export function needsExtraFunctions(expression: string): boolean {
	if (FAR_AXIS.test(expression)) return true;
	return callsIn(expression).some(({ name, inputs }) => {
		if (name !== 'regex') return !isCommon(name);
		const [, pattern] = inputs;
		return pattern?.kind !== 'string' || isJava(pattern.value);
	});
}
