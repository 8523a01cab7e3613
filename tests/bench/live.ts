import { randomUUID } from 'node:crypto';
import { type Events, readEvents } from '../support/readEvents.ts';
import type { BenchWorld, Writer } from './benchWorld.ts';
import { report, summarise } from './measure.ts';
import { AREA, resetBases, saveOnce } from './saves.ts';
import type { Running } from './serve.ts';

const LISTENERS = 200;
const PER_SECOND = 20;
const SECONDS = 15;

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

/** Opens the streams, as many for each delegation; `onChange` is called for each change told. */
async function listenAll(
	world: BenchWorld,
	running: Running,
	onChange: (writer: Writer) => void
): Promise<Events[]> {
	const streams: Events[] = [];
	for (let at = 0; at < LISTENERS; at += 1) {
		const writer = world.writers[at % world.writers.length]!;
		const url = `${running.origin}/respond/${writer.delegationId}/${AREA}/live?page=${randomUUID()}`;
		const stream = await readEvents(
			url,
			writer.cookie,
			({ event }) => void (event === 'change' && onChange(writer))
		);
		if (stream.status !== 200) throw new Error(`A stream was refused: ${stream.status}`);
		streams.push(stream);
	}
	return streams;
}

/**
 * Saves with nobody connected, with 200 pages listening, and with those pages fetching what
 * changed as real ones do; 20 saves a second each time.
 */
export async function measureLive(world: BenchWorld, running: Running): Promise<void> {
	// Warm, so that the first figure is not that of a cold server.
	await saveSteadily(world, running);
	await resetBases(world);
	const reference = await saveSteadily(world, running);
	await resetBases(world);
	for (const fetches of [false, true]) {
		let told = 0;
		let fetched = 0;
		const late: number[] = [];
		const streams = await listenAll(world, running, (writer) => {
			told += 1;
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
		told = 0;
		const saved = await saveSteadily(world, running);
		await new Promise((resolve) => setTimeout(resolve, 1_000));
		for (const stream of streams) await stream.close();
		await resetBases(world);
		report(fetches ? 'save, 200 connected that fetch what changed' : 'save, 200 connected by SSE', {
			...saved,
			told,
			...(fetches && { fetched, fetchP99: summarise(late, 1).p99 }),
			reference: { what: 'the same saves with nobody connected', ...reference },
			p99Ratio: Number((saved.p99 / reference.p99).toFixed(2))
		});
	}
}
