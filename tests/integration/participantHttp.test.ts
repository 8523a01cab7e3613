import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asSystem } from '#lib/server/database/asActor.ts';
import { type Database, openPostgres } from '#lib/server/database/database.ts';
import { makeParticipantLink } from '#lib/server/focusgroups/participantLinks.ts';
import { newSealingKey } from '#lib/server/keys/sealing.ts';
import { CONSENT_ITEMS } from '#lib/terms.ts';
import { type App, fingerprint, serveApp } from '../support/app.ts';
import { participantRow, placeOf, withKey } from '../support/consentWorld.ts';
import { makeTestDatabase, openTestDatabase, openTestDirectory } from '../support/database.ts';
import { addGroup, addParticipant, addTurn } from '../support/groupWorld.ts';
import { type World, buildWorld } from '../support/world.ts';

/** A participant's page as a browser without scripts meets it. */
let database: Database;
let world: World;
let app: App;
let groupId: string;
let me: { id: string; path: string; turn: string };
let other: { id: string; path: string; turn: string };

async function arrive(pseudonym: string) {
	const id = await addParticipant(world, groupId, { pseudonym });
	const turn = await addTurn(world, groupId, { participantId: id, body: `Said by ${pseudonym}.` });
	const at = placeOf(world, groupId, id);
	const { link } = await makeParticipantLink(world.as('nadia'), {
		...at,
		id: randomUUID(),
		days: 30
	});
	return { id, turn, path: new URL(link).pathname };
}
beforeAll(async () => {
	database = await openTestDatabase();
	world = withKey(await buildWorld(database));
	groupId = await addGroup(world, { name: 'Jakarta, day 1' });
	me = await arrive('P01');
	other = await arrive('P02');
	app = await serveApp(world);
});
afterAll(async () => {
	await app?.close();
	await database.close();
});

const get = (path: string) => fetch(app.origin + path, { redirect: 'manual' });
const post = (path: string, action: string, form: Record<string, string>) =>
	fetch(`${app.origin}${path}?/${action}`, {
		method: 'POST',
		redirect: 'manual',
		headers: { origin: app.origin, accept: 'text/html' },
		body: new URLSearchParams(form)
	});
const field = (html: string, name: string) =>
	new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? '';
const mainOf = (html: string) => /<main[\s\S]*<\/main>/.exec(html)?.[0] ?? '';
const turnRow = (id: string) =>
	asSystem(database.db, (trx) =>
		trx.selectFrom('turns').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
	);

describe('the page', () => {
	test('shows one’s own words alone, keeps no copy, runs no script, and its title says nothing', async () => {
		const answer = await get(me.path);
		expect(answer.status).toBe(200);
		expect(answer.headers.get('cache-control')).toBe('no-store');
		expect(answer.headers.get('x-robots-tag')).toBe('noindex');
		const html = await answer.text();
		expect(html).toContain('Said by P01.');
		expect(html).not.toContain('Said by P02.');
		expect(html).not.toMatch(/<script/);
		const title = /<title>([^<]*)<\/title>/.exec(html)?.[1] ?? '';
		expect(title).toBe('Your page');
		for (const told of ['Rights study', 'Jakarta', 'Mufakat', 'P01'])
			expect(title).not.toContain(told);
		expect(html, 'but the page itself says what it is about').toContain('Rights study');
		expect(html).toContain('href="https://www.wikipedia.org/"');
	});

	test('of a link that does not work reads the same whyever it does not', async () => {
		const pages = new Set<string>();
		const gone = await arrive('P90');
		const late = await arrive('P91');
		const removed = await arrive('P92');
		await asSystem(database.db, async (trx) => {
			await trx
				.updateTable('participant_links')
				.set({ revoked_at: new Date() })
				.where('participant_id', '=', gone.id)
				.execute();
			await trx
				.updateTable('participant_links')
				.set({ expires_at: new Date(0) })
				.where('participant_id', '=', late.id)
				.execute();
			await trx
				.updateTable('participants')
				.set({ removed_at: new Date() })
				.where('id', '=', removed.id)
				.execute();
		});
		for (const path of [gone.path, late.path, removed.path, `/part/${'A'.repeat(43)}`, '/part/x']) {
			const answer = await get(path);
			expect(answer.status, path).toBe(410);
			expect(answer.headers.get('cache-control')).toBe('no-store');
			pages.add(mainOf(await answer.text()));
			const before = await fingerprint(world);
			const sent = await post(path, 'withdraw', { id: randomUUID(), scope: 'all' });
			expect(sent.status, path).toBe(410);
			expect(await fingerprint(world)).toEqual(before);
		}
		expect(pages.size).toBe(1);
	});
});

describe('its forms', () => {
	test('give consent, amend, strike and take back, each leading back to the page', async () => {
		const html = await (await get(me.path)).text();
		const consent = {
			id: randomUUID(),
			form: field(html, 'form'),
			language: 'en',
			...Object.fromEntries(CONSENT_ITEMS.map((item) => [`item_${item}`, 'yes']))
		};
		const given = await post(me.path, 'consent', consent);
		expect([given.status, given.headers.get('location')]).toEqual([
			303,
			`${me.path}?said=consent#said`
		]);
		expect(await participantRow(world, me.id)).toMatchObject({ consent_level: 5 });
		const incomplete = new Map(Object.entries({ ...consent, id: randomUUID() }));
		incomplete.delete('item_photo');
		const refused = await post(me.path, 'consent', Object.fromEntries(incomplete));
		expect(refused.status).toBe(422);
		expect(await refused.text()).toMatch(/id="missing-photo"/);

		const body = 'Said by P01, put right.';
		const amended = await post(me.path, 'amend', {
			turn: me.turn,
			base: '1',
			id: randomUUID(),
			body
		});
		expect(amended.headers.get('location')).toContain(`#t-${me.turn}`);
		expect(await turnRow(me.turn)).toMatchObject({ body, revision: 2 });
		await post(me.path, 'strike', { turn: me.turn, base: '2', struck: 'yes' });
		expect((await turnRow(me.turn)).struck_at).not.toBeNull();
		await post(me.path, 'withdraw', { id: randomUUID(), scope: 'quotes' });
		expect(await participantRow(world, me.id)).toMatchObject({ withdrawn_scope: 'quotes' });
	});

	test('keep what was typed where it is refused', async () => {
		const typed = 'Words that must not be lost.';
		const stale = await post(other.path, 'amend', {
			turn: other.turn,
			base: '99',
			id: randomUUID(),
			body: typed
		});
		expect(stale.status).toBe(409);
		expect(await stale.text()).toContain(typed);
		await asSystem(database.db, (trx) =>
			trx
				.updateTable('focus_groups')
				.set({ validation_until: '2020-01-01' })
				.where('id', '=', groupId)
				.execute()
		);
		const late = await post(other.path, 'amend', {
			turn: other.turn,
			base: '1',
			id: randomUUID(),
			body: typed
		});
		expect(late.status).toBe(409);
		const html = await late.text();
		expect(html).toContain(typed);
		expect(html).toContain('The time for checking these words is over.');
		await asSystem(database.db, (trx) =>
			trx
				.updateTable('focus_groups')
				.set({ validation_until: '2099-12-31' })
				.where('id', '=', groupId)
				.execute()
		);
	});

	test('with another’s turn are 404, and with nonsense 400, and change nothing', async () => {
		const before = await fingerprint(world);
		for (const [action, form] of [
			['amend', { turn: other.turn, base: '1', id: randomUUID(), body: 'forged' }],
			['strike', { turn: other.turn, base: '1', struck: 'yes' }],
			['lower', { turn: other.turn, base: '1', level: '0' }]
		] as const)
			expect((await post(me.path, action, form)).status, action).toBe(404);
		for (const [action, form] of [
			['amend', { turn: 'x', base: 'y', body: '' }],
			['strike', {}],
			['lower', { turn: me.turn, base: '1', level: '9' }],
			['withdraw', { id: 'x', scope: 'nothing' }],
			['identity', {}],
			['confirm', { seen: '%' }],
			['consent', { id: '', form: '' }]
		] as const)
			expect((await post(me.path, action, form)).status, action).toBe(400);
		expect(await fingerprint(world)).toEqual(before);
	});

	test('are refused when another site sends them', async () => {
		const { status } = await fetch(`${app.origin}${me.path}?/withdraw`, {
			method: 'POST',
			headers: { origin: 'https://elsewhere.example' },
			body: new URLSearchParams({ id: randomUUID(), scope: 'all' })
		});
		expect(status).toBe(403);
	});
});

test('a real server writes no name and no link into its log, nor into any file', async () => {
	const NAME = 'Planted Realname-Sokunthea';
	const key = newSealingKey();
	const dir = mkdtempSync(join(tmpdir(), 'mufakat-log-'));
	const url = await makeTestDatabase();
	const own = url ? await openPostgres(url) : await openTestDirectory(dir);
	const there = withKey(await buildWorld(own), key);
	const group = await addGroup(there);
	const id = await addParticipant(there, group, { pseudonym: 'PSEUDONYMZZ' });
	const { link } = await makeParticipantLink(there.as('rina'), {
		...placeOf(there, group, id),
		id: randomUUID(),
		days: 3
	});
	await own.close();
	const path = new URL(link).pathname;
	const port = await freePort();
	const child = spawn(process.execPath, ['server.ts'], {
		env: {
			PATH: process.env.PATH,
			NODE_NO_WARNINGS: '1',
			LOG_LEVEL: 'debug',
			PORT: String(port),
			MUFAKAT_DATA: dir,
			MUFAKAT_DEMO: '0',
			MUFAKAT_KEY: key,
			...(url ? { DATABASE_URL: url } : {})
		},
		stdio: ['ignore', 'pipe', 'pipe'],
		timeout: 200_000
	});
	let log = '';
	const up = new Promise<void>((resolve) => {
		for (const stream of [child.stdout, child.stderr])
			stream.on('data', (chunk) => {
				log += chunk;
				if (/Mufakat is ready/.test(log)) resolve();
			});
	});
	const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
	await Promise.race([up, ended]);
	const origin = `http://127.0.0.1:${port}`;
	const send = (body: string, type = 'application/x-www-form-urlencoded') =>
		fetch(`${origin}${path}?/identity`, {
			method: 'POST',
			redirect: 'manual',
			headers: { origin, 'content-type': type, accept: 'text/html' },
			body
		});
	const form = new URLSearchParams({ name: NAME, contact: '+855 00 000' }).toString();
	expect((await send(form)).status).toBe(303);
	// What goes wrong is logged, and the log quotes nothing of it.
	await send(`${form}&name=${'\u0000'}`);
	await send(form, 'multipart/form-data; boundary=x');
	await fetch(`${origin}/nowhere?name=${encodeURIComponent(NAME)}`);
	child.kill('SIGTERM');
	await ended;
	expect(log).toContain('Mufakat is ready');
	const token = path.split('/').at(-1)!;
	for (const part of [NAME, 'Realname', 'Sokunthea', '+855 00 000', token, key])
		expect(log).not.toContain(part);

	if (url) return;
	const files = readdirSync(dir, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => readFileSync(join(entry.parentPath, entry.name)));
	const hits = (text: string) => files.filter((bytes) => bytes.includes(Buffer.from(text))).length;
	expect(hits('PSEUDONYMZZ')).toBeGreaterThan(0);
	for (const part of [NAME, 'Realname', 'Sokunthea', '+855 00 000', token, key])
		expect(hits(part), part).toBe(0);
}, 240_000);

function freePort(): Promise<number> {
	return new Promise((resolve) => {
		const probe = createServer();
		probe.listen(0, '127.0.0.1', () => {
			const address = probe.address();
			probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
		});
	});
}
