/**
 * What became of one answer between two rounds, as a direction: better, worse, unchanged, or not
 * comparable with the reason. See docs/report.md.
 */
import type { AnswerContent, NumberValue } from '#lib/xlsform/answers.ts';
import { type Definition, ORDERED_TYPES, type Question } from '#lib/xlsform/definition.ts';
import { typesAgree } from '#lib/xlsform/difference.ts';
import { choicesOffered } from '#lib/xlsform/offered.ts';
import { sameValue } from '#lib/xlsform/sameValue.ts';

export const OUTCOMES = ['better', 'worse', 'unchanged', 'not_comparable'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/**
 * Why two answers cannot be compared. `not_accepted_*`: the area is not accepted in that round, so
 * nothing of it may be counted; `no_answer_*`: no public answer there; `entries`: it is asked in a list
 * of entries, which are not known to be about the same thing in two rounds.
 */
export const REASONS = [
	'no_country_then',
	'not_accepted_then',
	'not_accepted_now',
	'not_accepted_either',
	'no_answer_then',
	'no_answer_now',
	'no_answer_either',
	'other_question',
	'other_type',
	'other_list',
	'entries',
	'other_unit',
	'no_direction'
] as const;
export type Reason = (typeof REASONS)[number];

export type Said = Pick<AnswerContent, 'status' | 'value'>;

/** A question as one round asked it, and what was answered. */
export interface Side {
	definition: Definition;
	/** Undefined where that round did not ask it. */
	question: Question | undefined;
	/** null where there is no accepted public answer. */
	answer: Said | null;
	/** Whether the country's area was accepted in that round. */
	isAccepted: boolean;
	/** Whether it is asked in the entries of a list. */
	isRepeated: boolean;
}

export type Compared =
	| { outcome: Exclude<Outcome, 'not_comparable'>; reason: null }
	| { outcome: 'not_comparable'; reason: Reason };

const not = (reason: Reason): Compared => ({ outcome: 'not_comparable', reason });

/**
 * Compares two rounds' answers of one country to one question. Swapping the sides swaps better and
 * worse, and then and now in the reasons. Answers that say the same are unchanged even where no
 * direction is known; a direction counts only when both rounds name the same one.
 */
export function compareAnswers(then: Side, now: Side): Compared {
	if (!then.question || !now.question) return not('other_question');
	if (!typesAgree(then.question.type, now.question.type)) return not('other_type');
	if (then.isRepeated || now.isRepeated) return not('entries');
	if (!then.isAccepted && !now.isAccepted) return not('not_accepted_either');
	if (!then.isAccepted) return not('not_accepted_then');
	if (!now.isAccepted) return not('not_accepted_now');
	const [before, after] = [knownOf(then.answer), knownOf(now.answer)];
	if (before === null && after === null) return not('no_answer_either');
	if (before === null) return not('no_answer_then');
	if (after === null) return not('no_answer_now');
	if (isChosen(now.question) && !sameValue(namesOf(then), namesOf(now))) return not('other_list');
	if (unitOf(before) !== unitOf(after)) return not('other_unit');
	if (sameValue(measured(then.question, before), measured(now.question, after)))
		return { outcome: 'unchanged', reason: null };
	const { better } = now.question;
	if (!better || better !== then.question.better || !isOrdered(now.question))
		return not('no_direction');
	const [low, high] = [placeOf(then, before), placeOf(now, after)];
	if (low === null || high === null) return not('other_list');
	return { outcome: high > low === (better === 'higher') ? 'better' : 'worse', reason: null };
}

/** Somebody who does not know, or may not say, gave no answer that can be compared. */
const knownOf = (said: Said | null): NonNullable<Said['value']> | null =>
	said?.status === 'answered' ? said.value : null;

const isOrdered = ({ type }: Question): boolean => ORDERED_TYPES.includes(type);

const isChosen = ({ type }: Question): boolean =>
	type === 'scale' || type === 'select_one' || type === 'select_multiple';

const namesOf = ({ definition, question }: Side): string[] =>
	question ? choicesOffered(definition, question).map(({ name }) => name) : [];

const isFigure = (value: NonNullable<Said['value']>): value is NumberValue =>
	typeof value === 'object' && 'value' in value && typeof value.value === 'number';

const unitOf = (value: NonNullable<Said['value']>): string =>
	isFigure(value) ? (value.unit ?? '') : '';

/** What is compared: of a figure its amount, the year being another in every round; of several choices the set. */
function measured({ type }: Question, value: NonNullable<Said['value']>): unknown {
	if (isFigure(value)) return value.value;
	return type === 'select_multiple' && Array.isArray(value) ? [...value].sort() : value;
}

/** Where an answer stands in the order; null where it has no place. */
function placeOf(side: Side, value: NonNullable<Said['value']>): number | null {
	if (isFigure(value)) return value.value;
	if (typeof value !== 'string') return null;
	if (side.question && isChosen(side.question)) {
		const place = namesOf(side).indexOf(value);
		return place < 0 ? null : place;
	}
	const figure = Number(value);
	return Number.isFinite(figure) ? figure : null;
}
