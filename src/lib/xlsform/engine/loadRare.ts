import { sectionsOf, type Definition } from '../definition.ts';
import { isExpressionError } from '../expression/expressionError.ts';
import { loadExtraFunctions } from '../expression/extraFunctions.ts';
import { needsExtraFunctions } from '../expression/inspect.ts';

function needs(expression: unknown): boolean {
	try {
		return typeof expression === 'string' && needsExtraFunctions(expression);
	} catch (thrown) {
		// What cannot be read calls nothing.
		if (isExpressionError(thrown)) return false;
		throw thrown;
	}
}

/**
 * Fetches the functions few questionnaires call, where this one does. A page waits for it
 * before it opens a session; elsewhere they are always there.
 */
export async function loadRareFunctions({ areas }: Definition): Promise<void> {
	const columns = areas.flatMap((area) => [
		area.relevant,
		...sectionsOf(area).flatMap(({ section }) => [
			section.relevant,
			section.read_only,
			section.count
		]),
		...area.questions.flatMap((question) => [
			question.relevant,
			question.required,
			question.constraint,
			question.read_only,
			question.calculation,
			question.default,
			question.choice_filter,
			// A text as seed.
			question.parameters?.['seed'] && `randomize(., ${question.parameters['seed']})`
		])
	]);
	if (columns.some(needs)) await loadExtraFunctions();
}
