import { randomUUID } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asSystem } from '#lib/server/database/asActor.ts';
import type { Database, Trx } from '#lib/server/database/database.ts';
import { type App, serveApp } from '../support/app.ts';
import { openTestDatabase } from '../support/database.ts';
import { readEvents } from '../support/readEvents.ts';
import { type Person, type World, buildWorld } from '../support/world.ts';

/** The addresses a page's script calls, over HTTP against the built application. */
let database: Database;
let world: World;
let app: App;
let home: string;
beforeAll(async () => {
	database = await openTestDatabase();
	world = await buildWorld(database);
	app = await serveApp(world);
	home = `${app.origin}/respond/${world.delegations.KH}/return`;
});
afterAll(async () => {
	await app?.close();
	await database.close();
});

const listenAs = (person: Person, page: string = randomUUID(), more = '', at = home) =>
	readEvents(`${at}/live?page=${page}${more}`, app.cookies[person]);

const get = (person: Person, path: string, headers: Record<string, string> = {}) =>
	fetch(home + path, { headers: { cookie: app.cookies[person], ...headers } });

const post = (person: Person, path: string, body: unknown, type = 'application/json') =>
	fetch(home + path, {
		method: 'POST',
		headers: { cookie: app.cookies[person], origin: app.origin, 'content-type': type },
		body: JSON.stringify(body)
	});

const save = (person: Person, value: string, base = 0) =>
	post(person, '/answers', {
		saveId: randomUUID(),
		answers: [
			{ question: 'how', base, status: 'answered', value, reason: null, exposure: 'public' }
		]
	});

describe('a stream', () => {
	test('tells a colleague within two seconds; what was saved is then there to fetch', async () => {
		const dara = await listenAs('dara');
		const stranger = await listenAs(
			'budi',
			randomUUID(),
			'',
			`${app.origin}/respond/${world.delegations.ID}/return`
		);
		// The first request waits for the code that answers it.
		await save('sokha', 'By a letter.');
		await dara.next(({ event }) => event === 'change');
		await new Promise((resolve) => setTimeout(resolve, 300));
		const told = dara.all().length;
		const started = performance.now();
		expect((await save('sokha', 'By a hotline.', 1)).status).toBe(200);
		const response = await world.responseId('KH', 'return');
		await expect
			.poll(() => dara.all().slice(told), { interval: 10, timeout: 2_000 })
			.toContainEqual({ event: 'change', data: { response, what: 'answers' } });
		expect(performance.now() - started).toBeLessThan(2_000);
		const changes = (await (await get('dara', '/changes?after=0')).json()) as {
			change: number;
			answers: unknown[];
		};
		expect(changes.answers).toMatchObject([
			{ question: 'how', revision: 2, value: 'By a hotline.', by: world.accounts.sokha }
		]);
		const view = (await (await get('dara', '/view')).json()) as Record<string, unknown>;
		expect(view).toMatchObject({
			area: 'return',
			change: changes.change,
			answers: { how: { revision: 2, value: 'By a hotline.' } }
		});
		expect(stranger.all().filter(({ event }) => event !== 'people')).toEqual([]);
		// He is told of where he is.
		const page = randomUUID();
		await listenAs('budi', page, '', `${app.origin}/respond/${world.delegations.ID}/return`);
		await stranger.next(({ data }) => JSON.stringify(data).includes(page));
		await dara.close();
		await stranger.close();
	});

	test('that begins after a change is told of it, and of none where there is none', async () => {
		const { change } = (await (await get('dara', '/changes?after=0')).json()) as { change: number };
		const late = await listenAs('dara', randomUUID(), '&after=0');
		await late.next(({ event }) => event === 'change');
		const current = await listenAs('dara', randomUUID(), `&after=${change}`);
		await current.next(({ event }) => event === 'people');
		expect(current.all().filter(({ event }) => event === 'change')).toEqual([]);
		await late.close();
		await current.close();
	});

	test('shows who is at which question, without names', async () => {
		const page = randomUUID();
		const [sokha, dara] = [await listenAs('sokha'), await listenAs('dara', page)];
		expect((await post('dara', '/presence', { page, question: 'how' })).status).toBe(204);
		const { data } = await sokha.next(
			({ data }) => JSON.stringify(data).includes(page) && JSON.stringify(data).includes('how')
		);
		expect(data).toContainEqual({ page, account: world.accounts.dara, question: 'how' });
		await dara.close();
		await sokha.next(
			({ event, data }) => event === 'people' && !JSON.stringify(data).includes(page)
		);
		await sokha.close();
	});

	test('is neither compressed nor kept, and asking for its head opens none', async () => {
		const dara = await listenAs('dara');
		expect(dara.headers).toMatchObject({
			'content-type': 'text/event-stream; charset=utf-8',
			'cache-control': expect.stringContaining('no-store')
		});
		expect(dara.headers['content-encoding']).toBeUndefined();
		await dara.close();
		const head = await fetch(`${home}/live?page=${randomUUID()}`, {
			method: 'HEAD',
			headers: { cookie: app.cookies.dara }
		});
		expect(head.status).toBe(405);
	});
});

test('what a page asks by itself keeps no session alive; what somebody presses does', async () => {
	const before = new Date(Date.now() - 600_000);
	const mine = () => asSystem(database.db, (trx) => sessionsOf(trx).executeTakeFirstOrThrow());
	const sessionsOf = (trx: Trx) =>
		trx.selectFrom('sessions').select('last_seen_at').where('account_id', '=', world.accounts.dara);
	await asSystem(database.db, (trx) =>
		trx
			.updateTable('sessions')
			.set({ last_seen_at: before })
			.where('account_id', '=', world.accounts.dara)
			.execute()
	);
	const stream = await listenAs('dara');
	expect((await get('dara', '/changes?after=0')).status).toBe(200);
	expect((await get('dara', '/view')).status).toBe(200);
	expect((await mine()).last_seen_at).toEqual(before);
	await post('dara', '/presence', { page: randomUUID(), question: null });
	expect((await mine()).last_seen_at.getTime()).toBeGreaterThan(before.getTime());
	await stream.close();
});

describe('what is not as it should be is refused', () => {
	test.each([
		['a page without a name', '/live', 422],
		['a page that is no UUID', '/live?page=1', 422],
		['a number that is none', '/changes?after=-1', 422],
		['a number that is a word', `/live?page=${randomUUID()}&after=x`, 422]
	])('%s', async (_what, path, status) => {
		expect((await get('sokha', path)).status).toBe(status);
	});

	test('a presence that is no JSON, too long, or nobody’s page', async () => {
		const page = randomUUID();
		expect((await post('sokha', '/presence', { page, question: 'how' }, 'text/plain')).status).toBe(
			415
		);
		for (const body of [{ page }, { page: '1', question: 'how' }, { page, question: '' }, [], null])
			expect((await post('sokha', '/presence', body)).status).toBe(422);
		const long = { page, question: 'x'.repeat(3_000) };
		expect((await post('sokha', '/presence', long)).status).toBe(413);
		expect((await post('budi', '/presence', { page, question: 'how' })).status).toBe(404);
		expect((await post('rina', '/presence', { page, question: 'how' })).status).toBe(404);
	});
});

describe('pages on a slow line', () => {
	/** As Node's own client gives it: not yet unpacked. */
	const raw = (headers: Record<string, string>, path = '', method = 'GET') =>
		new Promise<{ status: number; encoding: string | undefined; bytes: number }>(
			(resolve, reject) => {
				const asked = httpRequest(
					home + path,
					{ method, headers: { cookie: app.cookies.sokha, ...headers } },
					(answer) => {
						let bytes = 0;
						answer.on('data', (chunk: Buffer) => (bytes += chunk.length));
						answer.on('end', () =>
							resolve({
								status: answer.statusCode!,
								encoding: answer.headers['content-encoding'],
								bytes
							})
						);
					}
				);
				asked.on('error', reject).end();
			}
		);

	test('come compressed, as far as the browser takes it', async () => {
		const plain = await raw({});
		expect([plain.status, plain.encoding]).toEqual([200, undefined]);
		for (const encoding of ['br', 'gzip']) {
			const packed = await raw({ 'accept-encoding': encoding });
			expect([packed.status, packed.encoding]).toEqual([200, encoding]);
			expect(packed.bytes).toBeLessThan(plain.bytes / 2);
		}
		const head = await raw({ 'accept-encoding': 'br' }, '', 'HEAD');
		expect([head.status, head.bytes]).toEqual([200, 0]);
	});

	test('do not where another site chose words of the address', async () => {
		const led = { 'accept-encoding': 'br', 'sec-fetch-site': 'cross-site' };
		const guessed = await raw(led, '?done=guess');
		expect([guessed.status, guessed.encoding]).toEqual([200, undefined]);
		// A link in a mail has none, and whoever follows it is on a slow line too.
		expect((await raw(led)).encoding).toBe('br');
		expect((await raw({ ...led, 'sec-fetch-site': 'same-origin' }, '?done=x')).encoding).toBe('br');
	});
});
