import type { Given } from './engine/answerText.ts';
import type { ContentProblem } from './checkParts.ts';
import { checkContent } from './checkValue.ts';
import type { Definition, Question } from './definition.ts';

/** What is wrong with an answer as such, whatever the others are: what a session is given as `check`. */
export function checkOf(definition: Definition) {
	return (question: Question, content: NonNullable<Given>): ContentProblem | undefined => {
		const { status, value } = content;
		const checked = checkContent(definition, question, {
			status,
			value,
			exposure: question.exposure
		});
		return checked.ok ? undefined : checked.code;
	};
}
