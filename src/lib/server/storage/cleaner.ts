import { createTurns, runThread, threadFile } from '../thread.ts';
import { MAX_UPLOAD_BYTES, type CleanedUpload } from './upload.ts';

/** Cleans one upload, or says why it was refused. Never throws. */
export type Cleaner = (bytes: Uint8Array) => Promise<CleanedUpload>;

export type CleanerOptions = {
	/** The worker's source. By default the one in the source tree beside the built server. */
	workerFile?: URL | string;
	/** How long one upload may take, in milliseconds. */
	timeoutMs?: number;
	/** How much the whole process may grow while a worker is at work, in bytes. */
	growthBytes?: number;
	/** How many uploads are cleaned at a time; the others wait. */
	atOnce?: number;
};

/**
 * A cleaner that runs `cleanUpload` in a thread of its own, started for each upload and ended
 * after it. A file that takes too long or too much memory is refused as broken; requests of
 * other people are answered meanwhile.
 */
export function createCleaner(options: CleanerOptions = {}): Cleaner {
	const { timeoutMs = 20_000, growthBytes = 1024 ** 3, atOnce = 2 } = options;
	const workerFile =
		options.workerFile ?? threadFile(import.meta.dirname, 'storage', 'cleanWorker.ts');
	const turn = createTurns(atOnce);
	return async (bytes) => {
		if (bytes.byteLength === 0) return { ok: false, code: 'empty' };
		if (bytes.byteLength > MAX_UPLOAD_BYTES) return { ok: false, code: 'too_large' };
		const cleaned = await turn(() =>
			runThread<CleanedUpload>(workerFile, bytes, { timeoutMs, growthBytes })
		);
		return cleaned.ok ? cleaned.value : { ok: false, code: 'broken' };
	};
}
