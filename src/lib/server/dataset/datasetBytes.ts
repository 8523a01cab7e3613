import type { DatasetFormat } from '#lib/terms.ts';
import { codebookColumns, codebookRows } from './codebook.ts';
import { longTable } from './longTable.ts';
import { readMeRows } from './readMe.ts';
import type { Source } from './source.ts';
import type { Table } from './table.ts';
import { wideTable } from './wideTable.ts';
import { writeCsv } from './writeCsv.ts';
import { MAX_COLUMNS, type Sheet, writeXlsx } from './writeXlsx.ts';

/** How often a format reads the answers: a workbook has them twice. */
export const PASSES: Record<DatasetFormat, number> = { csv_long: 1, csv_wide: 1, xlsx: 2 };

/**
 * The file, produced as it is read.
 * @throws whatever reading throws: then the file is incomplete and must not be kept
 */
export async function* datasetBytes(
	source: Source,
	format: DatasetFormat,
	madeAt: Date
): AsyncGenerator<Uint8Array, void, undefined> {
	if (format === 'csv_long') return yield* writeCsv(longTable(source));
	if (format === 'csv_wide') return yield* writeCsv(await wideTable(source));
	yield* writeXlsx([
		{ name: 'Read me', header: null, widths: [24, 100], blocks: [readMeRows(source, madeAt)] },
		sheetOf('Answers', longTable(source), [24, 12, 12, 18, 18]),
		...(await wideSheet(source)),
		{
			name: 'Codebook',
			header: codebookColumns(source.frame.definition),
			widths: [14, 22, 14, 60, 60, 40, 40, 24],
			blocks: [codebookRows(source.frame.definition, source.language)]
		}
	]);
}

function sheetOf(name: string, table: Table, leading: number[]): Sheet {
	return { name, header: table.header, widths: [...leading, 20], blocks: table.blocks };
}

/** Left out where the questionnaire has more columns than a sheet: the CSV file takes them all. */
async function wideSheet(source: Source): Promise<Sheet[]> {
	const table = await wideTable(source);
	return table.header.length > MAX_COLUMNS ? [] : [sheetOf('Wide', table, [24, 12, 12, 18, 18])];
}
