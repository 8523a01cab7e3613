import { isExtra } from './extraFunctions.ts';
import { parseExpression, quotedPath } from './parser.ts';
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

/**
 * Whether an expression calls what a page has to load first. Throws an ExpressionError.
 *
 * @see loadExtraFunctions
 */
export function needsExtraFunctions(expression: string): boolean {
	const needing = collect(expression, (part) => {
		if (part.kind !== 'call') return undefined;
		// A text as seed is turned into a number by its digest.
		if (isExtra(part.name) || part.name === 'randomize') return part;
		if (part.name !== 'regex') return undefined;
		const [, pattern] = part.inputs;
		return pattern?.kind === 'string' && !isJava(pattern.value) ? undefined : part;
	});
	return needing.length > 0;
}
