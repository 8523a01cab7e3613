import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { asSystem } from '#lib/server/database/asActor.ts';
import type { Database } from '#lib/server/database/database.ts';
import { addEvidence } from '#lib/server/responses/evidence.ts';
import { getAreaPage } from '#lib/server/responses/pages.ts';
import { type App, serveApp } from '../support/app.ts';
import { openTestDatabase } from '../support/database.ts';
import { type World, buildWorld } from '../support/world.ts';

/** A source as a phone on a bad line sends it: again where the reply was lost. */
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

const listed = async () =>
	(await getAreaPage(world.as('dara'), world.delegations.KH, 'justice', 'en')).evidence;
const countAudited = () =>
	asSystem(database.db, async (trx) => {
		const entries = await trx
			.selectFrom('audit_entries')
			.select('id')
			.where('action', '=', 'evidence.add')
			.execute();
		return entries.length;
	});
const piece = async (id: string, citation: string) => ({
	id,
	responseId: await world.responseId('KH', 'justice'),
	question: 'obstacles',
	kind: 'law' as const,
	citation,
	link: null,
	exposure: 'public' as const,
	file: null
});

test('the same id is stored and audited once, whoever sends it again and however often', async () => {
	const id = randomUUID();
	await Promise.all(
		Array.from({ length: 3 }, async () =>
			addEvidence(world.as('sokha'), await piece(id, 'Sample act, article 1'))
		)
	);
	await addEvidence(world.as('dara'), await piece(id, 'Sample act, article 2'));
	const found = (await listed()).filter((each) => each.id === id);
	expect(found.map(({ citation }) => citation)).toEqual(['Sample act, article 1']);
	expect(await countAudited()).toBe(1);
	await addEvidence(world.as('sokha'), await piece(randomUUID(), 'Sample act, article 1'));
	expect(await countAudited()).toBe(2);
});

test('the same form with its file, sent twice, adds one source with one file', async () => {
	const id = randomUUID();
	const send = () => {
		const form = new FormData();
		const fields = { id, question: 'obstacles', kind: 'law', citation: 'Sample scan', link: '' };
		for (const [name, value] of Object.entries({ ...fields, exposure: 'public' }))
			form.set(name, value);
		form.set('file', new File(['Sample text of a scan.'], 'scan.txt', { type: 'text/plain' }));
		return fetch(
			`${app.origin}/respond/${world.delegations.KH}/justice/evidence?question=obstacles`,
			{
				method: 'POST',
				headers: {
					cookie: app.cookies.sokha,
					origin: app.origin,
					accept: 'application/json',
					'x-sveltekit-action': 'true',
					'x-mufakat-writer': world.accounts.sokha
				},
				body: form
			}
		);
	};
	for (const answer of [await send(), await send()])
		expect(await answer.json()).toMatchObject({ type: 'redirect' });
	const found = (await listed()).filter((each) => each.id === id);
	expect(found.map(({ citation, fileType }) => [citation, fileType])).toEqual([
		['Sample scan', 'text/plain']
	]);
});
