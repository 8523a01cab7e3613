import { readFileSync } from 'node:fs';

/** Milliseconds of each of a number of calls, and how long all took together. */
export interface Timing {
	count: number;
	perSecond: number;
	p50: number;
	p99: number;
}

const round = (value: number, digits = 1) => Number(value.toFixed(digits));

/** Takes durations in milliseconds and the whole time; gives the figures people compare. */
export function summarise(durations: number[], totalMs: number): Timing {
	const sorted = durations.toSorted((a, b) => a - b);
	const at = (share: number) =>
		sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
	return {
		count: sorted.length,
		perSecond: round((sorted.length / totalMs) * 1000),
		p50: round(at(0.5), 2),
		p99: round(at(0.99), 2)
	};
}

/**
 * Calls `work` `count` times, `atOnce` at a time; each worker gets its own number, so that it
 * can keep to its own delegation.
 */
export async function timeCalls(
	count: number,
	atOnce: number,
	work: (worker: number, call: number) => Promise<void>
): Promise<Timing> {
	const durations: number[] = [];
	let next = 0;
	const started = performance.now();
	await Promise.all(
		Array.from({ length: atOnce }, async (_, worker) => {
			while (next < count) {
				const call = next++;
				const before = performance.now();
				await work(worker, call);
				durations.push(performance.now() - before);
			}
		})
	);
	return summarise(durations, performance.now() - started);
}

/** Peak memory of a process in MiB, from the kernel; undefined where it does not say. */
export function peakMemory(pid: number): number | undefined {
	try {
		const line = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
		return line ? Math.round(Number(line[1]) / 1024) : undefined;
	} catch {
		return undefined;
	}
}

/** Prints one measure as one line of JSON. */
export function report(measure: string, figures: Record<string, unknown>): void {
	process.stdout.write(`${JSON.stringify({ measure, ...figures })}\n`);
}
