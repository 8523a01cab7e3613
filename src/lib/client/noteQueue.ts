/**
 * The queue behind the page of notes: what was done is sent in order, repeated until the server
 * has answered, and leaves the queue only then. It knows neither the page nor the network nor
 * where a device keeps what is not through; all are given to it.
 */
import type { ActsResult, RoomAct, RoomOutcome } from './roomActs.ts';
import type { Delay } from './saves.ts';

/** Something that is not through. */
export interface Queued {
	act: RoomAct;
	/** Why the server did not take it; it waits for a person then. */
	refused?: { code: string; reason: string };
}

/** How things stand, for the line that says so. `count`: what is still to be sent. */
export type QueueState =
	| { kind: 'idle' }
	| { kind: 'sending' | 'sent'; count: number }
	| { kind: 'waiting'; why: Delay; count: number };

interface Options {
	send: (acts: readonly RoomAct[]) => Promise<ActsResult>;
	/** Keeps something on the device before it is sent; never throws. */
	keep: (queued: Queued) => Promise<void>;
	/** Forgets it there. */
	drop: (id: string) => Promise<void>;
	/** What became of something the server has taken. */
	onOutcome: (act: RoomAct, outcome: RoomOutcome) => void;
	/** The queue or its state is another. */
	onChange: () => void;
}

/** The most that is sent at once. */
const MOST_AT_ONCE = 20;
const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 30_000;

export function createNoteQueue({ send, keep, drop, onOutcome, onChange }: Options) {
	let queue: Queued[] = [];
	let state: QueueState = { kind: 'idle' };
	let running: Promise<void> | undefined;
	let pause: ReturnType<typeof setTimeout> | undefined;
	let attempts = 0;
	let isStopped = false;
	/** What is being written to the device, by id: nothing goes before it is kept. */
	const keeping = new Map<string, Promise<void>>();

	const sendable = () => queue.filter(({ refused }) => !refused);

	function tell(next: QueueState): void {
		state = next;
		onChange();
	}

	/** Puts something where it was, or at the end, and keeps it. */
	function put(queued: Queued): void {
		const { id } = queued.act;
		const isThere = queue.some(({ act }) => act.id === id);
		queue = isThere
			? queue.map((each) => (each.act.id === id ? queued : each))
			: [...queue, queued];
		keeping.set(
			id,
			(keeping.get(id) ?? Promise.resolve()).then(() => keep(queued))
		);
	}

	async function remove(id: string): Promise<void> {
		queue = queue.filter(({ act }) => act.id !== id);
		await keeping.get(id);
		keeping.delete(id);
		await drop(id);
	}

	function run(): void {
		if (running || isStopped || sendable().length === 0) return;
		clearTimeout(pause);
		running = work().finally(() => {
			running = undefined;
			if (isStopped) return;
			const count = sendable().length;
			// Something was added while the last of it was answered.
			if (count > 0 && state.kind !== 'waiting') run();
		});
	}

	async function work(): Promise<void> {
		for (;;) {
			const acts = sendable()
				.slice(0, MOST_AT_ONCE)
				.map(({ act }) => act);
			if (acts.length === 0) return tell({ kind: 'sent', count: 0 });
			tell({ kind: 'sending', count: sendable().length });
			// A reply that gets lost on the way back must find the same here.
			await Promise.all(acts.map(({ id }) => keeping.get(id)));
			const result = await send(acts);
			if (result.kind === 'later') {
				tell({ kind: 'waiting', why: result.why, count: sendable().length });
				if (isStopped) return;
				pause = setTimeout(run, Math.min(FIRST_PAUSE * 2 ** attempts++, LONGEST_PAUSE));
				return;
			}
			attempts = 0;
			for (const act of acts) await settle(act, result);
		}
	}

	async function settle(act: RoomAct, result: Exclude<ActsResult, { kind: 'later' }>) {
		// Taken away, or written anew, while it was on its way.
		const now = queue.find((each) => each.act.id === act.id);
		if (result.kind === 'never') {
			if (now?.act === act) put({ act, refused: { code: result.code, reason: result.reason } });
			return;
		}
		const outcome = result.outcomes.find(({ id }) => id === act.id);
		if (!outcome || outcome.result === 'refused') {
			const { code = '', reason = '' } = outcome ?? {};
			if (now?.act === act) put({ act, refused: { code, reason } });
			return;
		}
		await remove(act.id);
		onOutcome(act, outcome);
	}

	return {
		/** Adds something to be sent; what has the same id is replaced by it. */
		add(act: RoomAct): void {
			put({ act });
			if (state.kind === 'waiting')
				tell({ kind: 'waiting', why: state.why, count: sendable().length });
			else onChange();
			run();
		},
		/** Keeps on the device what could not be kept there before. */
		keepAll(): void {
			for (const queued of queue) put(queued);
		},
		/** Takes away something that was refused. */
		async discard(id: string): Promise<void> {
			await remove(id);
			onChange();
		},
		/** Tries at once; the line may be back. */
		retry(): void {
			attempts = 0;
			run();
		},
		list: (): readonly Queued[] => queue,
		get state(): QueueState {
			return state;
		},
		isSent: () => sendable().length === 0,
		stop(): void {
			isStopped = true;
			clearTimeout(pause);
		}
	};
}

export type NoteQueue = ReturnType<typeof createNoteQueue>;
