import { sql } from 'kysely';
import type { AnswerContent } from '#lib/xlsform/answers.ts';
import { checkContent } from '#lib/xlsform/checkValue.ts';
import { type Definition, findArea } from '#lib/xlsform/definition.ts';
import { findAskedQuestion } from '#lib/xlsform/findAsked.ts';
import { mayDo } from '../access/verbs.ts';
import { listActorRoles } from '../access/authorize.ts';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { json } from '../database/json.ts';
import { openProposalSubject, tellAccounts } from '../mail/notice.ts';
import { Problem, notFound } from '../problem.ts';
import { getDefinition } from '../questionnaires/queries.ts';
import { listFocalPoints } from '../responses/ready.ts';
import { sameContent } from '../responses/saving.ts';
import { canBeProposed } from './handouts.ts';

/** A proposal as a page sends it; not judged yet. */
export interface GivenProposal {
	/** Made by the page, so that the same form sent twice makes one. */
	id: string;
	/** The answer's key. */
	question: string;
	/** Revision of the official answer that was shown; 0 where there was none. */
	base: number;
	status: unknown;
	value: unknown;
	reason: unknown;
	exposure: unknown;
}

/**
 * The content of a proposal as it may be kept.
 * @throws Problem not_found for what is not asked in this area; invalid with the `code` that says
 * what is wrong with the answer
 */
export function checkProposal(
	definition: Definition,
	area: string,
	given: GivenProposal
): AnswerContent {
	const asked = findAskedQuestion(definition, given.question);
	if (asked?.area.name !== area || !canBeProposed(asked.question)) throw notFound();
	const { status, value, reason } = given;
	const exposure = given.exposure ?? asked.question.exposure;
	const checked = checkContent(definition, asked.question, { status, value, reason, exposure });
	if (!checked.ok) throw new Problem('invalid', { code: checked.code, question: given.question });
	return checked.content;
}

/** Where a proposal goes and whose it is: one of `accountId` and `linkId`. */
export interface ProposalPlace {
	delegationId: string;
	responseId: string;
	accountId: string | null;
	linkId: string | null;
}

/**
 * Writes a proposal; an open one of the same author is replaced by it and stays as a version.
 * Gives whether it is their first open one on that answer, and null where nothing was new.
 * @throws Problem response_under_review where nothing can be proposed now
 */
export async function insertProposal(
	trx: Trx,
	place: ProposalPlace,
	given: Pick<GivenProposal, 'id' | 'question' | 'base'>,
	content: AnswerContent
): Promise<{ isFirst: boolean } | null> {
	const { responseId, accountId, linkId } = place;
	const held = await sql<{ held: boolean }>`select hold_response(${responseId}::uuid) as held,
		pg_advisory_xact_lock(hashtextextended(${`${responseId} ${given.question} ${accountId ?? linkId}`}, 0))`.execute(
		trx
	);
	if (!held.rows[0]?.held) throw new Problem('response_under_review');
	const mine = trx
		.selectFrom('proposals')
		.select(['id', 'state', 'status', 'value', 'reason', 'exposure'])
		.where('response_id', '=', responseId)
		.where('question', '=', given.question)
		.where(linkId ? 'link_id' : 'author_id', '=', linkId ?? accountId);
	if (await mine.where('id', '=', given.id).executeTakeFirst()) return null;
	const open = await mine.where('state', '=', 'open').executeTakeFirst();
	if (open && sameContent(open, content)) return null;
	if (open)
		await trx
			.updateTable('proposals')
			.set({ state: 'replaced' })
			.where('id', '=', open.id)
			.execute();
	await trx
		.insertInto('proposals')
		.values({
			id: given.id,
			delegation_id: place.delegationId,
			response_id: responseId,
			question: given.question,
			based_on: given.base,
			status: content.status,
			value: json(content.value) as never,
			reason: content.reason,
			exposure: content.exposure,
			...(linkId ? { link_id: linkId } : { author_id: accountId })
		})
		.execute();
	return { isFirst: !open };
}

/** Tells the focal points of a delegation that something waits to be read. */
export async function tellOfProposal(
	ctx: Context,
	trx: Trx,
	at: {
		studyId: string;
		place: ProposalPlace;
		area: string;
		question: string;
		definition: Definition;
	}
): Promise<void> {
	const area = findArea(at.definition, at.area);
	const { delegationId, responseId, accountId, linkId } = at.place;
	await tellAccounts(ctx, trx, await listFocalPoints(trx, delegationId), {
		kind: 'proposal_made',
		studyId: at.studyId,
		delegationId,
		path: `/respond/${delegationId}/proposals`,
		subject: openProposalSubject(responseId, accountId ?? linkId ?? '', at.question),
		...(area && { area: area.title })
	});
}

/**
 * Proposes an answer beside the official one; what the same person proposed before and nobody
 * has read yet is replaced by it. The same id again does nothing.
 * @throws Problem not_found, invalid with a `code`, response_under_review
 */
export async function proposeAnswer(
	ctx: Context,
	input: GivenProposal & { responseId: string }
): Promise<void> {
	await asActor(ctx.db, ctx.actor, async (trx) => {
		const response = await trx
			.selectFrom('responses as r')
			.innerJoin('rounds as o', 'o.id', 'r.round_id')
			.select(['r.id', 'r.area', 'r.study_id as studyId', 'r.round_id as roundId'])
			.select(['r.delegation_id as delegationId', 'o.questionnaire_version_id as versionId'])
			.where('r.id', '=', input.responseId)
			.executeTakeFirst();
		if (!response) throw notFound();
		const { studyId, roundId, delegationId } = response;
		const roles = await listActorRoles(trx, { delegationId });
		if (!mayDo('proposal.make', roles)) throw notFound();
		const definition = await getDefinition(trx, response.versionId);
		const content = checkProposal(definition, response.area, input);
		const place = {
			delegationId,
			responseId: response.id,
			accountId: ctx.actor.accountId,
			linkId: null
		};
		const made = await insertProposal(trx, place, input, content);
		if (!made) return;
		await recordAudit(trx, ctx.actor, 'proposal.make', {
			studyId,
			roundId,
			delegationId,
			subjectId: input.id,
			detail: { area: response.area, question: input.question }
		});
		const { question } = input;
		if (made.isFirst)
			await tellOfProposal(ctx, trx, { studyId, place, area: response.area, question, definition });
	});
	ctx.wake('mail');
}

/** The author takes an open proposal back; again, nothing happens. */
export async function withdrawProposal(
	ctx: Context,
	input: { delegationId: string; proposalId: string }
): Promise<void> {
	await asActor(ctx.db, ctx.actor, async (trx) => {
		const proposal = await trx
			.selectFrom('proposals as p')
			.innerJoin('responses as r', 'r.id', 'p.response_id')
			.select(['p.id', 'p.state', 'p.question', 'r.area'])
			.select(['r.study_id as studyId', 'r.round_id as roundId'])
			.where('p.id', '=', input.proposalId)
			.where('p.delegation_id', '=', input.delegationId)
			.where('p.author_id', '=', ctx.actor.accountId)
			.forUpdate('p')
			.executeTakeFirst();
		if (!proposal) throw notFound();
		if (proposal.state === 'withdrawn') return;
		if (proposal.state !== 'open') throw new Problem('wrong_state');
		await trx
			.updateTable('proposals')
			.set({ state: 'withdrawn', decided_by: ctx.actor.accountId, decided_at: ctx.now() })
			.where('id', '=', proposal.id)
			.execute();
		await recordAudit(trx, ctx.actor, 'proposal.withdraw', {
			studyId: proposal.studyId,
			roundId: proposal.roundId,
			delegationId: input.delegationId,
			subjectId: proposal.id,
			detail: { area: proposal.area, question: proposal.question }
		});
	});
}
