import * as v from 'valibot';
import { m } from '#lib/paraglide/messages.js';

const typed = v.pipe(
	v.string(),
	v.transform((text) => text.replaceAll(/[\s-]/g, '').toLowerCase())
);

/** Six digits of an authenticator; spaces people type for themselves do not count. */
export const totpSchema = v.object({
	code: v.optional(
		v.pipe(
			typed,
			v.regex(/^\d{6}$/, () => m.accounts_code_shape())
		),
		''
	)
});

/** Six digits, or a recovery code of 16 letters and digits. */
export const codeSchema = v.object({
	code: v.optional(
		v.pipe(
			typed,
			v.regex(/^(\d{6}|[a-z2-7]{16})$/, () => m.accounts_code_shape_either())
		),
		''
	)
});

/** For buttons: a form that holds nothing. */
export const nothingSchema = v.object({});
