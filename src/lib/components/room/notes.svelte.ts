import { SvelteMap } from 'svelte/reactivity';
import { type Here, openLiveLine } from '#lib/client/liveLine.ts';
import {
	type NoteQueue,
	type QueueState,
	type Queued,
	createNoteQueue
} from '#lib/client/noteQueue.ts';
import { randomId } from '#lib/client/randomId.ts';
import { createRefresh } from '#lib/client/refresh.ts';
import { type NoteWords, type RoomAct, type RoomOutcome, sendActs } from '#lib/client/roomActs.ts';
import { writtenBy } from '#lib/client/writer.ts';
import { noteOf } from './noteOf.ts';
import { showNotes } from './showNotes.ts';
import type { NoteView, RoomNews, RoomView } from './roomView.ts';

/** Where a device keeps what is not through, and the room itself. */
export interface RoomKeeper {
	keep: (queued: Queued) => Promise<void>;
	drop: (id: string) => Promise<void>;
	copy: (view: RoomView) => void;
}

/** Where the stream carries nothing the whole room is fetched every so many times its news are. */
const SILENCES = 10;

/**
 * The notes of a room on a page that is alive: what others write comes by itself, what is written
 * here goes by itself, and is shown at once. `pageId` names the page among all that are open.
 */
export function createNotes(given: RoomView, pageId: string) {
	let view = $state.raw(given);
	const known = new SvelteMap(given.notes.map((note) => [note.id, note]));
	let queued = $state.raw<readonly Queued[]>([]);
	let going = $state.raw<QueueState>({ kind: 'idle' });
	/** What others left on this device when their pages were closed. */
	let left = $state.raw<readonly Queued[]>([]);
	/** Who else takes notes; null while nobody knows. */
	let people = $state.raw<Here[] | null>(null);
	/** How many notes of others came since it was last said. */
	let arrived = $state(0);
	let isOver = $state(false);
	/** Of a note that was changed by two: what became of it, until it is looked at. */
	let clash = $state.raw<{ turnId: string; result: 'both' | 'kept' } | null>(null);
	let keeper: RoomKeeper | undefined;
	let change = given.change;
	const here = `${given.home}/room`;

	const queue: NoteQueue = createNoteQueue({
		send: (acts) => sendActs({ home: given.home, writer: given.me, page: pageId }, acts),
		keep: async (item) => keeper?.keep(item),
		drop: async (id) => keeper?.drop(id),
		onOutcome,
		onChange() {
			queued = [...queue.list()];
			going = queue.state;
		}
	});
	const notes = $derived(showNotes(known.values(), [...left, ...queued], view));

	function put(note: NoteView): boolean {
		const before = known.get(note.id);
		if (before && before.change > note.change) return false;
		known.set(note.id, note);
		return before === undefined;
	}

	function onOutcome(act: RoomAct, outcome: RoomOutcome): void {
		if (act.act === 'take' && outcome.result === 'stored') {
			put(noteOf(act, given.me));
			copySoon();
			return;
		}
		if (act.act === 'change' && (outcome.result === 'both' || outcome.result === 'kept'))
			clash = { turnId: act.turnId, result: outcome.result };
		void catchUp();
	}

	let isFetching = false;
	let isBehind = false;
	/** One fetch at a time; where more was written meanwhile, one more. */
	async function catchUp(): Promise<void> {
		isBehind = true;
		if (isFetching) return;
		isFetching = true;
		try {
			while (isBehind) {
				isBehind = false;
				const headers = writtenBy(given.me);
				const answer = await fetch(`${here}/changes?after=${change}`, { headers });
				if (!answer.ok) break;
				take((await answer.json()) as RoomNews);
			}
		} catch {
			// The line opens again with what is known, and the server says once more what is not.
		} finally {
			isFetching = false;
		}
	}

	function take(news: RoomNews): void {
		const isNews = news.change > change;
		change = Math.max(change, news.change);
		for (const note of news.notes)
			if (put(note) && note.authorId !== given.me && !note.isRemoved) arrived += 1;
		// Something happened and none of it may be read any more: somebody took their words back.
		if (!isNews) refresh();
		copySoon();
	}

	const refresh = createRefresh(
		async () => {
			const answer = await fetch(`${here}/view`, { headers: writtenBy(given.me) });
			return answer.ok ? ((await answer.json()) as RoomView) : undefined;
		},
		(next) => {
			const first = next.notes[0];
			// Those before the ones a page begins with were asked for and stay.
			for (const { id, at } of known.values()) if (!first || at >= first.at) known.delete(id);
			view = next;
			change = Math.max(change, next.change);
			for (const note of next.notes) put(note);
			copySoon();
		},
		() => false
	);

	let copying: ReturnType<typeof setTimeout> | undefined;
	/** The device follows once it is quiet. */
	function copySoon(): void {
		clearTimeout(copying);
		copying = setTimeout(() => keeper?.copy({ ...view, change, notes: inOrder() }), 1500);
	}
	const inOrder = () => [...known.values()].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));

	let silences = 0;
	/** Begins to listen. Gives what ends it. */
	function start(): () => void {
		const retry = () => queue.retry();
		addEventListener('online', retry);
		const stop = openLiveLine({
			href: () => `${here}/live?page=${pageId}&after=${change}`,
			onChange: (what) => (what === 'turns' ? void catchUp() : refresh()),
			onPeople: (all) => (people = all.filter(({ account }) => account !== given.me)),
			onOpen(isAgain) {
				retry();
				if (isAgain) refresh();
			},
			onGone: () => (people = null),
			onSilent() {
				people = null;
				void catchUp();
				silences += 1;
				if (silences % SILENCES === 0) refresh();
			},
			onOver: () => (isOver = true)
		});
		return () => {
			removeEventListener('online', retry);
			clearTimeout(copying);
			stop();
			queue.stop();
		};
	}

	const send = (act: RoomAct) => queue.add(act);
	return {
		start,
		/** From now on what is not through is kept here. */
		keepIn(opened: RoomKeeper): void {
			keeper = opened;
			queue.keepAll();
			copySoon();
		},
		/** What closed pages left is shown until it is through. */
		showLeft(items: readonly Queued[]): void {
			const isThrough = items.length < left.length;
			left = items;
			if (isThrough) void catchUp();
		},
		take: (words: NoteWords, at: number, id: string = randomId()) =>
			send({ act: 'take', id, at, ...words }),
		change: (turnId: string, base: number, words: NoteWords) =>
			send({ act: 'change', id: randomId(), turnId, base, ...words }),
		move: (turnId: string, act: 'remove' | 'restore') => send({ act, id: randomId(), turnId }),
		discard: (id: string) => queue.discard(id),
		/** Said; counts anew from here. */
		resetArrived: () => (arrived = 0),
		resetClash: () => (clash = null),
		isSent: () => queue.isSent() && queued.length === 0,
		get view() {
			return view;
		},
		get notes() {
			return notes;
		},
		get state() {
			return going;
		},
		get people() {
			return people;
		},
		get arrived() {
			return arrived;
		},
		get isOver() {
			return isOver;
		},
		get clash() {
			return clash;
		}
	};
}

export type Notes = ReturnType<typeof createNotes>;
