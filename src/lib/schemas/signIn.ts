import * as v from 'valibot';
import { m } from '#lib/paraglide/messages.js';
import { givenPassword } from './password.ts';

/** An e-mail address as accounts keep it: trimmed, NFC, lower case. */
export const email = v.pipe(
	v.string(),
	v.trim(),
	v.normalize('NFC'),
	v.toLowerCase(),
	v.minLength(1, () => m.accounts_email_missing()),
	v.maxLength(254, () => m.accounts_email_wrong()),
	v.email(() => m.accounts_email_wrong())
);

export const signInSchema = v.object({
	email: v.optional(email, ''),
	password: v.optional(givenPassword, '')
});

export const forgotSchema = v.object({ email: v.optional(email, '') });
