import * as v from 'valibot';

/** Which question a page is at; null for none. */
export const presenceSchema = v.object({
	page: v.pipe(v.string(), v.uuid()),
	question: v.nullable(v.pipe(v.string(), v.minLength(1), v.maxLength(200)))
});
