import { parse } from 'csv-parse/sync';
import { columnsOf } from './tableRows.ts';

const SEPARATORS = [',', ';', '\t'] as const;
const HEAD_ROWS = 5;
const HEAD_CHARACTERS = 20_000;

/** A table as text that says what its columns are: the separator under which it does, else null. */
export function separatorOf(text: string): string | null {
	const head = text.slice(0, HEAD_CHARACTERS);
	for (const separator of SEPARATORS) {
		// What is cut off in the middle of a quoted cell is not among the first rows.
		const rows = recordsOf(head, separator, HEAD_ROWS);
		if (rows?.some((row) => columnsOf(row) !== null)) return separator;
	}
	return null;
}

/** The separator that makes most cells of the first rows; for a file that is called a CSV. */
export function likelySeparator(text: string): string {
	const head = text.slice(0, HEAD_CHARACTERS);
	const counts = SEPARATORS.map((separator) => {
		const rows = recordsOf(head, separator, 40) ?? [];
		return rows.reduce((sum, row) => sum + row.length - 1, 0);
	});
	return SEPARATORS[counts.indexOf(Math.max(...counts))]!;
}

/** The records of a CSV text, or null where its quotes are not closed. */
export function recordsOf(text: string, separator: string, most = -1): string[][] | null {
	try {
		return parse(text.replaceAll(/\r\n?/g, '\n'), {
			delimiter: separator,
			record_delimiter: '\n',
			relax_column_count: true,
			relax_quotes: true,
			skip_empty_lines: true,
			max_record_size: 4_000_000,
			to: most
		});
	} catch {
		return null;
	}
}
