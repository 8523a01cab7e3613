/**
 * Values that are computed from one another and computed again only where something they read
 * has changed. What a cell reads is noticed while it is computed, so no list of dependencies is
 * kept by hand. A change marks what may be stale; settle() computes that again, and what turns
 * out the same stops there.
 *
 * Chains of any length work: beyond a depth a computation is put off until what it waits for is
 * known, instead of growing the stack. Circles end with the value known so far.
 */

/** Beyond this many computations inside one another, one is put off. */
const DEEPEST = 40;

export interface Cell<T> {
	compute(): T;
	isSame(left: T, right: T): boolean;
	/** Called by settle() when the value has changed. */
	onChange: (() => void) | undefined;
	value: T;
	/** Counts the changes of `value`. */
	version: number;
	/** Whether `value` holds, may be stale, or is to be computed in any case. */
	state: 'fresh' | 'doubtful' | 'stale' | 'gone';
	/** Being computed, or waiting for what it reads: who reads it now closes a circle. */
	isBusy: boolean;
	isQueued: boolean;
	sources: Cell<unknown>[];
	versions: number[];
	readers: Set<Cell<unknown>>;
}

/** Thrown through a computation that has to wait for another one. */
interface PutOff {
	waitsFor: Cell<unknown>;
}

function isPutOff(thrown: unknown): thrown is PutOff {
	return typeof thrown === 'object' && thrown !== null && 'waitsFor' in thrown;
}

/** A set of cells that settle together. */
export function openCells() {
	let reader: Cell<unknown> | null = null;
	let depth = 0;
	let isResolving = false;
	const queue: Cell<unknown>[] = [];

	/** A computed value; `initial` is what a circle reads. It is computed when first read. */
	function cell<T>(
		compute: () => T,
		initial: T,
		isSame: (left: T, right: T) => boolean = Object.is
	): Cell<T> {
		return {
			compute,
			isSame,
			onChange: undefined,
			value: initial,
			version: 0,
			state: 'stale',
			isBusy: false,
			isQueued: false,
			sources: [],
			versions: [],
			readers: new Set()
		};
	}

	function release(each: Cell<unknown>): void {
		for (const source of each.sources) source.readers.delete(each);
		each.sources = [];
		each.versions = [];
	}

	function hasChangedSource(each: Cell<unknown>): boolean {
		for (let at = 0; at < each.sources.length; at++) {
			const source = each.sources[at]!;
			if (source.state === 'gone') return true;
			if (source.state !== 'fresh' && !source.isBusy) refresh(source);
			if (source.version !== each.versions[at]) return true;
		}
		return false;
	}

	function refresh(each: Cell<unknown>): void {
		if (depth >= DEEPEST) throw { waitsFor: each } satisfies PutOff;
		const outer = reader;
		depth++;
		each.isBusy = true;
		try {
			if (each.state === 'doubtful') {
				reader = null;
				if (!hasChangedSource(each)) {
					each.state = 'fresh';
					return;
				}
			}
			each.state = 'stale';
			release(each);
			reader = each;
			const value = each.compute();
			each.state = 'fresh';
			if (each.version > 0 && each.isSame(each.value, value)) return;
			each.value = value;
			each.version++;
		} finally {
			each.isBusy = false;
			reader = outer;
			depth--;
		}
	}

	/** Brings one cell up to date, with a list of those put off in place of the stack. */
	function resolve(first: Cell<unknown>): void {
		const outer = { reader, depth, isResolving };
		const waiting = [first];
		reader = null;
		depth = 0;
		isResolving = true;
		try {
			for (let top = waiting.at(-1); top; top = waiting.at(-1)) {
				try {
					if (top.state === 'doubtful' || top.state === 'stale') refresh(top);
					top.isBusy = false;
					waiting.pop();
				} catch (thrown) {
					if (!isPutOff(thrown)) throw thrown;
					for (const each of waiting) each.isBusy = true;
					waiting.push(thrown.waitsFor);
				}
			}
		} finally {
			for (const each of waiting) each.isBusy = false;
			({ reader, depth, isResolving } = outer);
		}
	}

	/** The value of a cell, up to date; whoever is being computed depends on it from now on. */
	function read<T>(each: Cell<T>): T {
		if ((each.state === 'stale' || each.state === 'doubtful') && !each.isBusy) {
			if (isResolving) refresh(each);
			else resolve(each);
		}
		if (reader && reader !== each && !each.readers.has(reader)) {
			reader.sources.push(each);
			reader.versions.push(each.version);
			each.readers.add(reader);
		}
		return each.value;
	}

	/** Says that something a cell reads beside other cells has changed. */
	function touch(each: Cell<unknown>): void {
		if (each.state === 'gone') return;
		each.state = 'stale';
		if (!each.isQueued) {
			each.isQueued = true;
			queue.push(each);
		}
		const spread = [each];
		for (let next = spread.pop(); next; next = spread.pop())
			for (const dependent of next.readers) {
				if (!dependent.isQueued) {
					dependent.isQueued = true;
					queue.push(dependent);
				}
				// What is in doubt already has passed it on.
				if (dependent.state !== 'fresh') continue;
				dependent.state = 'doubtful';
				spread.push(dependent);
			}
	}

	/** Computes what touch() left in doubt, and what that touches in turn. */
	function settle(): void {
		let steps = 0;
		// The queue grows while it is walked.
		for (const next of queue) {
			next.isQueued = false;
			if (next.state === 'gone' || next.state === 'fresh') continue;
			const before = next.version;
			resolve(next);
			// The bound ends questionnaires whose triggers set one another off for ever.
			if (next.version !== before && steps++ < 100_000) next.onChange?.();
		}
		queue.length = 0;
	}

	/** Takes a cell out for good. */
	function drop(each: Cell<unknown>): void {
		release(each);
		each.state = 'gone';
	}

	return { cell, read, touch, settle, drop };
}

export type Cells = ReturnType<typeof openCells>;
