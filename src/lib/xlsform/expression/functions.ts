/**
 * The functions an expression may call, as one table.
 *
 * @see https://getodk.github.io/xforms-spec/#xpath-functions
 */
import type { ExpressionContext, PathNode } from './context.ts';
import { extras } from './extraFunctions.ts';
import { DATE_FUNCTIONS } from './functionsDate.ts';
import { NODE_FUNCTIONS } from './functionsNodes.ts';
import { NUMBER_FUNCTIONS } from './functionsNumber.ts';
import { TEXT_FUNCTIONS } from './functionsText.ts';
import type { Value } from './values.ts';

/** Where in the evaluation a function is called; inside a predicate, `node` is the one judged. */
export interface Scope {
	context: ExpressionContext;
	node: PathNode | null;
	/** position() and last(). */
	position: number;
	size: number;
}

/** How many values it takes at least and at most, and what it makes of them. */
export type ExpressionFunction = readonly [
	least: number,
	most: number,
	apply: (values: readonly Value[], scope: Scope) => Value
];

export type FunctionTable = Readonly<Record<string, ExpressionFunction>>;

const unready = (): Value => '';

/** Those the evaluator works out itself, because they look at more than values. */
const FORMS: FunctionTable = {
	if: [3, 3, unready],
	once: [1, 1, unready],
	'indexed-repeat': [3, Infinity, unready],
	'jr:choice-name': [2, 2, unready]
};

const FUNCTIONS: ReadonlyMap<string, ExpressionFunction> = new Map(
	Object.entries({
		...FORMS,
		...TEXT_FUNCTIONS,
		...NUMBER_FUNCTIONS,
		...NODE_FUNCTIONS,
		...DATE_FUNCTIONS
	})
);

/** Every name a function is known by, without other prefixes than `jr:`. */
export const functionNames = (): string[] => [
	...FUNCTIONS.keys(),
	...(extras()?.EXTRA_FUNCTIONS.keys() ?? [])
];

/** Prefixes that stand for ODK's or XPath's own do not matter. */
const plain = (name: string) => name.replace(/^(?:fn|xf|enk|odk|orx):/, '');

/** Whether every page knows a function, without loadExtraFunctions(). */
export const isCommon = (name: string) => FUNCTIONS.has(plain(name));

/** What a name in a call means. */
export function findFunction(name: string) {
	const lookUp = (each: string) => FUNCTIONS.get(each) ?? extras()?.EXTRA_FUNCTIONS.get(each);
	const found = lookUp(name) ?? lookUp(plain(name));
	return found && { least: found[0], most: found[1], apply: found[2] };
}
