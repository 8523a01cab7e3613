/** An answer as expressions see it. */
import type { AnswerContent } from '../answers.ts';
import type { Question } from '../definition.ts';
import { toText } from '../expression/values.ts';
import { entriesOf } from '../sameValue.ts';

export type Given = Pick<AnswerContent, 'status' | 'value'> | undefined;

/** Whether there is an answer or one of the codes don't know, not applicable, not safe. */
export function isAnswered(content: Given): boolean {
	if (!content || content.status === 'empty') return false;
	return content.status !== 'answered' || content.value !== null;
}

/**
 * A value as expressions see it: a number without its unit, the names of a list separated by
 * blanks, `1` for a table with at least one cell; '' for no answer and for the codes.
 */
export function textOfAnswer(question: Question, content: Given): string {
	const value = content?.status === 'answered' ? content.value : null;
	if (value === null || value === undefined) return '';
	if (typeof value === 'string') return value;
	if (Array.isArray(value)) return value.join(' ');
	if (question.type === 'number')
		return 'value' in value && typeof value.value === 'number' ? toText(value.value) : '';
	return entriesOf(value)?.length ? '1' : '';
}
