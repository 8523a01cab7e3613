import { randomUUID } from 'node:crypto';
import { findAskedQuestion } from '#lib/xlsform/findAsked.ts';
import { mayDo } from '../access/verbs.ts';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import { notFound } from '../problem.ts';
import { getDefinition } from '../questionnaires/queries.ts';
import { requireWritable, storeAnswers } from './answer.ts';
import { getOwnDelegation } from './pages.ts';
import { findRevision, listAnswers, lockResponse } from './queries.ts';

/** Every text an answer ever had, newest first, with who saved it when and on what base. */
export async function getHistory(ctx: Context, delegationId: string, questionName: string) {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const delegation = await getOwnDelegation(trx, delegationId);
		const definition = await getDefinition(trx, delegation.versionId);
		const found = findAskedQuestion(definition, questionName);
		if (!found) throw notFound();
		const revisions = await trx
			.selectFrom('answer_revisions as v')
			.innerJoin('answers as a', 'a.id', 'v.answer_id')
			.leftJoin('accounts as p', 'p.id', 'v.saved_by')
			.select([
				'a.response_id as responseId',
				'a.revision as currentRevision',
				'v.revision',
				'v.standing',
				'v.based_on as basedOn',
				'v.status',
				'v.value',
				'v.reason',
				'v.exposure',
				'v.saved_at as savedAt',
				'p.name as savedBy'
			])
			.where('a.delegation_id', '=', delegationId)
			.where('a.question', '=', questionName)
			.orderBy('v.revision', 'desc')
			.execute();
		return { delegation, definition, area: found.area, question: found.question, revisions };
	});
}

/** Makes an earlier text the answer again, as a new revision. */
export async function restoreRevision(
	ctx: Context,
	input: { responseId: string; question: string; revision: number }
): Promise<void> {
	await asActor(ctx.db, ctx.actor, async (trx) => {
		const response = await lockResponse(trx, input.responseId);
		if (!mayDo('answer.save', response.roles)) throw notFound();
		requireWritable(response);
		const [current] = await listAnswers(trx, {
			responseId: response.id,
			questions: [input.question]
		});
		const earlier = current && (await findRevision(trx, current.id, input.revision));
		if (!current || !earlier) throw notFound();
		await storeAnswers(
			ctx,
			trx,
			response,
			{
				saveId: randomUUID(),
				stored: [current],
				answers: [{ question: input.question, base: current.revision, ...earlier }]
			},
			'answer.restore'
		);
	});
}

/**
 * Settles a true conflict: `current` keeps the answer, `beside` puts the other text in its
 * place, `both` joins two texts. Both stay in the history.
 */
export async function resolveConflict(
	ctx: Context,
	input: {
		responseId: string;
		question: string;
		revision: number;
		keep: 'current' | 'beside' | 'both';
	}
): Promise<void> {
	await asActor(ctx.db, ctx.actor, async (trx) => {
		const response = await lockResponse(trx, input.responseId);
		if (!mayDo('conflict.resolve', response.roles)) throw notFound();
		requireWritable(response);
		const [current] = await listAnswers(trx, {
			responseId: response.id,
			questions: [input.question]
		});
		const beside = current && (await findRevision(trx, current.id, input.revision));
		if (!current || beside?.standing !== 'beside') throw notFound();
		const settled = await trx
			.updateTable('answer_conflicts')
			.set({ resolved_at: ctx.now(), resolved_by: ctx.actor.accountId })
			.where('answer_id', '=', current.id)
			.where('revision', '=', input.revision)
			.where('resolved_at', 'is', null)
			.executeTakeFirst();
		if (!settled.numUpdatedRows) throw notFound();
		const texts = [current.value, beside.value];
		const isText = texts.every((text) => typeof text === 'string');
		const chosen =
			input.keep === 'both' && isText
				? { ...current, value: texts.join('\n\n') }
				: input.keep === 'beside'
					? beside
					: undefined;
		if (chosen)
			await storeAnswers(
				ctx,
				trx,
				response,
				{
					saveId: randomUUID(),
					stored: [current],
					answers: [
						{
							question: input.question,
							base: current.revision,
							status: chosen.status,
							value: chosen.value,
							reason: chosen.reason,
							exposure: chosen.exposure
						}
					]
				},
				'answer.save'
			);
		await recordAudit(trx, ctx.actor, 'conflict.resolve', {
			studyId: response.studyId,
			roundId: response.roundId,
			delegationId: response.delegationId,
			subjectId: response.id,
			detail: { question: input.question, keep: input.keep }
		});
	});
}
