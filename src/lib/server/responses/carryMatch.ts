import type { AnswerContent } from '#lib/xlsform/answers.ts';
import { isAsked, isComputed } from '#lib/xlsform/areaState.ts';
import type { Loss } from '#lib/xlsform/carryOver.ts';
import { checkContent } from '#lib/xlsform/checkValue.ts';
import {
	type Definition,
	EXPOSURES,
	type Exposure,
	FILE_TYPES,
	type Question
} from '#lib/xlsform/definition.ts';
import { typesAgree } from '#lib/xlsform/difference.ts';
import { type AskedQuestion, findAskedQuestion, findPlace } from '#lib/xlsform/findAsked.ts';
import { sameValue } from '#lib/xlsform/sameValue.ts';
import type { CarryMark } from '#lib/terms.ts';

/**
 * Why an earlier answer can be shown and not carried over: its question is gone, has another
 * type or another place; what was chosen is not on the list any more; it is a file; or it
 * stands in an entry, and entries of two rounds are not known to be about the same thing.
 */
export type WhyShown = Loss | 'file' | 'entry';

export interface Match {
	was: AskedQuestion;
	/** Undefined where it is not asked any more. */
	now: AskedQuestion | undefined;
	/** null where the answer may become one of this round. */
	why: WhyShown | null;
}

type Said = Pick<AnswerContent, 'status' | 'value' | 'reason'>;

/** Whether somebody answers it: neither a note nor computed. */
export const isCounted = (question: Question) => isAsked(question) && !isComputed(question);

/** The question with this key, unless nobody answers it: notes and computed values. */
function findCounted(definition: Definition, key: string): AskedQuestion | undefined {
	const found = findAskedQuestion(definition, key);
	return found && isCounted(found.question) ? found : undefined;
}

/** What an answer of the round before meets in this one; undefined where it was no answer of anybody's. */
export function matchEarlier(
	before: Definition,
	after: Definition,
	answer: AnswerContent & { question: string }
): Match | undefined {
	const was = findCounted(before, answer.question);
	if (!was || answer.status === 'empty') return undefined;
	const now = findCounted(after, answer.question);
	return { was, now, why: whyShown(after, was, now, answer) };
}

function whyShown(
	after: Definition,
	was: AskedQuestion,
	now: AskedQuestion | undefined,
	answer: AnswerContent
): WhyShown | null {
	if (!now) return findPlace(after, was.question.name) ? 'place' : 'gone';
	if (!typesAgree(was.question.type, now.question.type)) return 'type';
	const repeats = [was, now].map((found) => found.repeats.map(({ name }) => name));
	if (!sameValue(repeats[0], repeats[1])) return 'place';
	if (now.entries.length > 0) return 'entry';
	if (answer.status !== 'answered') return null;
	if (FILE_TYPES.includes(now.question.type)) return 'file';
	return checkContent(after, now.question, answer).ok ? null : 'value';
}

/** Whether two answers say the same, whoever may see them. */
export function saysTheSame(left: Said, right: Said): boolean {
	return (
		left.status === right.status &&
		(left.reason ?? '') === (right.reason ?? '') &&
		sameValue(left.value, right.value)
	);
}

/** What somebody may say of an answer of the round before: nobody forgets what they never knew. */
export function marksFor({ status }: Said): CarryMark[] {
	return status === 'answered'
		? ['still_true', 'changed', 'no_longer_known']
		: ['still_true', 'changed'];
}

const narrowest = (...all: Exposure[]) =>
	EXPOSURES[Math.max(...all.map((each) => EXPOSURES.indexOf(each)))]!;

/** The answer there is now, as far as a mark needs it. */
interface Current extends AnswerContent {
	revision: number;
}

/**
 * What the answer becomes when it is marked; null where it stays as it is. An answer somebody
 * wrote is replaced by “still true” and “no longer known” only; “changed” begins from the
 * earlier text where there is none, or where nothing but a mark had put it there.
 */
export function contentAfter(
	mark: CarryMark,
	question: Question,
	earlier: AnswerContent,
	current: Current | undefined,
	last: { mark: CarryMark; revision: number } | undefined
): AnswerContent | null {
	const given = current && current.status !== 'empty' ? current : undefined;
	const exposure = narrowest(
		earlier.exposure,
		question.exposure,
		current?.exposure ?? question.exposure
	);
	const { status, value, reason } = earlier;
	if (mark === 'no_longer_known')
		return given?.status === 'dont_know'
			? null
			: { status: 'dont_know', value: null, reason: null, exposure };
	if (mark === 'still_true')
		return given && saysTheSame(given, earlier) ? null : { status, value, reason, exposure };
	const isOfMark = last?.mark === 'no_longer_known' && last.revision === given?.revision;
	if (status !== 'answered' || (given && !isOfMark)) return null;
	return { status, value, reason, exposure };
}
