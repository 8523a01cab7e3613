import * as v from 'valibot';

const question = v.pipe(v.string(), v.maxLength(200));
const revision = v.pipe(v.number(), v.integer(), v.minValue(0));

/** A save as a page sends it with JavaScript. What an answer holds is judged by checkContent. */
export const saveSchema = v.object({
	saveId: v.pipe(v.string(), v.uuid()),
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

/** Which of two texts becomes the answer. */
export const resolveSchema = v.object({
	question,
	revision,
	keep: v.picklist(['current', 'beside', 'both'])
});

/** An earlier text to make the answer again. */
export const restoreSchema = v.object({ revision });

/** Handing in has no fields: what is handed in stands on the server. */
export const submitSchema = v.object({});
