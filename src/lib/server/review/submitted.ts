import type { AnswerContent, Answers } from '#lib/xlsform/answers.ts';
import { type Definition, findQuestion } from '#lib/xlsform/definition.ts';
import { referencesOfQuestion } from '#lib/xlsform/dependents.ts';
import { evaluateAreas } from '#lib/xlsform/evaluate.ts';
import type { Trx } from '../database/database.ts';

/** What a delegation handed in for one question, as it stood then. */
export interface SubmittedAnswer extends AnswerContent {
	responseId: string;
	delegationId: string;
	question: string;
	revision: number;
}

/**
 * Why a submitted area holds no answer to a question: nobody asked it there, it was asked and
 * left empty, or we cannot tell because what decides it has not been submitted.
 */
export type NoAnswer = 'not_asked' | 'not_answered' | 'not_answered_or_asked';

function select(trx: Trx) {
	return trx
		.selectFrom('submitted_answers as a')
		.select([
			'a.response_id as responseId',
			'a.delegation_id as delegationId',
			'a.question',
			'a.revision',
			'a.status',
			'a.value',
			'a.reason',
			'a.exposure'
		]);
}

/** The answers of one submission by its number; none where there is no such submission. */
export async function listOfSubmission(
	trx: Trx,
	responseId: string,
	number: number
): Promise<SubmittedAnswer[]> {
	return await select(trx)
		.innerJoin('submissions as s', 's.id', 'a.submission_id')
		.where('s.response_id', '=', responseId)
		.where('s.number', '=', number)
		.execute();
}

/** All that delegations submitted last, area by area, as far as the actor sees it. */
export async function listLatest(trx: Trx, delegationIds: string[]): Promise<SubmittedAnswer[]> {
	if (delegationIds.length === 0) return [];
	return await select(trx)
		.where('a.delegation_id', 'in', delegationIds)
		.where('a.is_latest', '=', true)
		.execute();
}

/**
 * Says of one delegation's questions without an answer why that is so. Takes everything the
 * delegation submitted last and the areas it has submitted; drafts are not looked at (rule R1).
 */
export function explainAbsence(
	definition: Definition,
	submitted: readonly SubmittedAnswer[],
	areas: ReadonlySet<string>,
	today: string
): (question: string) => NoAnswer {
	const answers: Answers = Object.fromEntries(
		submitted.map(({ question, status, value }) => [question, { status, value }])
	);
	const evaluated = evaluateAreas(definition, answers, { today });
	return (name) => {
		const found = findQuestion(definition, name);
		if (!found) return 'not_asked';
		const isKnown = referencesOfQuestion(found.question).every((other) =>
			areas.has(findQuestion(definition, other)?.area.name ?? '')
		);
		if (evaluated.get(found.area.name)?.questions[name]?.relevant) return 'not_answered';
		return isKnown ? 'not_asked' : 'not_answered_or_asked';
	};
}
