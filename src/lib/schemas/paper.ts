import * as v from 'valibot';

/** Throwing away has no fields on the page of one file; on the list it names the file. */
export const discardPaperSchema = v.object({ import: v.pipe(v.string(), v.uuid()) });

/** Which answers of a file to take over: each its key, a colon, and the preview's mark. */
export const takePaperSchema = v.object({
	take: v.pipe(v.array(v.pipe(v.string(), v.maxLength(300))), v.minLength(1), v.maxLength(1_000))
});
