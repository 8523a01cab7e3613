import * as v from 'valibot';
import { m } from '#lib/paraglide/messages.js';

const question = v.pipe(v.string(), v.maxLength(200));
const revision = v.pipe(v.number(), v.integer(), v.minValue(0));

/** A save as a page sends it with JavaScript. What an answer holds is judged by checkContent. */
export const saveSchema = v.object({
	saveId: v.pipe(v.string(), v.uuid()),
	/** The UUID with which the page listens: it is not told of its own save. */
	page: v.optional(v.pipe(v.string(), v.uuid())),
	/** The response's id, where the page knows it; the address names it otherwise. */
	response: v.optional(v.pipe(v.string(), v.uuid())),
	answers: v.pipe(
		v.array(
			v.object({
				question,
				base: revision,
				status: v.unknown(),
				value: v.optional(v.unknown(), null),
				reason: v.optional(v.unknown(), null),
				exposure: v.optional(v.unknown(), null)
			})
		),
		v.minLength(1),
		v.maxLength(200)
	)
});

/**
 * Which of two texts becomes the answer, or a third made of both. `base` is the revision the
 * person saw as the current one.
 */
export const resolveSchema = v.pipe(
	v.object({
		question,
		revision,
		base: v.optional(revision),
		keep: v.picklist(['current', 'beside', 'both', 'combined']),
		text: v.optional(v.string(), '')
	}),
	v.forward(
		v.partialCheck(
			[['keep'], ['text']],
			({ keep, text }) => keep !== 'combined' || text.trim() !== '',
			() => m.together_combine_missing()
		),
		['text']
	)
);

/** An earlier text to make the answer again. `base` is the revision the person saw as the current one. */
export const restoreSchema = v.object({ revision, base: v.optional(revision) });

/** Handing in has no fields: what is handed in stands on the server. */
export const submitSchema = v.object({});
