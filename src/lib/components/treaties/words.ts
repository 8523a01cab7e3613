import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import { countryName } from '#lib/asean.ts';
import type { TreatyAct } from '#lib/treaties/acts.ts';
import { actWords } from '#lib/treaties/actWords.ts';
import { type Precision, precisionOf } from '#lib/treaties/partialDate.ts';
import type { ConflictKind, PartStanding, TreatyStatus } from '#lib/treaties/status.ts';
import { formatDay } from '#lib/xlsform/format.ts';

/** Sign, word and what it means, by status. */
export const statusWords: Record<TreatyStatus, readonly [string, () => string, () => string]> = {
	party: ['●', m.treaties_status_party, m.treaties_legend_party],
	part: ['◕', m.treaties_status_part, m.treaties_legend_part],
	signed: ['◐', m.treaties_status_signed, m.treaties_legend_signed],
	denounced: ['×', m.treaties_status_denounced, m.treaties_legend_denounced],
	none: ['–', m.treaties_status_none, m.treaties_legend_none],
	disputed: ['≠', m.treaties_status_disputed, m.treaties_legend_disputed],
	unknown: ['○', m.treaties_status_unknown, m.treaties_legend_unknown]
};

export const conflictWords: Record<ConflictKind, () => string> = {
	date: m.treaties_conflict_date,
	act: m.treaties_conflict_act,
	none: m.treaties_conflict_none,
	order: m.treaties_conflict_order
};

export const rulingWords = {
	stands: m.treaties_ruling_stands,
	set_aside: m.treaties_ruling_set_aside,
	open: m.treaties_ruling_open
};

export const precisionWords: Record<Precision, () => string> = {
	year: m.treaties_precision_year,
	month: m.treaties_precision_month,
	day: m.treaties_precision_day
};

/** A date as exact as the source is: a year, a month or a day, in the page's language. */
export function whenWords(date: string): string {
	const precision = precisionOf(date);
	if (precision === 'day') return formatDay(date, getLocale());
	if (precision === 'year') return date;
	return new Intl.DateTimeFormat(getLocale(), {
		month: 'long',
		year: 'numeric',
		timeZone: 'UTC'
	}).format(new Date(`${date}-01T00:00:00Z`));
}

/** “Ratified: 31 May 2012”. */
export function claimWords({
	action,
	happenedOn
}: {
	action: TreatyAct;
	happenedOn: string | null;
}): string {
	const act = actWords[action]();
	if (action === 'none') return act;
	return happenedOn
		? m.treaties_act_on({ act, date: whenWords(happenedOn) })
		: m.treaties_act_undated({ act });
}

/** Every date claimed for what the status rests on, all of them where they contradict. */
export function datesWords(dates: readonly string[], say = whenWords): string {
	const words = [...new Set(dates.map(say))];
	return words.length < 2
		? (words[0] ?? '')
		: m.treaties_or({ one: words.slice(0, -1).join(', '), other: words.at(-1)! });
}

/** What the status rests on: “Ratified: 31 May 2012”. */
export function basisWords({ act, dates }: PartStanding): string {
	if (!act || act === 'none') return '';
	const words = actWords[act]();
	return dates.length > 0
		? m.treaties_act_on({ act: words, date: datesWords(dates) })
		: m.treaties_act_undated({ act: words });
}

/** A country by the name the reader knows it by. */
export function countryWords({ code, name }: { code: string; name: string }): string {
	return countryName(code, name, getLocale());
}
