import { randomUUID } from 'node:crypto';
import { type Definition } from '#lib/xlsform/definition.ts';
import type { CarryMark } from '#lib/terms.ts';
import { mayDo } from '../access/verbs.ts';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { Problem, notFound } from '../problem.ts';
import { getDefinition } from '../questionnaires/queries.ts';
import { requireWritable, storeAnswers } from './answer.ts';
import { contentAfter, marksFor, matchEarlier, saysTheSame } from './carryMatch.ts';
import { listMarks } from './carryMarks.ts';
import { findEarlier, listEarlierAnswers } from './earlier.ts';
import { type LockedResponse, readForSave } from './queries.ts';
import { lockResponse } from './queries.ts';

/**
 * Says what has become of an answer of the round before (rule R12): still true, it becomes the
 * answer; changed, it is where the new text begins; no longer known, the answer is “don’t
 * know”. What the answer said until then stays in its history. Saying the same again does
 * nothing.
 * @throws Problem not_found, also where the answer can only be shown; round_closed,
 * delegation_inactive, response_under_review; invalid where it does not fit the question now
 */
export async function markEarlier(
	ctx: Context,
	input: { responseId: string; question: string; mark: CarryMark }
): Promise<void> {
	await asActor(ctx.db, ctx.actor, async (trx) => {
		const response = await lockResponse(trx, input.responseId);
		if (!mayDo('carry.mark', response.roles)) throw notFound();
		requireWritable(response);
		const definition = await getDefinition(trx, response.versionId);
		const { answer, earlier, question } = await getCarried(trx, response, definition, input);
		const saveId = randomUUID();
		const key = input.question;
		const { stored, count } = await readForSave(trx, response, saveId, [key]);
		const [current] = stored;
		const [last] = await listMarks(trx, [response.delegationId], [key]);
		const next = contentAfter(input.mark, question, answer, current, last);
		if (!next && last?.mark === input.mark && last.earlierRoundId === earlier.roundId) return;
		let revision = current?.revision ?? 0;
		if (next) {
			const given = { question: key, base: revision, ...next };
			const save = { saveId, stored, count, answers: [given] };
			const { answers } = await storeAnswers(ctx, trx, response, save, 'answer.save');
			const [saved] = answers;
			if (!saved || saved.result === 'refused') throw new Problem('invalid');
			revision = saved.revision;
		}
		const now = next ?? current;
		await trx
			.insertInto('carry_marks')
			.values({
				response_id: response.id,
				delegation_id: response.delegationId,
				question: key,
				earlier_round_id: earlier.roundId,
				earlier_submission_id: answer.submissionId,
				earlier_question: answer.question,
				mark: input.mark,
				revision,
				reads_as_before: input.mark === 'changed' && now !== undefined && saysTheSame(now, answer),
				submission: response.submission,
				marked_by: ctx.actor.accountId
			})
			.execute();
		await recordAudit(trx, ctx.actor, 'carry.mark', {
			studyId: response.studyId,
			roundId: response.roundId,
			delegationId: response.delegationId,
			subjectId: response.id,
			detail: { area: response.area, question: key, mark: input.mark }
		});
	});
}

/** The earlier answer to one question of this area, where it may be carried over and so marked. */
async function getCarried(
	trx: Trx,
	response: LockedResponse,
	definition: Definition,
	{ question: key, mark }: { question: string; mark: CarryMark }
) {
	const earlier = await findEarlier(trx, response.delegationId);
	const [answer] = earlier ? await listEarlierAnswers(trx, earlier, [key]) : [];
	const match = earlier && answer && matchEarlier(earlier.definition, definition, answer);
	if (!match?.now || match.why || match.now.area.name !== response.area) throw notFound();
	if (!marksFor(answer!).includes(mark)) throw notFound();
	return { earlier: earlier!, answer: answer!, question: match.now.question };
}
