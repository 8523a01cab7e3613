import * as v from 'valibot';

/** A form that is only a button. */
export const noFields = v.object({});
