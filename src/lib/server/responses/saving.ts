import { randomUUID } from 'node:crypto';
import type { AnswerContent } from '#lib/xlsform/answers.ts';
import { checkContent } from '#lib/xlsform/checkValue.ts';
import { type Area, type Definition, findQuestion } from '#lib/xlsform/definition.ts';
import { mergeContent } from '#lib/xlsform/mergeText.ts';
import { sameValue } from '#lib/xlsform/sameValue.ts';
import type { Trx } from '../database/database.ts';
import { type RevisionToWrite, type StoredAnswer, findRevision } from './queries.ts';

/** One answer as the device sends it; not judged yet. */
export interface GivenAnswer {
	question: string;
	/** Revision the person saw when they began; 0 where there was none. */
	base: number;
	status: unknown;
	value: unknown;
	reason: unknown;
	exposure: unknown;
}

/**
 * What became of it. `revision` is the base for the next save; `content` is there where the
 * stored text is not the one sent.
 */
export interface SavedAnswer {
	question: string;
	result: 'saved' | 'merged' | 'unchanged' | 'conflict' | 'refused';
	revision: number;
	content?: AnswerContent;
	/** Why it was refused. */
	code?: string;
}

export const emptyContent = (exposure: AnswerContent['exposure']): AnswerContent => ({
	status: 'empty',
	value: null,
	reason: null,
	exposure
});

export function sameContent(left: AnswerContent, right: AnswerContent): boolean {
	return (
		left.status === right.status &&
		left.exposure === right.exposure &&
		left.reason === right.reason &&
		sameValue(left.value, right.value)
	);
}

const pick = ({ status, value, reason, exposure }: AnswerContent): AnswerContent => ({
	status,
	value,
	reason,
	exposure
});

/**
 * Decides what one given answer does to the stored one (rule R3): becomes it, merges with it,
 * or is kept beside it. Takes the stored answer where there is one; gives the outcome and the
 * revision to write, if any. Writes nothing.
 */
export async function settleAnswer(
	trx: Trx,
	definition: Definition,
	area: Area,
	given: GivenAnswer,
	stored: StoredAnswer | undefined
): Promise<{ outcome: SavedAnswer; write?: RevisionToWrite }> {
	const revision = stored?.revision ?? 0;
	const refuse = (code: string) => ({
		outcome: { question: given.question, result: 'refused' as const, revision, code }
	});
	const found = findQuestion(definition, given.question);
	if (!found || found.area !== area) return refuse('unknown_question');
	const { question } = found;
	const checked = checkContent(definition, question, {
		status: given.status,
		value: given.value,
		reason: given.reason,
		exposure: given.exposure ?? stored?.exposure ?? question.exposure
	});
	if (!checked.ok) return refuse(checked.code);

	const current = stored ? pick(stored) : emptyContent(question.exposure);
	const mine = checked.content;
	if (sameContent(mine, current))
		return { outcome: { question: given.question, result: 'unchanged', revision } };

	const next = {
		answer_id: stored?.id ?? randomUUID(),
		question: given.question,
		revision: (stored?.lastRevision ?? 0) + 1,
		based_on: given.base
	};
	if (given.base >= revision)
		return {
			outcome: { question: given.question, result: 'saved', revision: next.revision },
			write: { ...next, standing: 'current', ...mine }
		};

	const base =
		given.base > 0 && stored ? await findRevision(trx, stored.id, given.base) : undefined;
	const merge = mergeContent(question, base ?? emptyContent(question.exposure), mine, current);
	if (merge.conflict)
		return {
			outcome: { question: given.question, result: 'conflict', revision, content: current },
			write: { ...next, standing: 'beside', ...mine }
		};
	if (sameContent(merge.merged, current))
		return {
			outcome: { question: given.question, result: 'merged', revision, content: current }
		};
	return {
		outcome: {
			question: given.question,
			result: 'merged',
			revision: next.revision,
			content: merge.merged
		},
		write: { ...next, standing: 'merged', ...merge.merged }
	};
}
