import * as v from 'valibot';
import { QUERY_KINDS } from '#lib/terms.ts';
import { m } from '#lib/paraglide/messages.js';

const id = v.pipe(v.string(), v.uuid());
const optionalText = v.pipe(
	v.string(),
	v.trim(),
	v.maxLength(5000, () => m.review_too_long())
);
const text = v.pipe(
	optionalText,
	v.minLength(1, () => m.review_text_missing())
);
/** Number of the submission that was on the page. */
const submission = v.pipe(v.number(), v.integer(), v.minValue(0));

/** `id` is made by the page, so that the same form sent twice asks once. */
export const askSchema = v.object({
	id,
	question: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
	kind: v.picklist(QUERY_KINDS, () => m.review_kind_missing()),
	body: text
});

export const sendBackSchema = v.object({ query: id, body: text });
export const closeSchema = v.object({ query: id, body: v.optional(optionalText, ''), submission });
export const acceptSchema = v.object({ submission });

const reason = v.pipe(
	v.string(),
	v.trim(),
	v.minLength(1, () => m.review_reason_missing()),
	v.maxLength(2000, () => m.review_reason_long())
);
export const returnSchema = v.object({ reason, submission });
export const reopenSchema = v.object({ reason });
