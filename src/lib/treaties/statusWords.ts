/** What stands of a state and a treaty, as every page, figure and file says it. */
import { m } from '#lib/paraglide/messages.js';
import type { Cell } from '#lib/report/content.ts';
import { formatDay } from '#lib/xlsform/format.ts';
import { precisionOf } from './partialDate.ts';
import type { Standing, TreatyStatus } from './status.ts';

type Say = typeof m.treaties_status_party;
type Step = NonNullable<Cell['step']>;

/** Sign, word and what it means; darker where more of a treaty binds. */
export const STATUS: Record<TreatyStatus, { sign: string; word: Say; means: Say; step?: Step }> = {
	party: { sign: '●', word: m.treaties_status_party, means: m.treaties_legend_party, step: 5 },
	part: { sign: '◕', word: m.treaties_status_part, means: m.treaties_legend_part, step: 4 },
	signed: { sign: '◐', word: m.treaties_status_signed, means: m.treaties_legend_signed, step: 2 },
	denounced: { sign: '×', word: m.treaties_status_denounced, means: m.treaties_legend_denounced },
	none: { sign: '–', word: m.treaties_status_none, means: m.treaties_legend_none },
	disputed: { sign: '≠', word: m.treaties_status_disputed, means: m.treaties_legend_disputed },
	unknown: { sign: '○', word: m.treaties_status_unknown, means: m.treaties_legend_unknown }
};

/** A status nobody has checked is not shown as one that stands. */
export const isOpen = ({ status, isVerified }: Standing) =>
	!isVerified && status !== 'unknown' && status !== 'disputed';

/** A date as exact as its source. */
export function whenIn(date: string, language: string): string {
	const precision = precisionOf(date);
	if (precision === 'day') return formatDay(date, language);
	if (precision === 'year') return date;
	return new Intl.DateTimeFormat(language, {
		...{ month: 'long', year: 'numeric', timeZone: 'UTC', calendar: 'gregory' }
	}).format(new Date(`${date}-01T00:00:00Z`));
}
