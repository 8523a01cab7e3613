// Started for one file and ended after it. Node runs this file as it is, from the source tree: it
// and what it imports use relative paths and nothing that only Vite understands.
import { parentPort, workerData } from 'node:worker_threads';
import type { QdaLimits } from './limits.ts';
import type { QdaFile } from './model.ts';
import { parseQda } from './parseQda.ts';
import { type QdaRefusal, qdaRefusalOf } from './refusal.ts';

export interface QdaRequest {
	bytes: Uint8Array;
	limits: QdaLimits;
}

export type QdaResult = { ok: true; file: QdaFile } | { ok: false; refusal: QdaRefusal };

function read({ bytes, limits }: QdaRequest): QdaResult {
	try {
		return { ok: true, file: parseQda(bytes, limits) };
	} catch (error) {
		return { ok: false, refusal: qdaRefusalOf(error) };
	}
}

parentPort?.postMessage(read(workerData as QdaRequest));
