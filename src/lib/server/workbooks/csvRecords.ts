import { parse } from 'csv-parse/sync';

const SEPARATORS = [',', ';', '\t'];
const SAMPLE_CHARACTERS = 65_536;
const SAMPLE_RECORDS = 40;

/**
 * Reports the records of a CSV text in order, empty lines left out. The separator is the one of
 * comma, semicolon and tab under which one of the first records is a header, or else the one that
 * makes most cells of them. Throws what `take` throws, or any error when quotes are not closed.
 */
export function eachRecord(
	text: string,
	isHeader: (record: readonly string[]) => boolean,
	take: (record: readonly string[]) => void
): void {
	// Cells may hold line ends too; in a questionnaire they are all one kind.
	const lines = text.replace(/\r\n?/g, '\n');
	parseWith(lines, findSeparator(lines, isHeader), take);
}

function findSeparator(text: string, isHeader: (record: readonly string[]) => boolean): string {
	let best = { separator: ',', score: -1 };
	const sample = text.slice(0, SAMPLE_CHARACTERS);
	for (const separator of SEPARATORS) {
		let score = 0;
		try {
			parseWith(
				sample,
				separator,
				(record) => (score += record.length - 1 + (isHeader(record) ? 10_000 : 0)),
				SAMPLE_RECORDS
			);
		} catch {
			// The sample may end inside a quoted cell; what came before it counts.
		}
		if (score > best.score) best = { separator, score };
	}
	return best.separator;
}

function parseWith(
	text: string,
	separator: string,
	take: (record: readonly string[]) => void,
	most = -1
): void {
	parse(text, {
		delimiter: separator,
		record_delimiter: '\n',
		relax_column_count: true,
		relax_quotes: true,
		skip_empty_lines: true,
		max_record_size: 4_000_000,
		to: most,
		on_record(record: string[]) {
			take(record);
			// Nothing is kept here: what is worth keeping is taken.
			return null;
		}
	});
}
