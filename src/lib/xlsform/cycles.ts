import type { Definition } from './definition.ts';
import { planOf, triggersOf, type Plan, type QuestionnairePlan } from './engine/plan.ts';
import { sourcesIn } from './engine/sources.ts';

/** Parts whose answers decide whether a part is there, required, or what its value is. */
function sourcesOf(plan: QuestionnairePlan, each: Plan): Plan[] {
	const { question, section, relevant, around } = each;
	// What a trigger sets off is done once, when the trigger changes.
	const calculation = question && triggersOf(question).length === 0 && question.calculation;
	const columns = [
		relevant,
		section?.count,
		question?.required,
		question?.choice_filter,
		calculation
	];
	const found = columns
		.filter((column): column is string => typeof column === 'string' && column !== '')
		.flatMap((column) => [...sourcesIn(plan, each, column, { sameEntry: true }).plans]);
	// once() reads its own question on purpose: what is there stays.
	const isKept = calculation && /\bonce\s*\(/.test(calculation);
	const own = isKept ? found.filter((source) => source !== each) : found;
	return around && around.kind !== 'root' ? [...own, around] : own;
}

/**
 * Circles of questions and sections that decide over one another through `relevant`,
 * `required`, `choice_filter`, repeat counts or calculations, each as the names along it with
 * the first repeated at the end. Of circles that share a way, one is named. Constraints may look
 * anywhere, at their own question most of all.
 */
export function findCycles(definition: Definition): string[][] {
	const plan = planOf(definition);
	const cycles: string[][] = [];
	const done = new Set<Plan>();
	const starts: Plan[] = [...plan.root.parts];
	for (const start of starts) {
		starts.push(...start.parts);
		// A path kept by hand: a questionnaire of thousands in a row would overflow the stack.
		const path: { part: Plan; left: Plan[] }[] = [];
		const onPath = new Set<Plan>();
		const enter = (part: Plan) => {
			path.push({ part, left: [...new Set(sourcesOf(plan, part))] });
			onPath.add(part);
		};
		if (!done.has(start)) enter(start);
		for (let step = path.at(-1); step; step = path.at(-1)) {
			const next = step.left.shift();
			if (next === undefined) {
				path.pop();
				onPath.delete(step.part);
				done.add(step.part);
			} else if (onPath.has(next)) {
				const from = path.findIndex(({ part }) => part === next);
				cycles.push([...path.slice(from).map(({ part }) => part.name), next.name]);
			} else if (!done.has(next)) enter(next);
		}
	}
	return cycles;
}
