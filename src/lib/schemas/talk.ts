import * as v from 'valibot';
import { m } from '#lib/paraglide/messages.js';
import { MAIL_RHYTHMS } from '#lib/terms.ts';
import { LONGEST_REPLY } from './longestReply.ts';

const id = v.pipe(v.string(), v.uuid());

/** A comment inside a delegation; `id` is made by the page, so that the same form sent twice says it once. */
export const commentSchema = v.object({
	id,
	body: v.pipe(
		v.string(),
		v.trim(),
		v.minLength(1, () => m.talk_comments_missing()),
		v.maxLength(LONGEST_REPLY, () => m.talk_comments_long())
	),
	/** Accounts to be told. */
	tell: v.optional(v.pipe(v.array(id), v.maxLength(100)), [])
});

export const removeCommentSchema = v.object({ comment: id });

/** A reply by the link in a mail; `id` is made by the page. */
export const linkReplySchema = v.object({
	id,
	body: v.pipe(
		v.string(),
		v.trim(),
		v.minLength(1, () => m.respond_reply_missing()),
		v.maxLength(LONGEST_REPLY, () => m.respond_reply_long())
	)
});

/** Who replies to a query; an empty account is anybody. */
export const assignSchema = v.object({ query: id, account: v.union([id, v.literal('')]) });

export const rhythmSchema = v.object({ rhythm: v.picklist(MAIL_RHYTHMS) });
