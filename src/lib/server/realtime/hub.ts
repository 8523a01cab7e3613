import { sql } from 'kysely';
import type { Database } from '../database/database.ts';
import { listen } from '../database/listen.ts';
import { Problem } from '../problem.ts';
import { createAllowance } from './allowance.ts';
import {
	CHANGES,
	type Change,
	PRESENCE,
	type PresenceMessage,
	packMessages,
	readMessage
} from './messages.ts';
import { createPendingChanges } from './pendingChanges.ts';
import { type Presence, createPresences } from './presences.ts';

/** One stream of one page. */
export interface Watcher {
	page: string;
	account: string;
	/** Hash that names the session it was opened with. */
	session: string;
	delegation: string;
	response: string;
	/** Sends an event; false where the line does not keep up. */
	tell: (event: 'change' | 'people' | 'over', data: unknown) => boolean;
	/** A sign of life for whatever stands between. */
	beat: () => void;
	end: () => void;
}

export interface HubOptions {
	/** Those whose session or place in their delegation has ended. */
	listEnded: (watchers: readonly Watcher[]) => Promise<ReadonlySet<Watcher>>;
	/** The most streams of one process. */
	most: number;
	report?: (error: unknown) => void;
	/** Milliseconds; for tests. */
	times?: Partial<typeof TIMES>;
}

const TIMES = {
	/** What comes so close together is told once. */
	gather: 100,
	beat: 25_000,
	here: 15_000,
	check: 60_000
};
/** The most streams of one account: a browser with HTTP/1.1 has six connections for everything. */
const MOST_STREAMS = 6;
/** So many moves from question to question may one account make in ten seconds. */
const MOST_MOVES = 30;

/**
 * Brings what the database tells to the pages that are open here, and tells all processes who
 * is at which question. Starts to listen with the first stream. Only ids and keys pass through.
 */
export function createHub(database: Database, options: HubOptions) {
	const times = { ...TIMES, ...options.times };
	const report = options.report ?? (() => {});
	const watchers = new Set<Watcher>();
	const presences = createPresences(Date.now);
	const mayMove = createAllowance(MOST_MOVES, 10_000);
	const changes = createPendingChanges();
	const moved = new Set<string>();
	const timers: NodeJS.Timeout[] = [];
	let gathering: NodeJS.Timeout | undefined;
	let listening: Promise<() => Promise<void>> | undefined;
	let isStopped = false;

	const nobody: PresenceMessage = { say: 'who', people: [] };
	const personOf = (watcher: Watcher): Presence => {
		const { page, account, delegation, response } = watcher;
		const question = presences.find(watcher)?.question ?? null;
		return { page, account, delegation, response, question };
	};

	/** To all processes, this one included. What is lost is said again with the next sign of life. */
	async function publish(message: PresenceMessage): Promise<void> {
		const texts = packMessages(message);
		if (texts.length > 0)
			await sql`select pg_notify(${PRESENCE}, text) from unnest(${texts}::text[]) text`
				.execute(database.db)
				.catch(report);
	}

	function flush(): void {
		gathering = undefined;
		for (const watcher of watchers) {
			for (const change of changes.listFor(watcher)) send(watcher, 'change', change);
			if (moved.has(watcher.response)) tellPeople(watcher);
		}
		changes.clear();
		moved.clear();
	}

	function send(watcher: Watcher, event: 'change' | 'people', data: unknown): void {
		// It reconnects and catches up, which is less than what waits for it here.
		if (!watcher.tell(event, data)) watcher.end();
	}

	const tellPeople = (watcher: Watcher) =>
		send(
			watcher,
			'people',
			presences.list(watcher.response).filter(({ page }) => page !== watcher.page)
		);

	const gather = () => void (gathering ??= setTimeout(flush, times.gather));

	function hearChange(payload: string): void {
		const change = readMessage<Change>(payload);
		if (!change) return;
		changes.add(change);
		gather();
		// Somebody may just have been removed.
		if (change.what === 'people') void check();
	}

	function hearPresence(payload: string): void {
		const message = readMessage<PresenceMessage>(payload);
		if (!message) return;
		if (message.say === 'who') return void sayHere();
		const apply = { here: presences.renew, at: presences.move, gone: presences.leave }[message.say];
		for (const person of message.people) {
			const response = apply(person as Presence);
			if (response) moved.add(response);
		}
		if (moved.size > 0) gather();
	}

	/** The connection was gone for a while: pages are told as if everything had changed. */
	function hearGap(): void {
		if (isStopped) return;
		for (const { delegation, response } of watchers)
			for (const what of ['answers', 'state']) changes.add({ delegation, response, what });
		gather();
		void publish(nobody);
	}

	const sayHere = () => publish({ say: 'here', people: [...watchers].map(personOf) });

	function expire(): void {
		// Those here are here, whether or not the database carried the last sign of it.
		const back = [...watchers].map((watcher) => presences.renew(personOf(watcher)));
		for (const response of [...back, ...presences.expire()]) if (response) moved.add(response);
		if (moved.size > 0) gather();
	}

	/** Ends the streams of those who may no longer have one. */
	async function check(): Promise<void> {
		const asked = [...watchers];
		if (asked.length === 0) return;
		try {
			for (const watcher of await options.listEnded(asked)) {
				watcher.tell('over', { why: 'ended' });
				watcher.end();
			}
		} catch (error) {
			// Who cannot be checked stays until the next time; reading anything is checked by itself.
			report(error);
		}
	}

	async function start(): Promise<() => Promise<void>> {
		const stop = await listen(
			database,
			{ [CHANGES]: hearChange, [PRESENCE]: hearPresence },
			hearGap
		);
		const every = (ms: number, work: () => void) => timers.push(setInterval(work, ms).unref());
		every(times.beat, () => watchers.forEach((watcher) => watcher.beat()));
		every(times.here, () => (expire(), void sayHere()));
		every(times.check, () => void check());
		await publish(nobody);
		return stop;
	}

	return {
		/**
		 * Begins to tell a page what happens. Gives the function to call once its stream is closed.
		 * @throws Problem too_busy where this process has as many streams as it may
		 */
		async open(watcher: Watcher): Promise<() => void> {
			if (isStopped || watchers.size >= options.most) throw new Problem('too_busy');
			listening ??= start();
			await listening.catch((error: unknown) => {
				listening = undefined;
				throw error;
			});
			if (isStopped) throw new Problem('too_busy');
			// Whoever opens a seventh page is at that one. `over`, so that the first does not come back.
			const own = [...watchers].filter(({ account }) => account === watcher.account);
			for (const oldest of own.slice(0, Math.max(0, own.length - MOST_STREAMS + 1))) {
				oldest.tell('over', { why: 'elsewhere' });
				oldest.end();
			}
			watchers.add(watcher);
			tellPeople(watcher);
			void publish({ say: 'here', people: [personOf(watcher)] });
			return () => {
				if (!watchers.delete(watcher) || isStopped) return;
				const { page, account } = watcher;
				// The same page may have come back on a new line before the old one was known to be dead.
				const isBack = [...watchers].some((each) => each.page === page && each.account === account);
				if (!isBack) void publish({ say: 'gone', people: [{ page, account }] });
			};
		},
		/**
		 * Tells everybody on a response which question somebody is at. Their stream may be another process's.
		 * @throws Problem too_many_attempts
		 */
		async move(person: Presence): Promise<void> {
			if (!mayMove(person.account)) throw new Problem('too_many_attempts', { minutes: 1 });
			await publish({ say: 'at', people: [person] });
		},
		/** Asks now what is otherwise asked every minute. */
		check,
		count: () => watchers.size,
		/** Ends every stream at once and stops listening. */
		async stop(): Promise<void> {
			if (isStopped) return;
			isStopped = true;
			for (const timer of timers) clearInterval(timer);
			clearTimeout(gathering);
			const gone = [...watchers];
			for (const watcher of gone) watcher.end();
			watchers.clear();
			await publish({ say: 'gone', people: gone.map(({ page, account }) => ({ page, account })) });
			await listening?.then(
				(stop) => stop(),
				() => {}
			);
		}
	};
}

export type Hub = ReturnType<typeof createHub>;
