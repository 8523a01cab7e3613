/** Which elements an expression looks at, told from its text alone, before there is any data. */
import { isExpressionError } from '../expression/expressionError.ts';
import { parseLeniently, quotedPath } from '../expression/parser.ts';
import { partsOf, type Expression, type Path, type Step } from '../expression/tree.ts';
import type { Plan, QuestionnairePlan } from './plan.ts';

export interface Sources {
	plans: Set<Plan>;
	/** It walks in a way that could lead anywhere. */
	isWide: boolean;
}

const parentOf = (plan: Plan): Plan | null =>
	plan.around?.kind === 'area' ? parentOf(plan.around) : plan.around;

const childrenOf = (plan: Plan): Plan[] =>
	plan.parts.flatMap((part) => (part.kind === 'area' ? childrenOf(part) : [part]));

/** One step of a path; null where it leaves what can be told. */
function stepFrom({ axis, test }: Step, plan: Plan): Plan[] | null {
	const fitting = (found: Plan[]) =>
		test === '*' || test === 'node()' ? found : found.filter(({ element }) => element === test);
	if (axis === 'child') return fitting(childrenOf(plan));
	if (axis === 'self') return fitting([plan]);
	if (axis === 'parent') return [parentOf(plan)].filter((parent) => parent !== null);
	// Entries before and after are of the same repeat.
	if (axis.endsWith('sibling')) return [plan];
	return null;
}

/**
 * The elements an expression at `from` looks at. With `sameEntry` only those of the entry it
 * stands in: what an expression reads of other entries never closes a circle.
 */
export function sourcesIn(
	{ root, find }: QuestionnairePlan,
	from: Plan,
	expression: string,
	{ sameEntry = false } = {}
): Sources {
	const found: Sources = { plans: new Set(), isWide: false };

	function startsOf(path: Path, base: readonly Plan[]): readonly Plan[] | 'root' {
		const { start } = path;
		if (start === null) return base;
		if (start === 'root') return 'root';
		if (start.kind === 'reference') return [find(start.name)].filter((plan) => plan !== undefined);
		if (start.kind === 'call' && start.name === 'current') return [from];
		look(start, base);
		return [];
	}

	function followPath(path: Path, base: readonly Plan[]): void {
		const starts = startsOf(path, base);
		let steps = path.steps;
		let at: readonly Plan[];
		if (starts === 'root') {
			// The first step names the outermost element, whatever it is called.
			const [first] = steps;
			at = first?.axis === 'child' ? [root] : [];
			found.isWide ||= at.length === 0 && steps.length > 0;
			steps = steps.slice(1);
		} else at = starts;
		let isElsewhere = false;
		for (const step of steps) {
			const next: (Plan | 'wide')[] = at.flatMap(
				(plan): (Plan | 'wide')[] => stepFrom(step, plan) ?? ['wide']
			);
			found.isWide ||= next.includes('wide');
			at = next.filter((plan) => plan !== 'wide');
			isElsewhere ||= step.predicates.length > 0 || step.axis.endsWith('sibling');
			for (const predicate of step.predicates) look(predicate, at);
		}
		if (sameEntry && isElsewhere) return;
		for (const plan of at) found.plans.add(plan);
	}

	function look(tree: Expression, base: readonly Plan[]): void {
		if (tree.kind === 'path') return followPath(tree, base);
		if (tree.kind === 'reference') {
			const plan = find(tree.name);
			if (plan) found.plans.add(plan);
			return;
		}
		const quoted =
			tree.kind === 'call' && tree.name === 'jr:choice-name' && quotedPath(tree.inputs[1]);
		if (quoted) look(quoted, base);
		// The first input is looked up in another entry, as a rule the one before.
		const skips = sameEntry && tree.kind === 'call' && tree.name === 'indexed-repeat' ? 1 : 0;
		for (const part of partsOf(tree).slice(skips)) look(part, base);
	}

	try {
		look(parseLeniently(expression), [from]);
	} catch (thrown) {
		// Reported as unreadable by checkDefinition.
		if (!isExpressionError(thrown)) throw thrown;
	}
	return found;
}
