import * as v from 'valibot';
import { m } from '#lib/paraglide/messages.js';

export const PASSWORD_MIN = 10;
/** Hashing costs time by length; a whole book as a password would stop the server. */
export const PASSWORD_MAX = 256;

/** A password someone chooses. Which passwords are too common is known to the server only. */
export const newPassword = v.pipe(
	v.string(),
	v.normalize('NFC'),
	v.minLength(PASSWORD_MIN, () => m.accounts_password_short({ count: PASSWORD_MIN })),
	v.maxLength(PASSWORD_MAX, () => m.accounts_password_long({ count: PASSWORD_MAX }))
);

/** A password someone has; its rules may have been others when it was chosen. */
export const givenPassword = v.pipe(
	v.string(),
	v.minLength(1, () => m.accounts_password_missing()),
	v.maxLength(PASSWORD_MAX, () => m.accounts_password_long({ count: PASSWORD_MAX }))
);

export const passwordChangeSchema = v.object({
	current: v.optional(givenPassword, ''),
	password: v.optional(newPassword, '')
});

export const passwordResetSchema = v.object({ password: v.optional(newPassword, '') });

/** For acts that ask who is there once more. */
export const passwordConfirmationSchema = v.object({ current: v.optional(givenPassword, '') });
