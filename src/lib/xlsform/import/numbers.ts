import { type Question, UNSEEN_TYPES } from '../definition.ts';

const isNumbered = ({ type }: Question): boolean => type !== 'note' && !UNSEEN_TYPES.includes(type);

/**
 * Gives the questions of an area the numbers the sheet leaves out: `3.1`, `3.2` … in order; notes
 * and what nobody sees get none. The sheet's writer leaves out what this would give again.
 */
export function numberQuestions(area: number, questions: readonly Question[]): Question[] {
	let position = 0;
	return questions.map((question) => {
		if (isNumbered(question)) position += 1;
		if (question.number !== '' || !isNumbered(question)) return question;
		return { ...question, number: `${area}.${position}` };
	});
}
