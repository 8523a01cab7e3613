import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { type AreaState, isAsked, questionOf } from '#lib/xlsform/areaState.ts';
import { type Area, findArea } from '#lib/xlsform/definition.ts';
import { mayDo } from '../access/verbs.ts';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { Problem, notFound } from '../problem.ts';
import { getDefinition } from '../questionnaires/queries.ts';
import { tellPeople } from './notify.ts';
import { answersOf, requireWritable } from './answer.ts';
import { listUnchanged } from './carryMarks.ts';
import { listOpenProposals } from './handoutsBeside.ts';
import { computedAnswers, relevantKeys, saveComputed } from './computed.ts';
import { lookAt } from './look.ts';
import { type LockedResponse, listAnswers, listOpenConflicts, lockResponse } from './queries.ts';
import { removeMark } from './ready.ts';

/** Something that stands in the way of submitting, with the question to go to. */
export interface Obstacle {
	/** Its answer key. */
	question: string;
	number: string;
	code: 'missing' | 'invalid' | 'conflict' | 'proposal' | 'carry_unchanged';
}

/** Everything that stands in the way, in the order of the questionnaire (rule R7). */
export function listObstacles(
	area: Area,
	seen: AreaState,
	conflicts: readonly { question: string }[],
	/** Those that nobody has read yet. */
	proposals: readonly { question: string }[] = [],
	/** Keys marked as changed since the last round that still read as before. */
	unchanged: readonly string[] = []
): Obstacle[] {
	const judged = Object.entries(seen.questions).flatMap(([key, state]) => {
		const question = questionOf(area, key)!;
		const { number } = question;
		const found: Obstacle[] = [];
		if (state.missing && isAsked(question)) found.push({ question: key, number, code: 'missing' });
		if (state.invalid) found.push({ question: key, number, code: 'invalid' });
		if (conflicts.some((conflict) => conflict.question === key))
			found.push({ question: key, number, code: 'conflict' });
		if (proposals.some((proposal) => proposal.question === key))
			found.push({ question: key, number, code: 'proposal' });
		if (state.relevant && unchanged.includes(key))
			found.push({ question: key, number, code: 'carry_unchanged' });
		return found;
	});
	// To entries and questions that have gone since: they wait to be read all the same.
	const gone = new Set(
		proposals.map(({ question }) => question).filter((key) => !(key in seen.questions))
	);
	const left = [...gone].map((key): Obstacle => {
		return { question: key, number: questionOf(area, key)?.number ?? '', code: 'proposal' };
	});
	return [...judged, ...left];
}

/**
 * Hands one area in for review: what stands now is frozen as a submission, which is what
 * coordinators read. Answers that are not asked (not relevant) stay in the draft.
 * @throws Problem not_found, round_closed, wrong_state, submission_incomplete with the obstacles,
 * proposals_open with them where nothing but unread proposals stands in the way
 */
export async function submitResponse(ctx: Context, responseId: string): Promise<void> {
	await asActor(ctx.db, ctx.actor, async (trx) => {
		const response = await lockResponse(trx, responseId);
		if (!mayDo('response.submit', response.roles)) throw notFound();
		requireWritable(response);
		const definition = await getDefinition(trx, response.versionId);
		const area = findArea(definition, response.area);
		if (!area) throw notFound();
		const answers = await listAnswers(trx, { delegationId: response.delegationId });
		const conflicts = await listOpenConflicts(trx, response.id);
		const look = lookAt(definition, answersOf(answers), {
			now: ctx.now(),
			seed: response.delegationId
		});
		const proposals = await listOpenProposals(trx, { responseId: response.id });
		const unchanged = await listUnchanged(trx, response.delegationId, answers);
		const obstacles = listObstacles(area, look.see(area), conflicts, proposals, unchanged);
		if (obstacles.length > 0) {
			const isUnreadOnly = obstacles.every(({ code }) => code === 'proposal');
			throw isUnreadOnly
				? new Problem('proposals_open', { count: proposals.length, obstacles })
				: new Problem('submission_incomplete', { count: obstacles.length, obstacles });
		}

		const own = new Map(
			answers.filter((each) => each.area === area.name).map((each) => [each.question, each])
		);
		const computed = computedAnswers(look.session, area, own);
		await saveComputed(trx, response, ctx.actor.accountId, computed, own);
		const relevant = relevantKeys(look.session, area);
		const asked = [
			...new Set([
				...[...own.values()]
					.filter((answer) => relevant.has(answer.question) && answer.status !== 'empty')
					.map((answer) => answer.question),
				...computed.filter(({ status }) => status !== 'empty').map(({ question }) => question)
			])
		];
		const counts = look.count(area);
		const names = area.questions.map((question) => question.name);
		const given = { asked, counts, names };
		const number = await insertSubmission(trx, ctx.actor.accountId, response, given);
		await removeMark(trx, response.id);
		await recordAudit(trx, ctx.actor, 'response.submit', {
			studyId: response.studyId,
			roundId: response.roundId,
			delegationId: response.delegationId,
			subjectId: response.id,
			detail: { area: response.area, submission: number, answers: asked.length }
		});
		await tellPeople(ctx, trx, response, 'coordinator', 'area_submitted', {
			path: `/rounds/${response.roundId}/review/${response.id}`,
			area
		});
	});
	ctx.wake('mail');
}

async function insertSubmission(
	trx: Trx,
	accountId: string,
	response: LockedResponse,
	{
		asked,
		counts,
		names
	}: {
		/** Keys of what is handed in. */
		asked: string[];
		counts: { asked: number; answered: number; requiredMissing: number };
		/** Every question of the area. */
		names: string[];
	}
): Promise<number> {
	const number = response.submission + 1;
	const id = randomUUID();
	const { studyId: study_id, roundId: round_id, delegationId: delegation_id } = response;
	await trx
		.insertInto('submissions')
		.values({
			id,
			study_id,
			response_id: response.id,
			delegation_id,
			number,
			submitted_by: accountId
		})
		.execute();
	await trx
		.updateTable('submitted_answers')
		.set({ is_latest: false })
		.where('response_id', '=', response.id)
		.where('is_latest', '=', true)
		.execute();
	await sql`insert into submitted_answers (submission_id, study_id, round_id, response_id, delegation_id,
			answer_id, question, revision, status, value, reason, exposure)
		select ${id}::uuid, ${study_id}::uuid, ${round_id}::uuid, response_id, delegation_id, id, question,
			revision, status, value, reason, exposure from answers
		where response_id = ${response.id}::uuid and question = any (${asked}::text[])`.execute(trx);
	await trx
		.updateTable('evidence')
		.set({ is_submitted: true })
		.where('response_id', '=', response.id)
		.where('removed_at', 'is', null)
		.execute();
	await reopenChanged(trx, response.id, id, names);
	await trx
		.updateTable('responses')
		.set({
			state: 'submitted',
			submission: number,
			submitted_at: sql`now()`,
			asked: counts.asked,
			answered: counts.answered,
			required_missing: counts.requiredMissing,
			reason: null
		})
		.where('id', '=', response.id)
		.execute();
	return number;
}

/**
 * Rule R5: what a closed query was about is handed in otherwise than when it was closed. An answer
 * that is there no more, because it was cleared or is not asked now, is another one as well; the
 * revision of one that was not there is 0. A question the questionnaire has dropped is past asking.
 */
async function reopenChanged(
	trx: Trx,
	responseId: string,
	submissionId: string,
	names: string[]
): Promise<void> {
	await sql`update queries q set state = 'changed_after_closing'
		where q.response_id = ${responseId}::uuid and q.state = 'closed'
			and split_part(q.question, '[', 1) = any (${names}::text[])
			and coalesce(q.closed_revision, 0) <> coalesce((select s.revision from submitted_answers s
				where s.submission_id = ${submissionId}::uuid and s.question = q.question), 0)`.execute(trx);
}
