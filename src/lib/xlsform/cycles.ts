import type { Definition, Question } from './definition.ts';
import { isExpressionError } from './expression/expressionError.ts';
import { referencesOf, refersToItself } from './expression/parser.ts';

/** Names whose answers decide whether a question is asked or required. */
function sourcesOf(question: Question): string[] {
	return [question.relevant, question.required].flatMap((expression) => {
		if (typeof expression !== 'string' || expression === '') return [];
		try {
			const own = refersToItself(expression) ? [question.name] : [];
			return [...own, ...referencesOf(expression)];
		} catch (thrown) {
			// Reported as unreadable by checkDefinition.
			if (isExpressionError(thrown)) return [];
			throw thrown;
		}
	});
}

/**
 * Circles of questions that decide over one another through `relevant` or `required`, each
 * as the names along it with the first repeated at the end. Of circles that share a way,
 * one is named. Constraints may look anywhere, at their own question most of all.
 */
export function findCycles(definition: Definition): string[][] {
	const questions = definition.areas.flatMap((area) => area.questions);
	const sources = new Map(questions.map((question) => [question.name, sourcesOf(question)]));
	const cycles: string[][] = [];
	const done = new Set<string>();
	for (const start of sources.keys()) {
		// A path kept by hand: a questionnaire of thousands in a row would overflow the stack.
		const path: { name: string; left: string[] }[] = [];
		const onPath = new Set<string>();
		const enter = (name: string) => {
			path.push({ name, left: [...new Set(sources.get(name))] });
			onPath.add(name);
		};
		if (!done.has(start)) enter(start);
		for (let step = path.at(-1); step; step = path.at(-1)) {
			const next = step.left.shift();
			if (next === undefined) {
				path.pop();
				onPath.delete(step.name);
				done.add(step.name);
			} else if (onPath.has(next)) {
				const from = path.findIndex(({ name }) => name === next);
				cycles.push([...path.slice(from).map(({ name }) => name), next]);
			} else if (!done.has(next) && sources.has(next)) enter(next);
		}
	}
	return cycles;
}
