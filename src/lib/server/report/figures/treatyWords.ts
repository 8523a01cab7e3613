/** What stands of a state and a treaty, in the language of the report. */
import { m } from '#lib/paraglide/messages.js';
import type { Cell } from '#lib/report/content.ts';
import { actWords } from '#lib/treaties/actWords.ts';
import { precisionOf } from '#lib/treaties/partialDate.ts';
import type { Standing, TreatyStatus } from '#lib/treaties/status.ts';
import { formatDay } from '#lib/xlsform/format.ts';
import type { LiveData } from '../liveData.ts';

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

/** The status as a cell of a figure. */
export function cellOf({ locale }: LiveData, standing: Standing): Cell {
	const { sign, word, step } = STATUS[standing.status];
	if (isOpen(standing))
		return {
			sign: `${sign}?`,
			text: m.figures_unverified({ status: word({}, { locale }) }, { locale })
		};
	return { sign, text: word({}, { locale }), ...(step ? { step } : {}) };
}

/** A date as exact as its source. */
export function whenIn(date: string, language: string): string {
	const precision = precisionOf(date);
	if (precision === 'day') return formatDay(date, language);
	if (precision === 'year') return date;
	return new Intl.DateTimeFormat(language, {
		...{ month: 'long', year: 'numeric', timeZone: 'UTC', calendar: 'gregory' }
	}).format(new Date(`${date}-01T00:00:00Z`));
}

/** “Ratified: 31 May 2012; reservation”, with every date where the sources contradict. */
export function basisIn({ locale, language }: LiveData, standing: Standing): string {
	const { act, dates, reservations } = standing;
	if (!act || act === 'none') return '';
	const options = { locale };
	const words = [...new Set(dates.map((date) => whenIn(date, language)))];
	const date =
		words.length < 2
			? (words[0] ?? '')
			: m.treaties_or({ one: words.slice(0, -1).join(', '), other: words.at(-1)! }, options);
	const said = actWords[act]({}, options);
	return [
		date
			? m.treaties_act_on({ act: said, date }, options)
			: m.treaties_act_undated({ act: said }, options),
		...(reservations === 'made' ? [m.treaties_reservation({}, options)] : []),
		...(reservations === 'withdrawn' ? [m.treaties_reservation_back({}, options)] : [])
	].join('; ');
}
