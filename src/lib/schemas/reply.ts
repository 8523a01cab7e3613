import * as v from 'valibot';
import { m } from '#lib/paraglide/messages.js';
import { LONGEST_REPLY } from './longestReply.ts';

/** A delegation's reply to a coordinator's query. */
export const replySchema = v.object({
	query: v.pipe(v.string(), v.uuid()),
	/** Made with the page, so that a form sent twice says it once. */
	id: v.optional(v.pipe(v.string(), v.uuid())),
	body: v.pipe(
		v.string(),
		v.trim(),
		v.minLength(1, () => m.respond_reply_missing()),
		v.maxLength(LONGEST_REPLY, () => m.respond_reply_long())
	)
});
