import type { AnswerContent } from '#lib/xlsform/answers.ts';
import type { Definition, Question } from '#lib/xlsform/definition.ts';
import { answerWords, codeWords } from './answerWords.ts';

/**
 * An answer as a person takes it elsewhere: a text exactly as it was typed, anything else in the
 * words of the questionnaire. Without the question only a text can be given.
 */
export function copiedWords(
	definition: Definition | undefined,
	question: Question | undefined,
	content: AnswerContent,
	language: string
): string {
	const { status, value } = content;
	const isText = !question || /text/.test(question.type);
	if (status === 'answered' && typeof value === 'string' && isText) return value;
	if (definition && question) return answerWords(definition, question, content, language);
	return codeWords(content) ?? '';
}
