import type { Definition, Question } from './definition.ts';
import { isExpressionError } from './expression/expressionError.ts';
import { referencesOf } from './expression/parser.ts';

function safeReferences(expression: string | boolean | undefined): string[] {
	if (typeof expression !== 'string') return [];
	try {
		return referencesOf(expression);
	} catch (thrown) {
		if (isExpressionError(thrown)) return [];
		throw thrown;
	}
}

/** Every question named in a question's expressions; unreadable expressions name none. */
export function referencesOfQuestion(question: Question): string[] {
	const expressions = [question.relevant, question.required, question.constraint];
	return [...new Set(expressions.flatMap(safeReferences))];
}

/**
 * Which areas must be evaluated again when a question's answer changes: its own, those whose
 * expressions name it, and those that name a question whose relevance depends on it, since
 * an answer that is no longer asked counts as none.
 */
export function dependentsOf(definition: Definition): Map<string, Set<string>> {
	const areas = new Map<string, Set<string>>();
	const shown = new Map<string, string[]>();
	for (const area of definition.areas)
		for (const question of area.questions) {
			areas.set(question.name, (areas.get(question.name) ?? new Set()).add(area.name));
			for (const name of safeReferences(question.relevant))
				shown.set(name, [...(shown.get(name) ?? []), question.name]);
		}
	const direct = new Map([...areas].map(([name, own]) => [name, new Set(own)]));
	for (const area of definition.areas)
		for (const question of area.questions)
			for (const name of referencesOfQuestion(question)) direct.get(name)?.add(area.name);

	for (const [start, reached] of areas) {
		const seen = new Set([start]);
		// A set grows while it is walked: each name reached adds those it shows.
		for (const name of seen) {
			for (const area of direct.get(name) ?? []) reached.add(area);
			for (const next of shown.get(name) ?? []) seen.add(next);
		}
	}
	return areas;
}
