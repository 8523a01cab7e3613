// Started for one file and ended after it. Node runs this file as it is, from the source tree: it
// and what it imports use relative paths and nothing that only Vite understands.
import { parentPort, workerData } from 'node:worker_threads';
import type { WorkbookLimits } from './limits.ts';
import { parseTable } from './parseTable.ts';
import { parseWorkbook } from './parseWorkbook.ts';
import { refusalOf, type WorkbookRefusal } from './refusal.ts';

export interface ReadRequest {
	kind: 'workbook' | 'table';
	bytes: Uint8Array;
	fileName: string;
	limits: WorkbookLimits;
}

export type ReadResult<T> = { ok: true; value: T } | { ok: false; refusal: WorkbookRefusal };

function read({ kind, bytes, fileName, limits }: ReadRequest): ReadResult<unknown> {
	try {
		const parse = kind === 'workbook' ? parseWorkbook : parseTable;
		return { ok: true, value: parse(bytes, fileName, limits) };
	} catch (error) {
		return { ok: false, refusal: refusalOf(error) };
	}
}

parentPort?.postMessage(read(workerData as ReadRequest));
