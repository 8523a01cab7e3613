import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import { countryName } from '#lib/asean.ts';

interface RoundDays {
	name: string;
	opensOn: string;
	closesOn: string;
	closedAt: Date | string | null;
}

/** A day (YYYY-MM-DD) or moment as people of the page's language write a date. */
export function dayWords(day: string | Date): string {
	const locale = getLocale() === 'en' ? 'en-GB' : getLocale();
	return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(
		new Date(day)
	);
}

/** How long people can still answer; `daysLeft` counts from today to the last day. */
export function roundWords(round: RoundDays, daysLeft: number): string {
	const at = (day: string | Date) => ({ round: round.name, day: dayWords(day) });
	if (round.closedAt) return m.studies_closed(at(round.closedAt));
	if (daysLeft < 0) return m.studies_past(at(round.closesOn));
	const today = Date.parse(round.closesOn) - daysLeft * 86_400_000;
	if (Date.parse(round.opensOn) > today) return m.studies_opens(at(round.opensOn));
	const left =
		daysLeft === 0
			? m.studies_last_day()
			: daysLeft === 1
				? m.studies_one_day_left()
				: m.studies_days_left({ count: daysLeft });
	return m.studies_until({ ...at(round.closesOn), left });
}

/** A span of days in words. */
export function spanWords(days: number): string {
	if (days < 1) return m.studies_less_than_day();
	const count = Math.round(days);
	return count === 1 ? m.studies_one_day() : m.studies_days({ count });
}

/** What a delegation is called: its country, and its own name where there are two. */
export function delegationWords(delegation: {
	country: string;
	countryName: string;
	name: string;
}): string {
	const country = countryName(delegation.country, delegation.countryName, getLocale());
	return delegation.name ? `${country} · ${delegation.name}` : country;
}
