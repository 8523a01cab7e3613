import { randomUUID } from 'node:crypto';
import { type Events, readEvents } from '../support/readEvents.ts';
import type { BenchWorld, Writer } from './benchWorld.ts';
import { report, summarise } from './measure.ts';
import { AREA, resetBases, saveOnce } from './saves.ts';
import type { Running } from './serve.ts';

const LISTENERS = 200;
const PER_SECOND = 20;
const SECONDS = 15;
/** Each page's person goes to another question every twenty seconds. */
const MOVES_PER_SECOND = LISTENERS / 20;
/** A save may take so many times as long at p99 as with nobody connected. */
const AIM = 5;
const QUESTIONS = ['q0_1_side', 'q0_2_stock', 'q0_5_changes', 'q0_7_attribution', null];

/**
 * One save every 1/20 s whether or not the last has been answered, as people press keys. A
 * writer waits for the revision of their last save; where all wait, the server is behind.
 */
async function saveSteadily(world: BenchWorld, running: Running) {
	const durations: number[] = [];
	const bases = new Map<Writer, number>();
	const free = [...world.writers];
	const onTheWay = new Set<Promise<void>>();
	const save = async (writer: Writer, call: number) => {
		const before = performance.now();
		const revision = await saveOnce(running, writer, call, bases.get(writer) ?? 0);
		durations.push(performance.now() - before);
		bases.set(writer, revision);
		free.push(writer);
	};
	const started = performance.now();
	for (let call = 0; call < PER_SECOND * SECONDS; call += 1) {
		const due = started + (call * 1_000) / PER_SECOND;
		await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
		while (free.length === 0) await Promise.race(onTheWay);
		const saving = save(free.shift()!, call);
		onTheWay.add(saving);
		// What fails is thrown below, where all are waited for.
		void saving.then(
			() => onTheWay.delete(saving),
			() => {}
		);
	}
	await Promise.all(onTheWay);
	return summarise(durations, performance.now() - started);
}

/** A page with its stream open, and whose it is. */
interface Listener {
	page: string;
	writer: Writer;
	stream: Events;
}

/** Opens the streams, as many for each delegation; `onEvent` is called for each thing told. */
async function listenAll(
	world: BenchWorld,
	running: Running,
	onEvent: (event: string, writer: Writer) => void
): Promise<Listener[]> {
	const listeners: Listener[] = [];
	for (let at = 0; at < LISTENERS; at += 1) {
		const writer = world.writers[at % world.writers.length]!;
		const page = randomUUID();
		const url = `${running.origin}/respond/${writer.delegationId}/${AREA}/live?page=${page}`;
		const stream = await readEvents(url, writer.cookie, ({ event }) => onEvent(event, writer));
		if (stream.status !== 200) throw new Error(`A stream was refused: ${stream.status}`);
		listeners.push({ page, writer, stream });
	}
	return listeners;
}

/** People go from question to question while others save. Gives what ends it, and then how often they did. */
function moveSteadily(running: Running, listeners: readonly Listener[]) {
	const onTheWay: Promise<unknown>[] = [];
	const timer = setInterval(() => {
		const { page, writer } = listeners[onTheWay.length % listeners.length]!;
		const question = QUESTIONS[onTheWay.length % QUESTIONS.length];
		onTheWay.push(
			fetch(`${running.origin}/respond/${writer.delegationId}/${AREA}/presence`, {
				method: 'POST',
				headers: {
					'content-type': 'application/json',
					cookie: writer.cookie,
					origin: running.origin
				},
				body: JSON.stringify({ page, question })
			}).then(({ status }) => {
				if (status !== 204) throw new Error(`A move was refused: ${status}`);
			})
		);
	}, 1_000 / MOVES_PER_SECOND);
	return async (): Promise<number> => {
		clearInterval(timer);
		return (await Promise.all(onTheWay)).length;
	};
}

/**
 * Saves with nobody connected, with 200 pages listening between whose questions people move, and
 * with those pages fetching what changed as real ones do; 20 saves a second each time. Gives
 * whether the aim is met.
 */
export async function measureLive(world: BenchWorld, running: Running): Promise<boolean> {
	// Warm, so that the first figure is not that of a cold server.
	await saveSteadily(world, running);
	await resetBases(world);
	const reference = await saveSteadily(world, running);
	await resetBases(world);
	let isMet = true;
	for (const fetches of [false, true]) {
		const told = { change: 0, people: 0 };
		let fetched = 0;
		const late: number[] = [];
		const listeners = await listenAll(world, running, (event, writer) => {
			if (event === 'people') told.people += 1;
			if (event !== 'change') return;
			told.change += 1;
			if (!fetches) return;
			const before = performance.now();
			const url = `${running.origin}/respond/${writer.delegationId}/${AREA}/changes?after=0`;
			void fetch(url, { headers: { cookie: writer.cookie } })
				.then((answer) => answer.arrayBuffer())
				.then(() => {
					fetched += 1;
					late.push(performance.now() - before);
				});
		});
		await new Promise((resolve) => setTimeout(resolve, 1_000));
		Object.assign(told, { change: 0, people: 0 });
		const stopMoving = moveSteadily(running, listeners);
		const saved = await saveSteadily(world, running);
		const moves = await stopMoving();
		await new Promise((resolve) => setTimeout(resolve, 1_000));
		for (const { stream } of listeners) await stream.close();
		await resetBases(world);
		const p99Ratio = Number((saved.p99 / reference.p99).toFixed(2));
		isMet &&= p99Ratio <= AIM;
		report(fetches ? 'save, 200 connected that fetch what changed' : 'save, 200 connected by SSE', {
			...saved,
			told: told.change,
			moves,
			toldOfPeople: told.people,
			...(fetches && { fetched, fetchP99: summarise(late, 1).p99 }),
			reference: { what: 'the same saves with nobody connected', ...reference },
			p99Ratio,
			aim: p99Ratio <= AIM ? 'met' : 'not met'
		});
	}
	return isMet;
}
