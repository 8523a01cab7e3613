import { resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
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
	// The server is bundled into build/, the worker is not; both start from the project's root.
	const workerFile =
		options.workerFile ?? resolve(process.cwd(), 'src/lib/server/storage/cleanWorker.ts');
	const turn = createTurns(atOnce);
	return async (bytes) => {
		if (bytes.byteLength === 0) return { ok: false, code: 'empty' };
		if (bytes.byteLength > MAX_UPLOAD_BYTES) return { ok: false, code: 'too_large' };
		return turn(() => runWorker(workerFile, bytes, timeoutMs, growthBytes));
	};
}

function runWorker(
	workerFile: URL | string,
	bytes: Uint8Array,
	timeoutMs: number,
	growthBytes: number
): Promise<CleanedUpload> {
	return new Promise((done) => {
		const worker = new Worker(workerFile, {
			workerData: bytes,
			resourceLimits: { maxOldGenerationSizeMb: 512 },
			// Code that reads hostile files has no business with our secrets or our flags.
			env: {},
			execArgv: ['--disable-warning=ExperimentalWarning'],
			// What the libraries say about a file does not belong in the log.
			stdout: true,
			stderr: true
		});
		const ceiling = process.memoryUsage.rss() + growthBytes;
		const timer = setTimeout(() => finish({ ok: false, code: 'broken' }), timeoutMs);
		// The limit above counts neither byte arrays nor what sharp takes, so the process is watched.
		const watch = setInterval(() => {
			if (process.memoryUsage.rss() > ceiling) finish({ ok: false, code: 'broken' });
		}, 50);

		let finished = false;
		function finish(result: CleanedUpload) {
			// Ending the thread is an exit too: the first word counts.
			if (finished) return;
			finished = true;
			clearTimeout(timer);
			clearInterval(watch);
			// The answer waits for the end of the thread, so that `atOnce` counts real threads.
			void worker.terminate().finally(() => done(result));
		}
		worker.once('message', finish);
		worker.once('error', () => finish({ ok: false, code: 'broken' }));
		worker.once('exit', () => finish({ ok: false, code: 'broken' }));
	});
}

/** Lets `limit` tasks run at a time, the others in the order they came. */
function createTurns(limit: number) {
	let running = 0;
	const waiting: (() => void)[] = [];
	return async <T>(task: () => Promise<T>): Promise<T> => {
		if (running >= limit) await new Promise<void>((go) => waiting.push(go));
		else running += 1;
		try {
			return await task();
		} finally {
			const next = waiting.shift();
			if (next) next();
			else running -= 1;
		}
	};
}
