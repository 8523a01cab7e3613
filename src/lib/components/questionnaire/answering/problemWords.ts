import { m } from '#lib/paraglide/messages.js';
import { LONGEST_TEXT } from '#lib/xlsform/cleanText.ts';

/** Why an answer is not taken as it is, in words that say what to do. Takes a code of checkContent. */
export function problemWords(code: string): string {
	switch (code) {
		case 'too_long':
			return m.respond_wrong_too_long({ most: LONGEST_TEXT });
		case 'too_many':
			return m.respond_wrong_too_many();
		case 'duplicate_choice':
			return m.respond_wrong_duplicate();
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
