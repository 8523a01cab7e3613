/** What the parser makes of an expression, and what the evaluator and the printer read. */
export type Operator =
	'or' | 'and' | '=' | '!=' | '<' | '<=' | '>' | '>=' | '+' | '-' | '*' | 'div' | 'mod' | '|';

export const AXES = [
	'child',
	'parent',
	'self',
	'ancestor',
	'ancestor-or-self',
	'descendant',
	'descendant-or-self',
	'following',
	'following-sibling',
	'preceding',
	'preceding-sibling',
	'attribute',
	'namespace'
] as const;
export type Axis = (typeof AXES)[number];

/** One step of a path. `test` is a name, `*`, `prefix:*` or a kind of node such as `node()`. */
export interface Step {
	axis: Axis;
	test: string;
	predicates: readonly Expression[];
}

/** `start` is null for a relative path, 'root' for an absolute one, or what gives the nodes. */
export interface Path {
	kind: 'path';
	start: Expression | 'root' | null;
	steps: readonly Step[];
}

export type Expression =
	| { kind: 'string'; value: string }
	| { kind: 'number'; value: number }
	/** `${name}`; `${last-saved#name}` keeps its prefix in the name. */
	| { kind: 'reference'; name: string }
	| Path
	/** `(…)[1]`: what a predicate outside a path narrows down. */
	| { kind: 'filter'; base: Expression; predicates: readonly Expression[] }
	| { kind: 'call'; name: string; inputs: readonly Expression[] }
	| { kind: 'negate'; operand: Expression }
	| { kind: 'binary'; operator: Operator; left: Expression; right: Expression };

/** From loosest to tightest; all of them group from the left. `|` binds tighter than a sign. */
export const LEVELS: readonly (readonly Operator[])[] = [
	['or'],
	['and'],
	['=', '!='],
	['<', '<=', '>', '>='],
	['+', '-'],
	['*', 'div', 'mod']
];

/** Whether a path is nothing but `.`. */
export function isSelf(tree: Expression): boolean {
	if (tree.kind !== 'path' || tree.start !== null || tree.steps.length !== 1) return false;
	const [step] = tree.steps;
	return step!.axis === 'self' && step!.test === 'node()' && step!.predicates.length === 0;
}

/** The parts right under a tree, in the order they are written. */
export function partsOf(tree: Expression): readonly Expression[] {
	switch (tree.kind) {
		case 'call':
			return tree.inputs;
		case 'negate':
			return [tree.operand];
		case 'binary':
			return [tree.left, tree.right];
		case 'filter':
			return [tree.base, ...tree.predicates];
		case 'path': {
			const within = tree.steps.flatMap((step) => step.predicates);
			return tree.start === null || tree.start === 'root' ? within : [tree.start, ...within];
		}
		default:
			return [];
	}
}

/** Visits a tree and everything in it, each before its parts, in the order written. */
export function walk(tree: Expression, visit: (part: Expression) => void): void {
	// A stack by hand: a long chain of `or` is a deep tree.
	const left = [tree];
	for (let next = left.pop(); next; next = left.pop()) {
		visit(next);
		left.push(...partsOf(next).toReversed());
	}
}
