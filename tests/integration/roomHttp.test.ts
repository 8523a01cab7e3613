import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WRITER_HEADER } from '#lib/client/writer.ts';
import { asSystem } from '#lib/server/database/asActor.ts';
import type { Database } from '#lib/server/database/database.ts';
import { type App, serveApp } from '../support/app.ts';
import { openTestDatabase } from '../support/database.ts';
import { AGREES_TO_ALL, addGroup, addParticipant, agree } from '../support/groupWorld.ts';
import { readEvents } from '../support/readEvents.ts';
import { type Person, type World, buildWorld } from '../support/world.ts';

/** The addresses a page of notes calls, over HTTP against the built application. */
let database: Database;
let world: World;
let app: App;
let room: string;
let groupId: string;
let personId: string;
let refuserId: string;
beforeAll(async () => {
	database = await openTestDatabase();
	world = await buildWorld(database);
	groupId = await addGroup(world);
	personId = await addParticipant(world, groupId, { pseudonym: 'P01', agrees: AGREES_TO_ALL });
	refuserId = await addParticipant(world, groupId, { pseudonym: 'P02', agrees: ['take_part'] });
	app = await serveApp(world);
	room = `${app.origin}/rounds/${world.roundId}/focus-groups/${groupId}/room`;
});
afterAll(async () => {
	await app?.close();
	await database.close();
});

const SECRET = 'the kingfisher sits on the third bridge';
const take = (given: Record<string, unknown> = {}) => ({
	...{ act: 'take', id: randomUUID(), at: Date.now(), speaker: 'participant' },
	...{ participantId: personId, kind: 'paraphrase', mark: 'off_record', blockId: null },
	...{ body: SECRET, ...given }
});
const send = (person: Person, acts: object[], more: Record<string, string> = {}, page?: string) =>
	fetch(`${room}/notes`, {
		method: 'POST',
		headers: {
			cookie: app.cookies[person],
			origin: app.origin,
			'content-type': 'application/json',
			accept: 'application/json',
			...more
		},
		body: JSON.stringify({ page, sentAt: Date.now(), acts })
	});
const get = (person: Person, path: string) =>
	fetch(room + path, { headers: { cookie: app.cookies[person], accept: 'application/json' } });
const listenAs = (person: Person, page: string = randomUUID(), more = '') =>
	readEvents(`${room}/live?page=${page}${more}`, app.cookies[person]);

describe('the stream', () => {
	test('tells another note-taker within two seconds, without a word; the note is then there to fetch', async () => {
		const [own, other] = [randomUUID(), randomUUID()];
		const nadia = await listenAs('nadia', own);
		const rina = await listenAs('rina', other);
		await send('nadia', [take()], {}, own);
		await rina.next(({ event }) => event === 'change');
		await new Promise((resolve) => setTimeout(resolve, 300));
		const told = rina.all().length;
		const started = performance.now();
		const note = take();
		expect((await send('nadia', [note], {}, own)).status).toBe(200);
		await expect
			.poll(() => rina.all().length, { interval: 10, timeout: 2_000 })
			.toBeGreaterThan(told);
		expect(performance.now() - started).toBeLessThan(2_000);
		expect(JSON.stringify([...rina.all(), ...nadia.all()])).not.toContain('kingfisher');
		// The page that wrote knows from the answer.
		expect(nadia.all().filter(({ event }) => event === 'change')).toEqual([]);
		const news = (await (await get('rina', '/changes?after=0')).json()) as { notes: unknown[] };
		expect(news.notes).toContainEqual(expect.objectContaining({ id: note.id, body: SECRET }));
		const people = rina.all().findLast(({ event }) => event === 'people')?.data;
		expect(people).toEqual([{ page: own, account: world.accounts.nadia, question: null }]);
		await nadia.close();
		await rina.close();
	});

	test('that begins after a change is told of it; strangers and readers have none', async () => {
		const late = await listenAs('rina', randomUUID(), '&after=0');
		await late.next(({ event }) => event === 'change');
		await late.close();
		for (const person of ['edi', 'rudi', 'sokha'] as const) {
			const refused = await listenAs(person);
			expect(refused.status, person).toBe(404);
			await refused.close();
			expect((await get(person, '/changes?after=0')).status, person).toBe(404);
			expect((await get(person, '/view')).status, person).toBe(404);
			expect((await send(person, [take()])).status, person).toBe(404);
		}
	});

	test('ends for somebody who takes no notes any more, and goes on for others', async () => {
		const nadia = await listenAs('nadia');
		const rina = await listenAs('rina');
		await asSystem(database.db, (trx) =>
			trx.deleteFrom('memberships').where('account_id', '=', world.accounts.nadia).execute()
		);
		// Somebody's consent is news of people, and then everybody's place is looked at.
		await agree(world, groupId, personId, AGREES_TO_ALL);
		await nadia.ended;
		expect(nadia.all()).toContainEqual({ event: 'over', data: { why: 'ended' } });
		expect(rina.all().some(({ event }) => event === 'over')).toBe(false);
		await rina.close();
		await asSystem(database.db, (trx) =>
			trx
				.insertInto('memberships')
				.values({
					account_id: world.accounts.nadia,
					study_id: world.studyId,
					role: 'note_taker'
				})
				.execute()
		);
	});
});

describe('notes sent by a script', () => {
	test('are answered one by one, with the reason in words', async () => {
		const acts = [take(), take({ participantId: refuserId }), take({ body: ' ' })];
		const answer = await send('nadia', [...acts, acts[0]!]);
		expect(answer.status).toBe(200);
		const { outcomes } = (await answer.json()) as { outcomes: Record<string, unknown>[] };
		expect(outcomes).toMatchObject([
			{ id: acts[0]!.id, result: 'stored' },
			{ id: acts[1]!.id, result: 'refused', code: 'notes_refused' },
			{ id: acts[2]!.id, result: 'refused', code: 'invalid' },
			{ id: acts[0]!.id, result: 'already' }
		]);
		expect(outcomes[1]!.reason).toMatch(/did not agree to notes/);
		expect(outcomes[1]!.reason).not.toContain('kingfisher');
	});

	test('are taken from nobody but who wrote them, and in no other shape', async () => {
		const foreign = { [WRITER_HEADER]: world.accounts.rina };
		expect((await send('nadia', [take()], foreign)).status).toBe(409);
		const own = { [WRITER_HEADER]: world.accounts.nadia };
		expect((await send('nadia', [take()], own)).status).toBe(200);
		expect((await send('nadia', [take({ speaker: 'king' })])).status).toBe(422);
		expect((await send('nadia', [{ act: 'sing', id: randomUUID() }])).status).toBe(422);
		expect((await send('nadia', [])).status).toBe(422);
	});
});
