import type { AnswerValue } from '#lib/xlsform/answers.ts';
import type { Fields } from './fields.ts';
import type { Choice, Definition, Question } from '#lib/xlsform/definition.ts';

/** The file that answers a question of type image, audio, video or file. */
export interface GivenFile {
	/** Address it is read at; null where the answer is a link only. */
	href: string | null;
	/** Type and size, or the link. */
	words: string;
}

/** What every kind of answer field is given; `value` is null while nothing is answered. */
export interface FieldProps {
	definition: Definition;
	/** Called by its answer key, see inEntry. */
	question: Question;
	/** What it offers now. */
	choices: readonly Choice[];
	language: string;
	disabled: boolean;
	/** Reads markup; absent where no text of the area has any. */
	marked: Fields['marked'];
	/** Takes markup out of a text; absent with `marked`. */
	plain: Fields['plain'];
	/** Ids of the hint and the errors of the question. */
	describedby: string | undefined;
	/** File questions: what answers it, and where one is given; absent where none can be. */
	file?: GivenFile | undefined;
	fileHref?: string | undefined;
	value: AnswerValue;
}
