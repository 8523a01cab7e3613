import { countryName } from '#lib/asean.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import type { Level } from '#lib/terms.ts';

interface Attributed {
	level: Level;
	country: string | null;
	organisationKind: string | null;
}

/**
 * Who said it, as far as that may be told (rule R10), in the reader's language. `names` are those
 * the round gives its countries. A name never stands here, whatever somebody agreed to.
 */
export function attributionWords(
	{ country, organisationKind }: Attributed,
	names: Readonly<Record<string, string>>
): string {
	if (!country) return m.quotes_by_somebody();
	const where = countryName(country, names[country] ?? country, getLocale());
	return organisationKind
		? m.quotes_by_kind({ kind: organisationKind, country: where })
		: m.quotes_by_country({ country: where });
}

/** What somebody agreed to beyond what a list tells; '' for nothing. */
export function beyondWords({ level }: Pick<Attributed, 'level'>): string {
	if (level === 5) return m.quotes_may_name();
	return level === 4 ? m.quotes_may_organisation() : '';
}

const reasons: Record<string, () => string> = {
	checked: m.quotes_withheld_checked,
	consent: m.quotes_withheld_consent,
	mark: m.quotes_withheld_mark,
	small_cell: m.quotes_withheld_small_cell,
	rule: m.quotes_withheld_rule
};

/** Why words, or a country, stayed. */
export const withheldWords = (reason: string): string => reasons[reason]?.() ?? reason;
