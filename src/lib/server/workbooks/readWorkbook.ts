import type { ExternalTable } from '../../xlsform/definition.ts';
import type { Sheet } from '../../xlsform/sheet.ts';
import { createTurns, runThread, threadFile } from '../thread.ts';
import { WORKBOOK_LIMITS, type WorkbookLimits } from './limits.ts';
import type { ReadRequest, ReadResult } from './readWorker.ts';
import { workbookProblem } from './workbookProblem.ts';

/** Threads take memory; more than two at a time gain nothing on a small machine. */
const turn = createTurns(2);

const FAILURES = {
	time: 'workbook_timeout',
	memory: 'workbook_bomb',
	failure: 'workbook_broken'
} as const;

/**
 * The sheets of an .xlsx, .xls or .csv file, told by its content, read in a thread of its own.
 * `limits` replaces some of WORKBOOK_LIMITS. Throws a Problem (422) with one of WorkbookCode.
 */
export function readWorkbook(
	bytes: Uint8Array,
	fileName: string,
	limits: Partial<WorkbookLimits> = {}
): Promise<Sheet[]> {
	return read<Sheet[]>({ kind: 'workbook', bytes, fileName }, limits);
}

/**
 * The rows of a file that comes with a questionnaire: CSV, an XML secondary instance, GeoJSON.
 * Limits and problems as for readWorkbook.
 */
export function readExternalTable(
	bytes: Uint8Array,
	fileName: string,
	limits: Partial<WorkbookLimits> = {}
): Promise<ExternalTable> {
	return read<ExternalTable>({ kind: 'table', bytes, fileName }, limits);
}

async function read<T>(
	request: Omit<ReadRequest, 'limits'>,
	changed: Partial<WorkbookLimits>
): Promise<T> {
	const limits = { ...WORKBOOK_LIMITS, ...changed };
	if (request.bytes.byteLength === 0) throw workbookProblem({ code: 'workbook_empty', values: {} });
	if (request.bytes.byteLength > limits.bytes)
		throw workbookProblem({
			code: 'workbook_too_large',
			values: { what: `more than ${limits.bytes / 1024 ** 2} MB` }
		});
	const file = threadFile(import.meta.dirname, 'workbooks', 'readWorker.ts');
	const result = await turn(() =>
		runThread<ReadResult<T>>(file, { ...request, limits } satisfies ReadRequest, limits)
	);
	if (!result.ok) throw workbookProblem({ code: FAILURES[result.reason], values: {} });
	if (!result.value.ok) throw workbookProblem(result.value.refusal);
	return result.value.value;
}
