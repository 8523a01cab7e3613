import { m } from '#lib/paraglide/messages.js';
import { type Locale, getLocale, isLocale } from '#lib/paraglide/runtime.js';
import type { ConsentItem, ConsentMode, Level, SessionRule, WithdrawalScope } from '#lib/terms.ts';

type Say = (inputs?: Record<string, never>, options?: { locale?: Locale }) => string;

/** An item of a consent form, as short as a table needs it. */
export const itemNames: Record<ConsentItem, Say> = {
	take_part: m.consent_item_take_part,
	notes: m.consent_item_notes,
	confidentiality: m.consent_item_confidentiality,
	recording: m.consent_item_recording,
	quotation: m.consent_item_quotation,
	translation: m.consent_item_translation,
	country: m.consent_item_country,
	organisation: m.consent_item_organisation,
	name: m.consent_item_name,
	photo: m.consent_item_photo,
	partners: m.consent_item_partners,
	archive: m.consent_item_archive,
	recontact: m.consent_item_recontact
};

/** How a consent was given, after "given". */
export const modeNames: Record<ConsentMode, Say> = {
	screen: m.consent_mode_screen,
	link: m.consent_mode_link,
	paper: m.consent_mode_paper,
	oral: m.consent_mode_oral
};

/** How far words may go (rule R10). */
export const levelNames: Record<Level, Say> = {
	0: m.consent_level_0,
	1: m.consent_level_1,
	2: m.consent_level_2,
	3: m.consent_level_3,
	4: m.consent_level_4,
	5: m.consent_level_5
};

/** The same, as it is said to the person whose words they are. */
export const ownLevels: Record<Level, Say> = {
	0: m.consent_own_level_0,
	1: m.consent_own_level_1,
	2: m.consent_own_level_2,
	3: m.consent_own_level_3,
	4: m.consent_own_level_4,
	5: m.consent_own_level_5
};

/** What can be taken back, and what happens then. */
export const scopes: Record<WithdrawalScope, { name: Say; means: Say; own: Say }> = {
	identity: {
		name: m.consent_scope_identity,
		means: m.consent_scope_identity_means,
		own: m.consent_own_scope_identity
	},
	quotes: {
		name: m.consent_scope_quotes,
		means: m.consent_scope_quotes_means,
		own: m.consent_own_scope_quotes
	},
	future_use: {
		name: m.consent_scope_future_use,
		means: m.consent_scope_future_use_means,
		own: m.consent_own_scope_future_use
	},
	all: {
		name: m.consent_scope_all,
		means: m.consent_scope_all_means,
		own: m.consent_own_scope_all
	}
};

/** What may be told of a meeting. */
export const ruleNames: Record<SessionRule, Say> = {
	open: m.consent_rule_open,
	chatham_house: m.consent_rule_chatham_house
};

/** Takes the language of a form; gives the one in which the page speaks beside it. */
export const localeFor = (language: string): Locale =>
	isLocale(language) ? language : getLocale();

/** A day YYYY-MM-DD, or the day of a moment (UTC), as people write it. */
export function dayWords(day: string | Date, locale: Locale = getLocale()): string {
	return new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, {
		dateStyle: 'long',
		timeZone: 'UTC'
	}).format(new Date(day));
}
