import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '#lib/server/database/database.ts';
import { type App, serveApp } from '../support/app.ts';
import { openTestDatabase } from '../support/database.ts';
import { type Person, type World, buildWorld } from '../support/world.ts';

/** What the server tells a device, over HTTP. */
let database: Database;
let world: World;
let app: App;
beforeAll(async () => {
	database = await openTestDatabase();
	world = await buildWorld(database);
	app = await serveApp(world);
});
afterAll(async () => {
	await app?.close();
	await database.close();
});

const get = (path: string, cookie = '') =>
	fetch(app.origin + path, { redirect: 'manual', headers: { cookie } });
const post = (path: string, cookie: string, fields: Record<string, string> = {}) =>
	fetch(app.origin + path, {
		method: 'POST',
		redirect: 'manual',
		headers: { cookie, origin: app.origin, accept: 'text/html' },
		body: new URLSearchParams(fields)
	});
const keyOf = async (person: Person) =>
	(await (await get('/device/key', app.cookies[person])).json()) as {
		account: string;
		name: string;
		key: string;
	};

test('the key of a device is for whoever is signed in, and for nobody else', async () => {
	expect((await get('/device/key')).status).toBe(401);
	const answer = await get('/device/key', app.cookies.sokha);
	expect(answer.status).toBe(200);
	expect(answer.headers.get('cache-control')).toBe('no-store');
	const [own, colleague] = [await keyOf('sokha'), await keyOf('dara')];
	expect([own.account, colleague.account]).toEqual([world.accounts.sokha, world.accounts.dara]);
	// By which people tell apart whose work it is, where two have the same password.
	expect([own.name, colleague.name]).toEqual(['Sokha', 'Dara']);
	expect(own.key).not.toBe(colleague.key);
});

test('signing out asks first where something waits on the device, then clears it', async () => {
	const cookie = `${app.cookies.budi}; mufakat_waiting=2`;
	const asked = await post('/sign-out', cookie);
	expect([asked.status, asked.headers.get('location')]).toEqual([303, '/device?leaving']);
	expect(asked.headers.get('clear-site-data')).toBeNull();
	const page = await (await get('/device?leaving', cookie)).text();
	expect(page).toContain('name="sure"');
	const done = await post('/sign-out', cookie, { sure: '1' });
	expect(done.headers.get('location')).toBe('/sign-in?after=sign-out');
	expect(done.headers.get('clear-site-data')).toBe('"cache", "storage"');
	expect(done.headers.getSetCookie().join()).toMatch(/mufakat_waiting=;/);
	expect((await get('/device/key', app.cookies.budi)).status).toBe(401);
});

test('signing out with nothing waiting asks nothing', async () => {
	for (const waiting of ['', '; mufakat_waiting=0', '; mufakat_waiting=many']) {
		const { headers } = await post('/sign-out', `${app.cookies.edi}${waiting}`);
		expect(headers.get('location'), waiting).toBe('/sign-in?after=sign-out');
	}
});

test('leave no trace clears the device, keeps the session and can be taken back', async () => {
	const off = await post('/device?/off', `${app.cookies.sokha}; mufakat_waiting=2`);
	expect(off.headers.get('location')).toBe('/device?done=off');
	expect(off.headers.get('clear-site-data')).toBe('"cache", "storage"');
	const cookies = off.headers.getSetCookie().join();
	expect(cookies).toMatch(/mufakat_no_trace=1;/);
	expect(cookies).toMatch(/mufakat_waiting=;/);
	expect((await get('/device/key', app.cookies.sokha)).status).toBe(200);
	const on = await post('/device?/on', `${app.cookies.sokha}; mufakat_no_trace=1`);
	expect(on.headers.get('clear-site-data')).toBeNull();
	expect(on.headers.getSetCookie().join()).toMatch(/mufakat_no_trace=;/);
});

test('pages without script say that something waits', async () => {
	const cookie = `${app.cookies.sokha}; mufakat_waiting=3`;
	expect(await (await get('/account', cookie)).text()).toContain(
		'Not sent yet from this device: 3'
	);
	expect(await (await get('/account', app.cookies.sokha)).text()).not.toContain('Not sent yet');
});

test('the offline shell is a file for everybody, with hashes instead of nonces', async () => {
	const shell = await get('/offline');
	const html = await shell.text();
	expect(shell.status).toBe(200);
	expect(html).toMatch(/content-security-policy" content="[^"]*script-src 'self' 'sha256-/);
	expect(html).not.toContain('nonce');
	// A page with script; those without need none.
	const page = await get('/device', app.cookies.sokha);
	expect(page.headers.get('content-security-policy')).toContain("'nonce-");
});
