import type { Definition } from '../definition.ts';
import { isExpressionError } from '../expression/expressionError.ts';
import { loadExtraFunctions } from '../expression/extraFunctions.ts';
import { needsExtraFunctions } from '../expression/inspect.ts';
import { isDynamicDefault } from './presets.ts';

/** What holds an expression, of questions, sections and areas alike. */
const COLUMNS =
	/^(relevant|required|constraint|read_only|calculation|default|choice_filter|count|seed)$/;

function needs(expression: string): boolean {
	try {
		return needsExtraFunctions(expression);
	} catch (thrown) {
		// What cannot be read calls nothing.
		if (isExpressionError(thrown)) return false;
		throw thrown;
	}
}

/** Whether anything in a part of a definition needs what is fetched. */
const isRare = (part: object): boolean =>
	Object.entries(part).some(([name, value]: [string, unknown]) => {
		if (typeof value === 'object' && value !== null) return isRare(value);
		if (name === 'randomize') return value === 'true';
		if (typeof value !== 'string' || !COLUMNS.test(name)) return false;
		// `Age (years)` calls nothing; of text every default is taken for an expression that may be one.
		return (name !== 'default' || isDynamicDefault(value, 'text')) && needs(value);
	});

/**
 * Fetches the functions few questionnaires call, where this one does. A page waits for it
 * before it opens a session; elsewhere they are always there.
 */
export async function loadRareFunctions({ areas }: Definition): Promise<void> {
	if (isRare(areas)) await loadExtraFunctions();
}
