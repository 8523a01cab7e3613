import type { AnswerValue } from './answers.ts';
import { numberFromText } from './cleanText.ts';
import type { Question } from './definition.ts';

/**
 * A value as expressions give it (a default, a calculation) as an answer holds it; null for
 * no value and for types a text cannot fill. The other way round is textOfAnswer.
 */
export function valueOfText(question: Pick<Question, 'type'>, text: string): AnswerValue {
	if (text === '') return null;
	switch (question.type) {
		case 'select_multiple':
		case 'rank':
			return text.split(/\s+/).filter((name) => name !== '');
		case 'number': {
			const value = numberFromText(text);
			return value === undefined ? null : { value };
		}
		case 'matrix':
		case 'treaty':
		case 'note':
			return null;
		default:
			return text;
	}
}
