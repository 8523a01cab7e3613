/** The words of what became of an answer, and of why it cannot be compared. */
import type { Outcome, Reason } from '#lib/rounds/compareAnswers.ts';
import { m } from '#lib/paraglide/messages.js';

/** Signs that stand beside the words, never alone. */
export const OUTCOME_GLYPHS: Record<Outcome, string> = {
	better: '▲',
	worse: '▼',
	unchanged: '=',
	not_comparable: '–'
};

type Say = typeof m.compared_better;
type Options = Parameters<Say>[1];

const OUTCOME_WORDS: Record<Outcome, Say> = {
	better: m.compared_better,
	worse: m.compared_worse,
	unchanged: m.compared_unchanged,
	not_comparable: m.compared_not_comparable
};

const REASON_WORDS: Record<Reason, Say> = {
	no_country_then: m.compared_why_no_country_then,
	not_accepted_then: m.compared_why_not_accepted_then,
	not_accepted_now: m.compared_why_not_accepted_now,
	not_accepted_either: m.compared_why_not_accepted_either,
	no_answer_then: m.compared_why_no_answer_then,
	no_answer_now: m.compared_why_no_answer_now,
	no_answer_either: m.compared_why_no_answer_either,
	other_question: m.compared_why_other_question,
	other_type: m.compared_why_other_type,
	other_list: m.compared_why_other_list,
	entries: m.compared_why_entries,
	other_unit: m.compared_why_other_unit,
	no_direction: m.compared_why_no_direction
};

/** “Better”, “Not comparable”; in the language of the page where no other is named. */
export const outcomeWords = (outcome: Outcome, options?: Options): string =>
	OUTCOME_WORDS[outcome]({}, options);

/** Why two answers cannot be compared; '' where they can. */
export const reasonWords = (reason: Reason | null, options?: Options): string =>
	reason === null ? '' : REASON_WORDS[reason]({}, options);
