import { m } from '#lib/paraglide/messages.js';
import { MOST_ENTRIES } from '#lib/xlsform/answerKey.ts';
import { LONGEST_TEXT } from '#lib/xlsform/cleanText.ts';

/** Why something was not taken: a code of checkContent, or a sentence the server sent, '' for none. */
export function reasonWords(reason: string): string {
	if (reason === '') return m.offline_refused_unknown();
	return /\s/.test(reason) ? reason : problemWords(reason);
}

/** Why an answer is not taken as it is, in words that say what to do. Takes a code of checkContent. */
export function problemWords(code: string): string {
	switch (code) {
		case 'too_long':
			return m.respond_wrong_too_long({ most: LONGEST_TEXT });
		case 'too_many':
			return m.respond_wrong_too_many();
		case 'duplicate_choice':
			return m.respond_wrong_duplicate();
		case 'integer':
			return m.respond_wrong_integer();
		case 'range':
			return m.respond_wrong_range();
		case 'time':
			return m.respond_wrong_time();
		case 'datetime':
			return m.respond_wrong_datetime();
		case 'geopoint':
			return m.respond_wrong_geopoint();
		case 'points':
			return m.respond_wrong_points();
		case 'closed_shape':
			return m.respond_wrong_closed_shape();
		case 'file':
			return m.respond_wrong_file();
		case 'entries':
			return m.respond_wrong_entries();
		case 'too_many_entries':
			return m.respond_wrong_too_many_entries({ most: MOST_ENTRIES });
		case 'too_many_answers':
			return m.respond_wrong_too_many_answers();
		case 'decimal':
		case 'number':
			return m.respond_wrong_number();
		case 'year':
			return m.respond_wrong_year();
		case 'unit':
			return m.respond_wrong_unit();
		case 'date':
			return m.respond_wrong_date();
		case 'verdict':
			return m.respond_wrong_verdict();
		case 'constraint':
			return m.respond_wrong_constraint();
		default:
			return m.respond_wrong_other();
	}
}
