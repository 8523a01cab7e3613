import { randomUUID } from 'node:crypto';
import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hashToken, newToken } from '#lib/server/accounts/tokens.ts';
import { asSystem } from '#lib/server/database/asActor.ts';
import { type Database, openPostgres } from '#lib/server/database/database.ts';
import { type Running, serve } from '../bench/serve.ts';
import { makeTestDatabase } from '../support/database.ts';
import { addGroup } from '../support/groupWorld.ts';
import { type Events, type SentEvent, readEvents } from '../support/readEvents.ts';
import { type Person, type World, buildWorld } from '../support/world.ts';

/**
 * Two processes of the built application on one PostgreSQL, behind what would be a balancer:
 * a page may have its stream at the one and send its saves to the other.
 */
const WITHIN_MS = 2_000;

function freePort(): Promise<number> {
	return new Promise((resolve) => {
		const probe = createServer().listen(0, '127.0.0.1', () => {
			const address = probe.address();
			probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
		});
	});
}

// The embedded engine is opened by one process only.
describe.runIf(process.env.MUFAKAT_TEST_ENGINE === 'postgres')('two processes', () => {
	let database: Database;
	let world: World;
	let first: Running;
	let second: Running;
	let isSecondStopped = false;
	const cookies = {} as Record<Person, string>;
	const streams: Events[] = [];

	beforeAll(async () => {
		const url = (await makeTestDatabase())!;
		database = await openPostgres(url);
		world = await buildWorld(database);
		for (const person of ['sokha', 'dara', 'budi', 'nadia', 'rina'] as const) {
			const token = newToken();
			await asSystem(database.db, (trx) =>
				trx
					.insertInto('sessions')
					.values({
						id: hashToken(token),
						account_id: world.accounts[person],
						expires_at: new Date(Date.now() + 3_600_000)
					})
					.execute()
			);
			cookies[person] = `session=${token}`;
		}
		const settings = {
			DATABASE_URL: url,
			MUFAKAT_DATA: world.system.config.dataDir,
			MUFAKAT_DEMO: '0',
			NODE_NO_WARNINGS: '1'
		};
		first = await serve(settings, await freePort());
		second = await serve({ ...settings, MUFAKAT_LIVE_MOST: '5' }, await freePort());
	});
	afterAll(async () => {
		for (const stream of streams) await stream.close();
		await first?.stop();
		if (!isSecondStopped) await second?.stop();
		await database?.close();
	});

	const home = (server: Running, country: 'KH' | 'ID' = 'KH') =>
		`${server.origin}/respond/${world.delegations[country]}/return`;

	async function listenAt(server: Running, person: Person, page: string, country?: 'ID') {
		const stream = await readEvents(`${home(server, country)}/live?page=${page}`, cookies[person]);
		expect(stream.status).toBe(200);
		streams.push(stream);
		return stream;
	}

	const post = (server: Running, person: Person, path: string, body: unknown) =>
		fetch(home(server) + path, {
			method: 'POST',
			headers: {
				cookie: cookies[person],
				origin: server.origin,
				'content-type': 'application/json'
			},
			body: JSON.stringify(body)
		});

	const isChange =
		(what: string) =>
		({ event, data }: SentEvent) =>
			event === 'change' && (data as { what: string }).what === what;

	/** How long it takes until an event like this has come. */
	async function timeUntil(work: () => Promise<Response>, came: () => Promise<unknown>) {
		const started = performance.now();
		expect((await work()).ok).toBe(true);
		await came();
		return performance.now() - started;
	}

	test('a change made at one reaches pages at the other, and no other country', async () => {
		const dara = await listenAt(second, 'dara', randomUUID());
		const budi = await listenAt(second, 'budi', randomUUID(), 'ID');
		const save = (question: string, value: string) => ({
			saveId: randomUUID(),
			answers: [{ question, base: 0, status: 'answered', value, reason: null, exposure: 'public' }]
		});
		// The first request to a process waits for its code to be read.
		await post(first, 'sokha', '/answers', save('helped', 'yes'));
		await dara.next(isChange('state'));
		const told = dara.all().length;
		const took = await timeUntil(
			() => post(first, 'sokha', '/answers', save('how', 'By a hotline.')),
			() => expect.poll(() => dara.all().slice(told).some(isChange('answers'))).toBe(true)
		);
		expect(took).toBeLessThan(WITHIN_MS);
		const changes = await fetch(`${home(second)}/changes?after=0`, {
			headers: { cookie: cookies.dara }
		});
		expect(await changes.json()).toMatchObject({
			answers: [{ question: 'helped' }, { question: 'how', by: world.accounts.sokha }]
		});
		expect(budi.all().filter(({ event }) => event === 'change')).toEqual([]);
	});

	test('a note taken at one reaches the room at the other', async () => {
		const groupId = await addGroup(world);
		const room = (server: Running) =>
			`${server.origin}/rounds/${world.roundId}/focus-groups/${groupId}/room`;
		const stream = await readEvents(`${room(second)}/live?page=${randomUUID()}`, cookies.nadia);
		expect(stream.status).toBe(200);
		streams.push(stream);
		const note = (body: string) => ({
			...{ act: 'take', id: randomUUID(), at: Date.now(), speaker: 'observer', body },
			...{ participantId: null, kind: 'observation', mark: 'background', blockId: null }
		});
		const send = (body: string) =>
			fetch(`${room(first)}/notes`, {
				method: 'POST',
				headers: {
					cookie: cookies.nadia,
					origin: first.origin,
					'content-type': 'application/json'
				},
				body: JSON.stringify({ sentAt: Date.now(), acts: [note(body)] })
			});
		// The first request to a process waits for its code to be read.
		await send('Sample note one.');
		await stream.next(isChange('turns'));
		await new Promise((resolve) => setTimeout(resolve, 300));
		const told = stream.all().length;
		const took = await timeUntil(
			() => send('Sample note two.'),
			() => expect.poll(() => stream.all().slice(told).some(isChange('turns'))).toBe(true)
		);
		expect(took).toBeLessThan(WITHIN_MS);
		const news = await fetch(`${room(second)}/changes?after=0`, {
			headers: { cookie: cookies.nadia }
		});
		expect(await news.json()).toMatchObject({
			notes: [{ body: 'Sample note one.' }, { body: 'Sample note two.' }]
		});
	});

	test('who is at a question at one is seen at the other', async () => {
		const page = randomUUID();
		const sokha = await listenAt(first, 'sokha', randomUUID());
		const dara = await listenAt(second, 'dara', page);
		const at = (question: string | null) => (event: { data: unknown }) =>
			JSON.stringify(event.data).includes(
				JSON.stringify({ page, account: world.accounts.dara, question })
			);
		await sokha.next(at(null));
		// Her move arrives at the process that does not hold her stream.
		const took = await timeUntil(
			() => post(first, 'dara', '/presence', { page, question: 'how' }),
			() => sokha.next(at('how'))
		);
		expect(took).toBeLessThan(WITHIN_MS);
		await dara.close();
		await sokha.next(
			({ event, data }) => event === 'people' && !JSON.stringify(data).includes(page)
		);
	});

	test('a process with as many streams as it may have sends the next one away for a while', async () => {
		const open = () =>
			readEvents(`${home(second)}/live?page=${randomUUID()}`, cookies.dara).then((stream) => {
				streams.push(stream);
				return stream;
			});
		const opened = [await open()];
		while (opened.at(-1)!.status === 200 && opened.length < 7) opened.push(await open());
		expect(opened.at(-1)!.status).toBe(503);
		expect(opened.at(-1)!.headers['retry-after']).toBe('30');
		for (const stream of opened) await stream.close();
		// Those that end make room for others.
		await expect.poll(async () => (await open()).status, { timeout: WITHIN_MS }).toBe(200);
	});

	test('a process that is stopped ends its streams at once; the other goes on', async () => {
		const page = randomUUID();
		const sokha = await listenAt(first, 'sokha', randomUUID());
		const dara = await listenAt(second, 'dara', page);
		await sokha.next(({ data }) => JSON.stringify(data).includes(page));
		const started = performance.now();
		isSecondStopped = true;
		const stopped = second.stop();
		await dara.ended;
		expect(performance.now() - started).toBeLessThan(1_000);
		const last = () => JSON.stringify(sokha.all().at(-1));
		await expect.poll(last, { timeout: WITHIN_MS }).not.toContain(page);
		await stopped;
		// Her browser comes back, and the balancer leads it to the process that is left.
		await listenAt(first, 'dara', page);
		await expect.poll(last, { timeout: WITHIN_MS }).toContain(page);
	});
});
