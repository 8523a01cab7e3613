import type { QuestionType } from '../definition.ts';
import { isDynamicDefault as isDynamic } from '../import/dynamicDefault.ts';

/** Whether a default is computed when a response begins, not simply written. Takes our type. */
export function isDynamicDefault(value: string, type: QuestionType): boolean {
	return isDynamic(value, type === 'datetime' ? 'dateTime' : type);
}
