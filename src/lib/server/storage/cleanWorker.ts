// Started for one upload and ended after it. Node runs this file as it is, from the source tree:
// it and what it imports use relative paths and nothing that only Vite understands.
import { parentPort, workerData } from 'node:worker_threads';
import { cleanUpload } from './cleanUpload.ts';

const cleaned = await cleanUpload(workerData as Uint8Array);
parentPort?.postMessage(cleaned);
