/** What stands of a state and a treaty, in the language of the report. */
import { m } from '#lib/paraglide/messages.js';
import type { Cell } from '#lib/report/content.ts';
import { actWords } from '#lib/treaties/actWords.ts';
import type { Standing } from '#lib/treaties/status.ts';
import { STATUS, isOpen, whenIn } from '#lib/treaties/statusWords.ts';
import type { LiveData } from '../liveData.ts';

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
