// Started for one file and ended after it. Node runs this file as it is, from the source tree: it
// and what it imports use relative paths and nothing that only Vite understands.
import { parentPort, workerData } from 'node:worker_threads';
import type { FileHints } from '../../transcripts/parseText.ts';
import { parseFile } from './parseFile.ts';

export interface ReadRequest {
	bytes: Uint8Array;
	hints: FileHints;
}

const { bytes, hints } = workerData as ReadRequest;
parentPort?.postMessage(await parseFile(bytes, hints));
