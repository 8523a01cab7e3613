import type { AnswerContent, Answers } from '#lib/xlsform/answers.ts';
import type { Definition } from '#lib/xlsform/definition.ts';
import { referencesOfQuestion, referencesOfText } from '#lib/xlsform/dependents.ts';
import { findAskedQuestion, findPlace } from '#lib/xlsform/findAsked.ts';
import { type Look, lookAt } from '../responses/look.ts';
import type { Trx } from '../database/database.ts';

/** What a delegation handed in for one question, as it stood then. */
export interface SubmittedAnswer extends AnswerContent {
	responseId: string;
	delegationId: string;
	/** Its answer key. */
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

/** What the engine makes of all that one delegation submitted last; drafts are not looked at. */
export function lookAtSubmitted(
	definition: Definition,
	submitted: readonly SubmittedAnswer[],
	today: string
): Look {
	const answers: Answers = Object.fromEntries(
		submitted.map(({ question, status, value }) => [question, { status, value }])
	);
	const now = new Date(`${today}T12:00:00Z`);
	return lookAt(definition, answers, { now, seed: submitted[0]?.delegationId ?? '' });
}

/**
 * Says of one delegation's questions without an answer why that is so. Takes the areas it has
 * submitted and a look at what it submitted in them (rule R1).
 */
export function explainAbsence(
	definition: Definition,
	areas: ReadonlySet<string>,
	{ session }: Look
): (question: string) => NoAnswer {
	return (key) => {
		const found = findAskedQuestion(definition, key);
		if (!found) return 'not_asked';
		const around = [found.area, ...found.within].map(({ relevant }) => relevant ?? '');
		const names = [
			...referencesOfQuestion(found.question),
			...referencesOfText({ around: around.join(' ') })
		];
		const isKnown = names.every((name) => areas.has(findPlace(definition, name)?.area.name ?? ''));
		if (session.question(key)?.relevant) return 'not_answered';
		return isKnown ? 'not_asked' : 'not_answered_or_asked';
	};
}
