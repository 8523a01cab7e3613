/** The page behind the link of a mail, over HTTP: who tries addresses is stopped. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { asSystem } from '#lib/server/database/asActor.ts';
import type { Database } from '#lib/server/database/database.ts';
import { getInstanceKey } from '#lib/server/keys/instanceKey.ts';
import { writeQueryToken } from '#lib/server/mail/queryLink.ts';
import { type App, serveApp } from '../support/app.ts';
import { openTestDatabase } from '../support/database.ts';
import { SECRET, askAbout, submitJustice } from '../support/submittedWorld.ts';
import { type World, buildWorld } from '../support/world.ts';

let database: Database;
let world: World;
let app: App;
let path: string;
beforeAll(async () => {
	database = await openTestDatabase();
	world = await buildWorld(database);
	app = await serveApp(world);
	const queryId = await askAbout(world, await submitJustice(world));
	const key = await getInstanceKey(world.system, 'query_link');
	const expiresAt = new Date(Date.now() + 86_400_000);
	path = `/query/${writeQueryToken(key, { queryId, accountId: world.accounts.dara, expiresAt })}`;
});
afterAll(async () => {
	await app?.close();
	await database.close();
});

const look = (at: string) => fetch(app.origin + at, { headers: { accept: 'text/html' } });
const reply = (at: string) =>
	fetch(app.origin + at, {
		method: 'POST',
		redirect: 'manual',
		headers: { origin: app.origin, accept: 'text/html' },
		body: new URLSearchParams({ id: randomUUID(), body: SECRET.reply })
	});
const forget = () => asSystem(database.db, (trx) => trx.deleteFrom('throttles').execute());

test('fifty looks from one address, then none for a while, however good the link is', async () => {
	expect((await look(path)).status).toBe(200);
	const forged = `/query/${'A'.repeat(91)}`;
	for (let tries = 2; tries <= 50; tries += 1)
		expect((await look(forged)).status, String(tries)).toBe(404);
	expect((await look(forged)).status).toBe(429);
	const refused = await look(path);
	expect(refused.status).toBe(429);
	expect(await refused.text()).not.toContain(SECRET.query);
	// Neither is a reply taken.
	expect((await reply(path)).status).toBe(429);
	await forget();
	expect((await look(path)).status).toBe(200);
});

test('replies count as well', async () => {
	await forget();
	expect((await reply(path)).status).toBe(303);
	for (let tries = 2; tries <= 50; tries += 1) await reply(`/query/${'B'.repeat(91)}`);
	expect((await reply(path)).status).toBe(429);
});
