import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Worker } from 'node:worker_threads';

export interface ThreadLimits {
	/** How long the thread may take, in milliseconds. */
	timeoutMs: number;
	/** How much the whole process may grow while the thread is at work, in bytes. */
	growthBytes: number;
	/** Objects of the thread, in megabytes. */
	heapMb?: number;
}

export type ThreadResult<T> =
	{ ok: true; value: T } | { ok: false; reason: 'time' | 'memory' | 'failure' };

/**
 * The source file of a thread. The server is bundled into build/, the threads are not: they are
 * run from the source tree, found beside `importer` (its import.meta.dirname) or, from the
 * bundle, below the project's root, where the server starts.
 */
export function threadFile(importer: string, folder: string, name: string): string {
	const beside = join(importer, name);
	return existsSync(beside) ? beside : resolve(process.cwd(), 'src/lib/server', folder, name);
}

/**
 * Runs a file in a thread of its own, started for this call and ended after it, and gives the
 * first message it sends. Never throws: a thread that takes too long, too much memory or fails
 * is ended; requests of other people are answered meanwhile.
 */
export function runThread<T>(
	file: URL | string,
	workerData: unknown,
	limits: ThreadLimits
): Promise<ThreadResult<T>> {
	return new Promise((done) => {
		const worker = new Worker(file, {
			workerData,
			resourceLimits: { maxOldGenerationSizeMb: limits.heapMb ?? 512 },
			// Code that reads hostile files has no business with our secrets or our flags.
			env: {},
			execArgv: ['--disable-warning=ExperimentalWarning'],
			// What the libraries say about a file does not belong in the log.
			stdout: true,
			stderr: true
		});
		const ceiling = process.memoryUsage.rss() + limits.growthBytes;
		const timer = setTimeout(() => finish({ ok: false, reason: 'time' }), limits.timeoutMs);
		// The limit above counts neither byte arrays nor what sharp takes, so the process is watched.
		const watch = setInterval(() => {
			if (process.memoryUsage.rss() > ceiling) finish({ ok: false, reason: 'memory' });
		}, 50);

		let finished = false;
		function finish(result: ThreadResult<T>) {
			// Ending the thread is an exit too: the first word counts.
			if (finished) return;
			finished = true;
			clearTimeout(timer);
			clearInterval(watch);
			// The answer waits for the end of the thread, so that turns count real threads.
			void worker.terminate().finally(() => done(result));
		}
		worker.once('message', (value: T) => finish({ ok: true, value }));
		worker.once('error', (error: { code?: unknown }) => {
			const isMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
			finish({ ok: false, reason: isMemory ? 'memory' : 'failure' });
		});
		worker.once('exit', () => finish({ ok: false, reason: 'failure' }));
	});
}

/** Lets `limit` tasks run at a time, the others in the order they came. */
export function createTurns(limit: number) {
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
