/** The elements of one response: what paths walk over and what the session is asked about. */
import type { Choice } from '../definition.ts';
import type { ExpressionContext, PathNode } from '../expression/context.ts';
import type { Cell } from './cells.ts';
import type { Plan } from './plan.ts';

export interface FormNode extends PathNode {
	/** `top` is the root above all; a repeat is one `range` with an `entry` for each entry. */
	readonly kind: 'top' | 'root' | 'area' | 'group' | 'range' | 'entry' | 'question';
	readonly plan: Plan;
	/** The key of its answer (or of a repeat's entries, for range and entry). */
	readonly key: string;
	/** Ids of the entries around it, its own included, outermost first. */
	readonly ids: readonly string[];
	readonly parent: FormNode | null;
	readonly children: readonly FormNode[];
	/** From which it inherits relevance and being read only. */
	readonly around: FormNode | null;
	/** What it is made of, areas and repeats as one part each. */
	parts: FormNode[];
	/** Every cell made for it, to be taken out with it. */
	readonly cells: Cell<unknown>[];
	context?: ExpressionContext;
	/** Cells exist only for what there is an expression for. */
	relevance?: Cell<boolean>;
	readOnly?: Cell<boolean>;
	required?: Cell<boolean>;
	fits?: Cell<boolean>;
	calculated?: Cell<string>;
	trigger?: Cell<string>;
	choices?: Cell<readonly Choice[]>;
	entries?: Cell<readonly FormNode[]>;
	childList?: Cell<readonly FormNode[]>;
	text?: Cell<string>;
	/** The value while it is relevant: given, by default, or calculated. */
	base: string;
	/** Whether a person gave `base`. */
	isGiven: boolean;
	/** Which version of `calculated` went into `base`; -1 where the next has to. */
	applied: number;
}

/** Whether a node of an expression is an element of the response (and no row of a table). */
export function isFormNode(node: PathNode | null): node is FormNode {
	return node !== null && 'plan' in node;
}

/** Every node below, in document order; areas and repeats are nodes here, too. */
export function* nodesBelow(node: FormNode): Generator<FormNode> {
	const parts = node.kind === 'range' ? (node.entries?.value ?? []) : node.parts;
	for (const part of parts) {
		yield part;
		yield* nodesBelow(part);
	}
}

/** The innermost node around (or the node itself) that a plan was made into. */
function holderOf(node: FormNode, plan: Plan): FormNode | undefined {
	for (let at: FormNode | null = node; at; at = at.parent)
		if (at.plan === plan && at.kind !== 'range') return at;
	return undefined;
}

/**
 * The nodes `${name}` means, seen from a node: where both stand in the same repeat, those of
 * the same entry; else all there are.
 */
export function nodesNamed(
	node: FormNode,
	target: Plan,
	root: FormNode,
	entriesOf: (range: FormNode) => readonly FormNode[]
): readonly FormNode[] {
	let start = root;
	for (const repeat of target.repeats) start = holderOf(node, repeat) ?? start;
	const way: Plan[] = [];
	for (let at: Plan | null = target; at && at !== start.plan; at = at.around) way.unshift(at);
	let found: readonly FormNode[] = [start];
	for (const step of way)
		found = found.flatMap((each) => {
			const part = each.parts[step.place]!;
			return part.kind === 'range' ? entriesOf(part) : [part];
		});
	return found;
}
