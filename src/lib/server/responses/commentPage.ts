import type { Context } from '../context.ts';
import type { Trx } from '../database/database.ts';

/** One thing said inside a delegation. */
export interface CommentSaid {
	id: string;
	/** Key of an answer; null is the whole area. */
	question: string | null;
	/** Empty once removed. */
	body: string;
	author: string | null;
	isOwn: boolean;
	at: Date;
	isRemoved: boolean;
	/** Names of whom it mentions. */
	mentions: string[];
	/** Mentions the reader, who has not seen it before. */
	isNew: boolean;
}

/** The comments of a response, or of one question of it, and who else can be told of one. */
export async function readCommentPage(
	trx: Trx,
	ctx: Context,
	responseId: string,
	question: string | null
): Promise<{ comments: CommentSaid[]; colleagues: { id: string; name: string }[] }> {
	const me = ctx.actor.accountId;
	const comments = await trx
		.selectFrom('comments as c')
		.leftJoin('accounts as a', 'a.id', 'c.author_id')
		.select([
			'c.id',
			'c.delegation_id',
			'c.question',
			'c.body',
			'c.author_id',
			'a.name as author',
			'c.created_at as at',
			'c.removed_at'
		])
		.where('c.response_id', '=', responseId)
		.$if(question !== null, (query) => query.where('c.question', '=', question))
		.orderBy('c.created_at')
		.orderBy('c.id')
		.execute();
	const ids = comments.map(({ id }) => id);
	const mentions = ids.length
		? await trx
				.selectFrom('comment_mentions as m')
				.leftJoin('accounts as a', 'a.id', 'm.account_id')
				.select(['m.comment_id', 'm.account_id', 'a.name', 'm.read_at'])
				.where('m.comment_id', 'in', ids)
				.orderBy('a.name')
				.execute()
		: [];
	const unread = mentions.filter((each) => each.account_id === me && !each.read_at);
	if (unread.length > 0)
		await trx
			.updateTable('comment_mentions')
			.set({ read_at: ctx.now() })
			.where('account_id', '=', me)
			.where(
				'comment_id',
				'in',
				unread.map(({ comment_id }) => comment_id)
			)
			.execute();
	const isNew = new Set(unread.map(({ comment_id }) => comment_id));
	return {
		comments: comments.map(({ id, body, author, at, ...rest }) => ({
			id,
			question: rest.question,
			body,
			author,
			isOwn: rest.author_id === me,
			at,
			isRemoved: rest.removed_at !== null,
			mentions: mentions
				.filter((each) => each.comment_id === id && each.name !== null)
				.map(({ name }) => name!),
			isNew: isNew.has(id)
		})),
		colleagues: await listColleaguesOf(trx, responseId, me)
	};
}

async function listColleaguesOf(trx: Trx, responseId: string, me: string) {
	return trx
		.selectFrom('responses as r')
		.innerJoin('delegation_members as m', 'm.delegation_id', 'r.delegation_id')
		.innerJoin('accounts as a', 'a.id', 'm.account_id')
		.select(['a.id', 'a.name'])
		.where('r.id', '=', responseId)
		.where('a.id', '<>', me)
		.orderBy('a.name')
		.execute();
}

/** Comments that mention the reader and that they have not read, in one delegation, oldest first. */
export async function listUnreadMentions(trx: Trx, accountId: string, delegationId: string) {
	return trx
		.selectFrom('comment_mentions as m')
		.innerJoin('comments as c', 'c.id', 'm.comment_id')
		.innerJoin('responses as r', 'r.id', 'c.response_id')
		.leftJoin('accounts as a', 'a.id', 'c.author_id')
		.select(['c.id', 'r.area', 'c.question', 'a.name as author', 'c.created_at as at'])
		.where('m.account_id', '=', accountId)
		.where('m.delegation_id', '=', delegationId)
		.where('m.read_at', 'is', null)
		.where('c.removed_at', 'is', null)
		.orderBy('c.created_at')
		.execute();
}
