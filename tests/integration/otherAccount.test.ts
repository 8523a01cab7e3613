import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asSystem } from '#lib/server/database/asActor.ts';
import type { Database } from '#lib/server/database/database.ts';
import { type App, serveApp } from '../support/app.ts';
import { openTestDatabase } from '../support/database.ts';
import { type World, buildWorld } from '../support/world.ts';

/**
 * Nobody's words are sent in another's name: Dara is signed in now, and what comes was written
 * by Sokha. Both answer for Cambodia, so nothing but the name stands in the way.
 */
let database: Database;
let world: World;
let app: App;
let here: string;
beforeAll(async () => {
	database = await openTestDatabase();
	world = await buildWorld(database);
	app = await serveApp(world);
	here = `${app.origin}/respond/${world.delegations.KH}/justice`;
});
afterAll(async () => {
	await app?.close();
	await database.close();
});

const MARK = 'Sample answer: the heron told me.';
const send = (path: string, body: BodyInit, headers: Record<string, string>, as: 'dara' | 'omar') =>
	fetch(`${here}${path}`, {
		method: 'POST',
		redirect: 'manual',
		headers: {
			cookie: app.cookies[as],
			origin: app.origin,
			accept: 'application/json',
			...headers
		},
		body
	});
const saveBody = () =>
	JSON.stringify({
		saveId: randomUUID(),
		answers: [{ question: 'obstacles', base: 0, status: 'answered', value: MARK }]
	});
const evidenceForm = (fields: Record<string, string> = {}) => {
	const form = new FormData();
	const all = { id: randomUUID(), question: 'obstacles', kind: 'law', citation: MARK, link: '' };
	for (const [name, value] of Object.entries({ ...all, exposure: 'public', ...fields }))
		form.set(name, value);
	return form;
};
/** Everything the response holds that somebody wrote. */
const countWritten = () =>
	asSystem(database.db, async (trx) => {
		const counts = await Promise.all(
			(
				['answer_revisions', 'saves', 'evidence', 'area_marks', 'proposals', 'comments'] as const
			).map(
				async (table) =>
					(
						await trx
							.selectFrom(table)
							.select((eb) => eb.fn.countAll<number>().as('n'))
							.executeTakeFirstOrThrow()
					).n
			)
		);
		return counts.map(Number);
	});

describe('a script that says whose words it sends', () => {
	const json = { 'content-type': 'application/json' };
	const action = { 'x-sveltekit-action': 'true' };
	const ways: [string, () => [string, BodyInit, Record<string, string>]][] = [
		['answers', () => ['/answers', saveBody(), json]],
		['a mark', () => ['/ready', JSON.stringify({ id: randomUUID(), ready: true }), json]],
		['a source', () => ['/evidence?question=obstacles', evidenceForm(), action]]
	];
	test.each(ways)('%s: refused from the session of somebody else', async (_, way) => {
		const before = await countWritten();
		const [path, body, headers] = way();
		// Omar has no part in any of it, and is told the same, not that there is nothing.
		for (const person of ['dara', 'omar'] as const) {
			const writer = { 'x-mufakat-writer': world.accounts.sokha };
			const answer = await send(path, body, { ...headers, ...writer }, person);
			expect(answer.status).toBe(409);
			expect(await answer.json()).toMatchObject({ code: 'other_account' });
		}
		expect(await countWritten()).toEqual(before);
	});

	test.each(ways)('%s: taken from the writer’s own', async (_, way) => {
		const before = await countWritten();
		const [path, body, headers] = way();
		const writer = { 'x-mufakat-writer': world.accounts.dara };
		const answer = await send(path, body, { ...headers, ...writer }, 'dara');
		expect(answer.status).toBe(200);
		expect(await countWritten()).not.toEqual(before);
	});

	test('what a page fetches for itself is not given to somebody else’s page', async () => {
		for (const path of ['/view', '/changes?after=0']) {
			const read = (writer: 'sokha' | 'dara') =>
				fetch(here + path, {
					headers: { cookie: app.cookies.dara, 'x-mufakat-writer': world.accounts[writer] }
				});
			expect((await read('sokha')).status, path).toBe(409);
			expect((await read('dara')).status, path).toBe(200);
		}
	});
});

describe('a form without script', () => {
	const fields = (given: Record<string, string>) => new URLSearchParams(given);
	const page = { accept: 'text/html' };
	const ways: [string, string, (writer: string) => BodyInit][] = [
		[
			'answers',
			'?/save',
			(writer) =>
				fields({ save: randomUUID(), writer, 'q.obstacles.value': MARK, 'q.obstacles.base': '0' })
		],
		['a source', '/evidence?question=obstacles', (writer) => evidenceForm({ writer })],
		[
			'a proposal',
			'/propose?question=obstacles',
			(writer) =>
				fields({ key: randomUUID(), writer, 'q.obstacles.value': MARK, 'q.obstacles.base': '0' })
		],
		['a comment', '/comments?/write', (writer) => fields({ id: randomUUID(), writer, body: MARK })],
		['a mark', '/ready', (writer) => fields({ id: randomUUID(), writer, ready: 'yes' })]
	];
	test.each(ways)('%s: refused, with the words kept in the page', async (name, path, body) => {
		const before = await countWritten();
		const answer = await send(path, body(world.accounts.sokha), page, 'dara');
		expect(answer.status).toBe(409);
		expect(await countWritten()).toEqual(before);
		if (name === 'a mark') return;
		const html = await answer.text();
		expect(html).toContain(MARK);
		// Pressed once more it is still Sokha's.
		if (name !== 'answers') expect(html).toContain(`name="writer" value="${world.accounts.sokha}"`);
	});

	test.each(ways)('%s: taken from the writer’s own', async (_, path, body) => {
		const before = await countWritten();
		const answer = await send(path, body(world.accounts.dara), page, 'dara');
		expect(answer.status).toBe(303);
		expect(await countWritten()).not.toEqual(before);
	});

	test('every page with such a form names who it is for', async () => {
		for (const path of [
			'',
			'/evidence?question=obstacles',
			'/propose?question=obstacles',
			'/comments',
			'/submission',
			'/paper'
		]) {
			const answer = await fetch(here + path, { headers: { cookie: app.cookies.dara } });
			expect(await answer.text(), path).toContain(`name="writer" value="${world.accounts.dara}"`);
		}
	});
});
