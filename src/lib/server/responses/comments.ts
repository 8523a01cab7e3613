import { findArea } from '#lib/xlsform/definition.ts';
import { findAskedQuestion } from '#lib/xlsform/findAsked.ts';
import { mentionedIn } from '#lib/mentions.ts';
import { authorize } from '../access/authorize.ts';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { tellAccounts } from '../mail/notice.ts';
import { notFound } from '../problem.ts';
import { getDefinition } from '../questionnaires/queries.ts';
import { readCommentPage } from './commentPage.ts';
import { getOwnDelegation } from '../studies/ownDelegation.ts';

/** What is said inside a delegation. `id` is made by the page: the same form sent twice says it once. */
export interface CommentInput {
	id: string;
	delegationId: string;
	area: string;
	/** Key of an answer; null is the whole area. */
	question: string | null;
	body: string;
	/** Accounts ticked to be told; those called by “@Name” in the text come on top. */
	tell: readonly string[];
}

/** Where a comment stands: the response of an area, and a question of it where one is named. */
async function findPlace(trx: Trx, delegationId: string, areaName: string, key: string | null) {
	const delegation = await getOwnDelegation(trx, delegationId);
	const definition = await getDefinition(trx, delegation.versionId);
	const area = findArea(definition, areaName);
	const asked = key === null ? undefined : findAskedQuestion(definition, key);
	if (!area || (key !== null && asked?.area.name !== areaName)) throw notFound();
	const response = await trx
		.selectFrom('responses')
		.select('id')
		.where('delegation_id', '=', delegationId)
		.where('area', '=', areaName)
		.executeTakeFirst();
	if (!response) throw notFound();
	return { delegation, definition, area, question: asked?.question, responseId: response.id };
}

/**
 * Says something to the delegation and tells whom it mentions. Coordinators never see it: the
 * audit entry names no study, so that they do not learn that it was said either.
 * @throws Problem not_found for everybody but members
 */
export async function writeComment(ctx: Context, input: CommentInput): Promise<void> {
	await asActor(ctx.db, ctx.actor, async (trx) => {
		const place = await findPlace(trx, input.delegationId, input.area, input.question);
		const { delegation } = place;
		await authorize(trx, 'comment.write', { delegationId: delegation.id });
		const written = await trx
			.insertInto('comments')
			.values({
				id: input.id,
				delegation_id: delegation.id,
				response_id: place.responseId,
				question: input.question,
				body: input.body,
				author_id: ctx.actor.accountId
			})
			.onConflict((conflict) => conflict.column('id').doNothing())
			.executeTakeFirst();
		if (!written.numInsertedOrUpdatedRows) return;
		const mentioned = await mention(trx, ctx.actor.accountId, input);
		await recordAudit(trx, ctx.actor, 'comment.write', {
			delegationId: delegation.id,
			subjectId: input.id
		});
		const about = input.question === null ? '' : `?question=${encodeURIComponent(input.question)}`;
		await tellAccounts(ctx, trx, mentioned, {
			kind: 'mentioned',
			studyId: delegation.studyId,
			delegationId: delegation.id,
			path: `/respond/${delegation.id}/${input.area}/comments${about}`,
			area: place.area.title,
			subject: input.id
		});
	});
	ctx.wake('mail');
}

/** Keeps who is mentioned; gives their ids. Only members of the delegation can be. */
async function mention(trx: Trx, author: string, input: CommentInput): Promise<string[]> {
	const members = await trx
		.selectFrom('delegation_members as m')
		.innerJoin('accounts as a', 'a.id', 'm.account_id')
		.select(['a.id', 'a.name'])
		.where('m.delegation_id', '=', input.delegationId)
		.where('a.id', '<>', author)
		.execute();
	const called = new Set([...input.tell, ...mentionedIn(input.body, members)]);
	const ids = members.map(({ id }) => id).filter((id) => called.has(id));
	if (ids.length > 0)
		await trx
			.insertInto('comment_mentions')
			.values(
				ids.map((id) => ({
					comment_id: input.id,
					account_id: id,
					delegation_id: input.delegationId
				}))
			)
			.execute();
	return ids;
}

/**
 * Takes back one's own comment: its words are gone from the database too, and the thread says
 * that something was removed. Done twice it is done once.
 * @throws Problem not_found where it is not one's own
 */
export async function removeComment(
	ctx: Context,
	input: { delegationId: string; commentId: string }
): Promise<void> {
	await asActor(ctx.db, ctx.actor, async (trx) => {
		await getOwnDelegation(trx, input.delegationId);
		const comment = await trx
			.selectFrom('comments')
			.select(['id', 'removed_at as removedAt'])
			.where('id', '=', input.commentId)
			.where('delegation_id', '=', input.delegationId)
			.where('author_id', '=', ctx.actor.accountId)
			.forUpdate()
			.executeTakeFirst();
		if (!comment) throw notFound();
		if (comment.removedAt) return;
		await trx
			.updateTable('comments')
			.set({ removed_at: ctx.now() })
			.where('id', '=', comment.id)
			.execute();
		await recordAudit(trx, ctx.actor, 'comment.remove', {
			delegationId: input.delegationId,
			subjectId: comment.id
		});
	});
}

/**
 * What was said about one question, or in a whole area where none is named, oldest first.
 * Mentions of whoever reads it count as read from now on.
 * @throws Problem not_found for everybody but members
 */
export async function getCommentsPage(
	ctx: Context,
	at: { delegationId: string; area: string; question: string | null }
) {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const place = await findPlace(trx, at.delegationId, at.area, at.question);
		return { ...place, ...(await readCommentPage(trx, ctx, place.responseId, at.question)) };
	});
}
