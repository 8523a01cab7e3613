/** Every element of a response with its place and state, as other engines describe them. */
import { nodesBelow, type FormNode } from './formNode.ts';
import { isReadOnly, isRelevant } from './grow.ts';
import type { Engine } from './openEngine.ts';
import type { Session } from './session.ts';

export interface NodeState {
	/** Below the outermost element, entries by position from 1: `/child[2]/name`. */
	ref: string;
	relevant: boolean;
	/** As the expression says, also where it is not asked. */
	required: boolean;
	readonly: boolean;
	/** '' where it is not asked; null for groups and entries, which have none. */
	value: string | null;
	/** false when a constraint fails, or something required is empty: itself or in it. */
	valid: boolean;
}

/** Whether a question is asked and breaks its constraint or lacks what is required. */
function isViolated(engine: Engine, node: FormNode): boolean {
	const { cells } = engine;
	if (!isRelevant(engine, node)) return false;
	if (node.value !== '') return node.fits !== undefined && !cells.read(node.fits);
	return node.required ? cells.read(node.required) : node.plan.question!.required === true;
}

function stateOf(engine: Engine, node: FormNode, ref: string): NodeState {
	const { question } = node.plan;
	const required = question?.required === true;
	return {
		ref,
		relevant: isRelevant(engine, node),
		required: node.required ? engine.cells.read(node.required) : required,
		readonly: isReadOnly(engine, node),
		value: question ? node.value : null,
		valid: question
			? !isViolated(engine, node)
			: ![...nodesBelow(node)].some((each) => each.plan.question && isViolated(engine, each))
	};
}

/** The elements below a node with their refs, in document order; areas and ranges are none. */
function* refsBelow(engine: Engine, node: FormNode, ref: string): Generator<[string, FormNode]> {
	const places = new Map<FormNode['plan'], number>();
	for (const child of node.children) {
		const place = (places.get(child.plan) ?? 0) + 1;
		places.set(child.plan, place);
		const own = `${ref}/${child.name}${child.kind === 'entry' ? `[${place}]` : ''}`;
		yield [own, child];
		yield* refsBelow(engine, child, own);
	}
}

/** Every group, entry and question that exists now, by ref. */
export function nodesByRef({ engine, root }: Session): Map<string, FormNode> {
	return new Map(refsBelow(engine, root, ''));
}

/** The state of every element that exists now, in document order. */
export function nodeStates(session: Session): NodeState[] {
	return [...nodesByRef(session)].map(([ref, node]) => stateOf(session.engine, node, ref));
}
