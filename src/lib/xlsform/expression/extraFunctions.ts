/**
 * Functions few questionnaires call. A respondent's page does not carry them: it loads them
 * when its questionnaire needs them (see needsExtraFunctions() and loadExtraFunctions());
 * everywhere else they are there from the start.
 */
import { expressionError } from './expressionError.ts';
import type { ExpressionFunction, FunctionTable } from './functions.ts';

type Apply = ExpressionFunction[2];

/** How many values each takes, so that expressions are checked without them. */
const EXTRA: Readonly<Record<string, readonly [least: number, most: number]>> = {
	digest: [2, 3],
	'base64-decode': [1, 1],
	distance: [1, Infinity],
	area: [1, Infinity],
	geofence: [2, 2],
	checklist: [2, Infinity],
	'weighted-checklist': [2, Infinity],
	sin: [1, 1],
	cos: [1, 1],
	tan: [1, 1],
	asin: [1, 1],
	acos: [1, 1],
	atan: [1, 1],
	atan2: [2, 2],
	exp: [1, 1],
	exp10: [1, 1],
	log: [1, 1],
	log10: [1, 1],
	translate: [3, 3],
	'decimal-time': [1, 1],
	id: [1, 1],
	lang: [1, 1],
	'namespace-uri': [0, 1]
};

let loaded: typeof import('./functionsExtra.ts') | undefined;

/** What an extra function does; undefined while they are not loaded. */
export const extraApply = (name: string): Apply | undefined => loaded?.EXTRA_APPLY[name];

/** Reads the patterns only Java understands; undefined while it is not loaded. */
export const extraTranslate = () => loaded?.translateJava;

/** Whether a function is one of these. */
export const isExtra = (name: string) => Object.hasOwn(EXTRA, name);

/** Fetches the extra functions. Until then a call of one fails. */
export async function loadExtraFunctions(): Promise<void> {
	loaded = await import('./functionsExtra.ts');
}

/** The extra functions for the table of all; each is looked up when it is called. */
export const EXTRA_FUNCTIONS: FunctionTable = Object.fromEntries(
	Object.entries(EXTRA).map(([name, [least, most]]): [string, ExpressionFunction] => [
		name,
		[
			least,
			most,
			(values, scope) => {
				const apply = extraApply(name);
				if (apply) return apply(values, scope);
				throw expressionError('unknown_function', `${name}() is not loaded`, 0);
			}
		]
	])
);

// A page waits only where it needs them; a server, a command or a test always has them.
if (typeof window === 'undefined') await loadExtraFunctions();
