/** How the answers to one question spread over its choices, for the strip and the bars. */
import type { AnswerContent, NumberValue } from '#lib/xlsform/answers.ts';
import { type Definition, type Question, textIn } from '#lib/xlsform/definition.ts';
import { describeAnswer } from '#lib/xlsform/describe.ts';
import { withoutMarkup } from '#lib/xlsform/markdown.ts';
import { choicesOffered } from '#lib/xlsform/offered.ts';

export interface Delegated {
	delegation: { id: string; country: string; countryName: string; name: string; status: string };
	answer: AnswerContent | null;
	why: string | null;
}

export interface Bin<Row> {
	/** Name of the choice, or one of rule R2's codes. */
	name: string;
	label: string;
	/** Place among the choices, from 0; null for a code. */
	place: number | null;
	rows: Row[];
}

/** Signs that tell choices apart without colour, by place. */
const SIGNS = ['●', '◆', '▲', '■', '★', '○', '◇', '△', '□', '☆'];
/** The ramp in the style sheet has this many steps. */
const STEPS = 5;

/** The sign of the choice at `place`. */
export function signOf(place: number): string {
	return SIGNS[place % SIGNS.length]!;
}

/** The step of the colour ramp for the choice at `place` of `count`, 1 to 5. */
export function stepOf(place: number, count: number): number {
	if (count < 2) return STEPS;
	return 1 + Math.round((Math.min(place, count - 1) / (count - 1)) * (STEPS - 1));
}

/** Types whose answer always fits in a cell. */
const SHORT_TYPES = [
	...['select_one', 'scale', 'date', 'time', 'datetime', 'integer', 'decimal', 'range'],
	'acknowledge'
];
const CHOICE_TYPES = ['select_one', 'scale', 'select_multiple'];

/** Choices and codes with the delegations that gave them; null for questions without choices. */
export function distribute<Row extends Delegated>(
	definition: Definition,
	question: Question,
	rows: readonly Row[],
	language: string,
	codes: readonly { name: string; label: string }[]
): Bin<Row>[] | null {
	if (!CHOICE_TYPES.includes(question.type)) return null;
	const choices = choicesOffered(definition, question).map(({ name, label }, place) => ({
		name,
		label: withoutMarkup(textIn(label, language, definition.default_language)) || name,
		place,
		rows: rows.filter(({ answer }) => chosen(answer).includes(name))
	}));
	const said = codes.map(({ name, label }) => ({
		name,
		label,
		place: null,
		rows: rows.filter(({ answer }) => answer?.status === name)
	}));
	return [...choices, ...said.filter((bin) => bin.rows.length > 0)];
}

/** Names of the choices an answer holds; none for a code or a value of another kind. */
export function chosen(answer: AnswerContent | null): string[] {
	if (answer?.status !== 'answered') return [];
	if (typeof answer.value === 'string') return [answer.value];
	return Array.isArray(answer.value) ? answer.value : [];
}

/**
 * An answer in a few words for one cell of the strip; '' where it is too long for one. A code
 * has words of its own.
 */
export function shortValue(
	definition: Definition,
	question: Question,
	answer: AnswerContent,
	language: string
): string {
	if (question.type === 'number') {
		const { value, unit } = answer.value as NumberValue;
		const bare = { value, ...(unit !== undefined && { unit }) };
		return describeAnswer(definition, question, { ...answer, value: bare }, language);
	}
	if (SHORT_TYPES.includes(question.type))
		return describeAnswer(definition, question, answer, language);
	if (question.type === 'rank')
		return describeAnswer(
			definition,
			{ ...question, type: 'select_multiple' },
			{ ...answer, value: chosen(answer).slice(0, 1) },
			language
		);
	return '';
}
