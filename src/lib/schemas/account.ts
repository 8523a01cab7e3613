import * as v from 'valibot';
import { m } from '#lib/paraglide/messages.js';
import { locales } from '#lib/paraglide/runtime.js';

/** A person's name as others see it. */
export const personName = v.pipe(
	v.string(),
	v.trim(),
	v.normalize('NFC'),
	v.minLength(1, () => m.accounts_name_missing()),
	v.maxLength(200, () => m.accounts_name_long())
);

export const language = v.picklist(locales, () => m.accounts_language_unknown());

export const profileSchema = v.object({
	name: v.optional(personName, ''),
	language: v.optional(language, 'en')
});
