import * as v from 'valibot';

/** The button pressed of a note beside a question. */
export const markSchema = v.object({ mark: v.pipe(v.string(), v.maxLength(300)) });
