import type { AnswerValue } from '#lib/xlsform/answers.ts';
import type { Definition, Question } from '#lib/xlsform/definition.ts';

/** What every kind of answer field is given; `value` is null while nothing is answered. */
export interface FieldProps {
	definition: Definition;
	question: Question;
	language: string;
	disabled: boolean;
	/** Ids of the hint and the errors of the question. */
	describedby: string | undefined;
	value: AnswerValue;
}
