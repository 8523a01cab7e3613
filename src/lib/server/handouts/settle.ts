import type { AnswerContent } from '#lib/xlsform/answers.ts';
import { EXPOSURES, type Exposure, findArea } from '#lib/xlsform/definition.ts';
import { mayDo } from '../access/verbs.ts';
import { type AuditAction, recordAudit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { tellAccounts } from '../mail/notice.ts';
import { Problem, notFound } from '../problem.ts';
import { getDefinition } from '../questionnaires/queries.ts';
import { requireWritable, storeAnswers } from '../responses/answer.ts';
import { type LockedResponse, listAnswers, lockResponse } from '../responses/queries.ts';

interface Settled {
	delegationId: string;
	proposalId: string;
}

/** A proposal to settle, locked with its response. */
interface Held {
	response: LockedResponse;
	proposal: AnswerContent & { id: string; question: string; authorId: string | null };
}

type Decision = 'accepted' | 'merged' | 'declined';
const ACTIONS: Record<Decision, AuditAction> = {
	accepted: 'proposal.accept',
	merged: 'proposal.merge',
	declined: 'proposal.decline'
};

/**
 * A proposal becomes the official answer, as a new revision by the focal point. `seen` is the
 * revision of the official answer that was shown beside it, 0 where there was none.
 * @throws Problem not_found, wrong_state where it is settled already, answer_changed where the
 * official answer is another by now, proposal_unusable, round_closed, delegation_inactive,
 * response_under_review
 */
export async function acceptProposal(
	ctx: Context,
	input: Settled & { seen: number }
): Promise<void> {
	await settle(ctx, input, 'accepted', (trx, { response, proposal }) =>
		makeOfficial(ctx, trx, response, { ...input, proposal, content: proposal })
	);
}

/** The same with a text in which the official answer and the proposal were joined by hand. */
export async function mergeProposal(
	ctx: Context,
	input: Settled & { seen: number; text: string }
): Promise<void> {
	await settle(ctx, input, 'merged', (trx, { response, proposal }) => {
		const { exposure } = proposal;
		const content = { status: 'answered', value: input.text, reason: null, exposure } as const;
		return makeOfficial(ctx, trx, response, { ...input, proposal, content });
	});
}

/** A proposal does not become the answer; its author reads why. */
export async function declineProposal(
	ctx: Context,
	input: Settled & { reason: string }
): Promise<void> {
	if (!input.reason.trim()) throw new Problem('reason_required');
	await settle(ctx, input, 'declined', async () => {}, input.reason.trim());
}

/** Who may see the answer afterwards: as few as either said (rule R4). */
function narrower(left: Exposure, right: Exposure): Exposure {
	return EXPOSURES[Math.max(EXPOSURES.indexOf(left), EXPOSURES.indexOf(right))]!;
}

async function makeOfficial(
	ctx: Context,
	trx: Trx,
	response: LockedResponse,
	given: { proposal: Held['proposal']; seen: number; content: AnswerContent }
): Promise<void> {
	requireWritable(response);
	const { proposal, content } = given;
	const { question } = proposal;
	const stored = await listAnswers(trx, { responseId: response.id, questions: [question] });
	const current = stored[0];
	if ((current?.revision ?? 0) !== given.seen) throw new Problem('answer_changed');
	const { answers } = await storeAnswers(
		ctx,
		trx,
		response,
		{
			saveId: proposal.id,
			stored,
			answers: [
				{
					question,
					base: given.seen,
					status: content.status,
					value: content.value,
					reason: content.reason,
					exposure: current ? narrower(current.exposure, content.exposure) : content.exposure
				}
			]
		},
		'answer.save'
	);
	if (answers[0]?.result === 'refused') throw new Problem('proposal_unusable');
}

async function settle(
	ctx: Context,
	input: Settled,
	decision: Decision,
	work: (trx: Trx, held: Held) => Promise<void>,
	reason: string | null = null
): Promise<void> {
	await asActor(ctx.db, ctx.actor, async (trx) => {
		const found = await trx
			.selectFrom('proposals')
			.select('response_id')
			.where('id', '=', input.proposalId)
			.where('delegation_id', '=', input.delegationId)
			.executeTakeFirst();
		if (!found) throw notFound();
		const response = await lockResponse(trx, found.response_id);
		if (!mayDo('proposal.settle', response.roles)) throw notFound();
		const proposal = await trx
			.selectFrom('proposals')
			.select(['id', 'question', 'state', 'status', 'value', 'reason', 'exposure'])
			.select(['author_id as authorId', 'decided_by as decidedBy'])
			.where('id', '=', input.proposalId)
			.forUpdate()
			.executeTakeFirstOrThrow();
		// The same form sent twice.
		if (proposal.state === decision && proposal.decidedBy === ctx.actor.accountId) return;
		if (proposal.state !== 'open') throw new Problem('wrong_state');
		await work(trx, { response, proposal });
		await trx
			.updateTable('proposals')
			.set({
				state: decision,
				decided_by: ctx.actor.accountId,
				decided_at: ctx.now(),
				decline_reason: reason
			})
			.where('id', '=', proposal.id)
			.execute();
		const { studyId, roundId, delegationId } = response;
		await recordAudit(trx, ctx.actor, ACTIONS[decision], {
			studyId,
			roundId,
			delegationId,
			subjectId: proposal.id,
			// Why it was declined is between colleagues: coordinators read this record too.
			detail: { area: response.area, question: proposal.question }
		});
		if (!proposal.authorId) return;
		const area = findArea(await getDefinition(trx, response.versionId), response.area);
		await tellAccounts(ctx, trx, [proposal.authorId], {
			kind: 'proposal_settled',
			studyId,
			delegationId,
			path: `/respond/${delegationId}/proposals`,
			subject: proposal.id,
			...(area && { area: area.title })
		});
	});
	ctx.wake('mail');
}
