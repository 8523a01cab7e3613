import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { asSystem } from '#lib/server/database/asActor.ts';
import type { Database } from '#lib/server/database/database.ts';
import { hashToken, newToken } from '#lib/server/accounts/tokens.ts';
import { type Hub, type Watcher, createHub } from '#lib/server/realtime/hub.ts';
import { saveAnswers } from '#lib/server/responses/answer.ts';
import { listChanges } from '#lib/server/responses/changes.ts';
import { findWatched, listEnded } from '#lib/server/responses/watching.ts';
import { openTestDatabase } from '../support/database.ts';
import { type Person, type World, buildWorld } from '../support/world.ts';

/** What open pages are told: at once, of their own delegation only, and ids only. */
let database: Database;
let world: World;
const hubs: Hub[] = [];
beforeAll(async () => {
	database = await openTestDatabase();
	world = await buildWorld(database);
});
afterEach(async () => {
	for (const hub of hubs.splice(0)) await hub.stop();
});
afterAll(() => database.close());

/** A process of its own, as far as telling goes. */
function startHub(most = 100): Hub {
	const hub = createHub(database, {
		listEnded: (watchers) => listEnded(world.system, watchers),
		most,
		times: { gather: 10, here: 200 }
	});
	hubs.push(hub);
	return hub;
}

interface Told {
	event: string;
	data: unknown;
}

async function signIn(person: Person): Promise<string> {
	const session = hashToken(newToken());
	await asSystem(database.db, (trx) =>
		trx
			.insertInto('sessions')
			.values({
				id: session,
				account_id: world.accounts[person],
				expires_at: new Date(Date.now() + 3_600_000)
			})
			.execute()
	);
	return session;
}

/** Opens a page of an area on a process; gives what it is told. */
async function open(hub: Hub, person: Person, country: 'KH' | 'ID', area = 'return') {
	const told: Told[] = [];
	const page = randomUUID();
	let isEnded = false;
	const watcher: Watcher = {
		page,
		account: world.accounts[person],
		session: await signIn(person),
		delegation: world.delegations[country],
		response: await world.responseId(country, area),
		tell: (event, data) => told.push({ event, data }) > 0,
		beat: () => {},
		end: () => void (isEnded = true)
	};
	const leave = await hub.open(watcher);
	return {
		page,
		watcher,
		told,
		leave,
		isEnded: () => isEnded,
		changes: () => told.filter(({ event }) => event === 'change').map(({ data }) => data),
		/** The people of the last event, this page's own left out. */
		people: () => told.findLast(({ event }) => event === 'people')?.data
	};
}

const save = async (
	person: Person,
	country: 'KH' | 'ID',
	value: string,
	area = 'return',
	base = 0
) =>
	saveAnswers(world.as(person), {
		responseId: await world.responseId(country, area),
		saveId: randomUUID(),
		answers: [
			{
				question: area === 'return' ? 'how' : 'obstacles',
				base,
				status: 'answered',
				value,
				reason: null,
				exposure: 'public'
			}
		]
	});

describe('changes', () => {
	test('reach colleagues on the same area of every process, and nobody else', async () => {
		const [first, second] = [startHub(), startHub()];
		const dara = await open(first, 'dara', 'KH');
		const elsewhere = await open(second, 'dara', 'KH');
		const otherArea = await open(second, 'dara', 'KH', 'justice');
		const budi = await open(second, 'budi', 'ID');
		await save('sokha', 'KH', 'By a hotline nobody else should read of.');
		const response = await world.responseId('KH', 'return');
		const change = { response, what: 'answers' };
		await vi.waitFor(() => expect(dara.changes()).toContainEqual(change));
		await vi.waitFor(() => expect(elsewhere.changes()).toContainEqual(change));
		expect(otherArea.changes()).not.toContainEqual(change);
		// The same words from his own country do reach him, so he was listening all along.
		await save('budi', 'ID', 'Our own answer.');
		const his = { response: await world.responseId('ID', 'return'), what: 'answers' };
		await vi.waitFor(() => expect(budi.changes()).toContainEqual(his));
		expect(JSON.stringify(budi.told)).not.toContain(response);
		expect(JSON.stringify([dara.told, elsewhere.told, budi.told])).not.toMatch(
			/hotline|Our own|Sokha|Dara|Budi/
		);
	});

	test('of an area’s state are told to all areas of the delegation', async () => {
		const hub = startHub();
		const dara = await open(hub, 'dara', 'KH', 'return');
		await save('sokha', 'KH', 'Distance.', 'justice');
		await vi.waitFor(() =>
			expect(dara.changes()).toContainEqual(expect.objectContaining({ what: 'state' }))
		);
	});

	test('that a page saved itself are told to every other page, also of the same account', async () => {
		const hub = startHub();
		const sokha = await open(hub, 'sokha', 'KH', 'justice');
		const other = await open(hub, 'sokha', 'KH', 'justice');
		const dara = await open(hub, 'dara', 'KH', 'justice');
		const { response, page } = sokha.watcher;
		const change = { response, what: 'answers' };
		const first = { responseId: response, saveId: randomUUID() };
		const answers = [
			{
				question: 'can_complain',
				base: 0,
				status: 'answered' as const,
				value: 'no',
				reason: null,
				exposure: 'public' as const
			}
		];
		const from = (person: Person, pageOf: string) => ({
			...world.as(person),
			actor: { accountId: world.accounts[person], page: pageOf }
		});
		await saveAnswers(from('sokha', page), { ...first, answers });
		await vi.waitFor(() => expect(dara.changes()).toContainEqual(change));
		await vi.waitFor(() => expect(other.changes()).toContainEqual(change));
		expect(sokha.changes()).not.toContainEqual(change);
		// Nobody silences another's page by giving its name.
		await saveAnswers(from('dara', page), {
			responseId: response,
			saveId: randomUUID(),
			answers: [{ ...answers[0]!, base: 1, value: 'yes' }]
		});
		await vi.waitFor(() => expect(sokha.changes()).toContainEqual(change));
	});

	test('that were rolled back are told to nobody', async () => {
		const hub = startHub();
		const dara = await open(hub, 'dara', 'KH');
		await expect(
			asSystem(database.db, async (trx) => {
				await trx
					.updateTable('answers')
					.set({ reason: null })
					.where('delegation_id', '=', world.delegations.KH)
					.execute();
				throw new Error('on second thoughts');
			})
		).rejects.toThrow('second thoughts');
		await save('sokha', 'KH', 'Distance and fees.', 'justice', 1);
		await new Promise((resolve) => setTimeout(resolve, 100));
		expect(dara.changes()).toEqual([]);
	});

	test('since a number are what was saved since, and its own members’ only', async () => {
		const { change } = await findWatched(world.as('dara'), world.delegations.KH, 'justice');
		expect(change).toBeGreaterThan(0);
		await save('sokha', 'KH', 'Fees and fear.', 'justice', 2);
		const since = await listChanges(world.as('dara'), world.delegations.KH, 'justice', change);
		expect(since.answers).toMatchObject([{ question: 'obstacles', by: world.accounts.sokha }]);
		expect(since.change).toBeGreaterThan(change);
		const none = await listChanges(world.as('dara'), world.delegations.KH, 'justice', since.change);
		expect(none).toEqual({ change: since.change, answers: [] });
		const all = await listChanges(world.as('dara'), world.delegations.KH, 'justice', 0);
		expect(all.change).toBe(since.change);
		for (const person of ['budi', 'rina', 'edi', 'rudi', 'omar', 'ana'] as const) {
			const stranger = world.as(person);
			await expect(listChanges(stranger, world.delegations.KH, 'justice', 0)).rejects.toThrow(
				'not_found'
			);
			await expect(findWatched(stranger, world.delegations.KH, 'justice')).rejects.toThrow(
				'not_found'
			);
		}
		await expect(listChanges(world.as('dara'), world.delegations.KH, 'none', 0)).rejects.toThrow(
			'not_found'
		);
	});
});

describe('who is there', () => {
	test('crosses between processes, with the question, until the page closes', async () => {
		const [first, second] = [startHub(), startHub()];
		const sokha = await open(first, 'sokha', 'KH');
		const dara = await open(second, 'dara', 'KH');
		const budi = await open(second, 'budi', 'ID');
		const seen = (question: string | null) => [
			{ page: dara.page, account: world.accounts.dara, question }
		];
		await vi.waitFor(() => expect(sokha.people()).toEqual(seen(null)));
		// Dara came second, so her process had to ask.
		await vi.waitFor(() =>
			expect(dara.people()).toEqual([
				{ page: sokha.page, account: world.accounts.sokha, question: null }
			])
		);
		// Posted to the other process than the one that holds her stream.
		const { page, account, delegation, response } = dara.watcher;
		await first.move({ page, account, delegation, response, question: 'how' });
		await vi.waitFor(() => expect(sokha.people()).toEqual(seen('how')));
		// Signs of life of a process that holds the stream do not move her back.
		await new Promise((resolve) => setTimeout(resolve, 450));
		expect(sokha.people()).toEqual(seen('how'));
		dara.leave();
		await vi.waitFor(() => expect(sokha.people()).toEqual([]));
		expect(budi.people()).toEqual([]);
	});

	test('nobody can be where somebody else’s page is', async () => {
		const hub = startHub();
		const sokha = await open(hub, 'sokha', 'KH');
		const dara = await open(hub, 'dara', 'KH');
		const { page, delegation, response } = dara.watcher;
		await hub.move({ page, account: world.accounts.sokha, delegation, response, question: 'how' });
		await vi.waitFor(() =>
			expect(sokha.people()).toEqual(
				expect.arrayContaining([
					{ page, account: world.accounts.sokha, question: 'how' },
					{ page, account: world.accounts.dara, question: null }
				])
			)
		);
	});

	test('a process that stops takes its people with it', async () => {
		const [first, second] = [startHub(), startHub()];
		const sokha = await open(first, 'sokha', 'KH');
		const dara = await open(second, 'dara', 'KH');
		await vi.waitFor(() => expect(sokha.people()).toHaveLength(1));
		await second.stop();
		expect(dara.isEnded()).toBe(true);
		await vi.waitFor(() => expect(sokha.people()).toEqual([]));
	});

	test('moving too often is refused', async () => {
		const hub = startHub();
		const person = {
			page: randomUUID(),
			account: world.accounts.sokha,
			delegation: world.delegations.KH,
			response: await world.responseId('KH', 'return'),
			question: 'how'
		};
		for (let time = 0; time < 30; time += 1) await hub.move(person);
		await expect(hub.move(person)).rejects.toThrow('too_many_attempts');
		await hub.move({ ...person, account: world.accounts.dara });
	});
});

describe('a stream ends', () => {
	const over = { event: 'over', data: { why: 'ended' } };

	test('when its session does, and only that one', async () => {
		const hub = startHub();
		const gone = await open(hub, 'dara', 'KH');
		const stays = await open(hub, 'dara', 'KH');
		await database.db.deleteFrom('sessions').where('id', '=', gone.watcher.session).execute();
		await hub.check();
		expect(gone.told).toContainEqual(over);
		expect(gone.isEnded()).toBe(true);
		expect(stays.told).not.toContainEqual(over);
		expect(stays.isEnded()).toBe(false);
	});

	test('when its account is disabled', async () => {
		const hub = startHub();
		const budi = await open(hub, 'budi', 'ID');
		const set = (disabled_at: Date | null) =>
			asSystem(database.db, (trx) =>
				trx
					.updateTable('accounts')
					.set({ disabled_at })
					.where('id', '=', world.accounts.budi)
					.execute()
			);
		await set(new Date());
		await hub.check();
		await set(null);
		expect(budi.told).toContainEqual(over);
	});

	test('at once when the person is removed from the delegation', async () => {
		const hub = startHub();
		const sokha = await open(hub, 'sokha', 'KH');
		const dara = await open(hub, 'dara', 'KH');
		const member = await asSystem(database.db, (trx) =>
			trx
				.deleteFrom('delegation_members')
				.where('account_id', '=', world.accounts.dara)
				.returningAll()
				.executeTakeFirstOrThrow()
		);
		await vi.waitFor(() => expect(dara.told).toContainEqual(over));
		expect(sokha.isEnded()).toBe(false);
		expect(sokha.changes()).toContainEqual({ response: null, what: 'people' });
		await asSystem(database.db, (trx) =>
			trx.insertInto('delegation_members').values(member).execute()
		);
	});

	test('when the same account opens a seventh', async () => {
		const hub = startHub();
		const first = await open(hub, 'sokha', 'KH');
		const others = [];
		for (let time = 0; time < 5; time += 1) others.push(await open(hub, 'sokha', 'KH'));
		expect(first.isEnded()).toBe(false);
		await open(hub, 'sokha', 'KH');
		expect(first.told).toContainEqual({ event: 'over', data: { why: 'elsewhere' } });
		expect(first.isEnded()).toBe(true);
		expect(others.every(({ isEnded }) => !isEnded())).toBe(true);
	});

	test('and none begins where there are too many', async () => {
		const hub = startHub(1);
		const sokha = await open(hub, 'sokha', 'KH');
		await expect(open(hub, 'dara', 'KH')).rejects.toThrow('too_busy');
		sokha.leave();
		await open(hub, 'dara', 'KH');
	});
});

test.runIf(process.env.MUFAKAT_TEST_ENGINE === 'postgres')(
	'a lost connection is made again, and pages are told to catch up',
	async () => {
		const hub = startHub();
		const dara = await open(hub, 'dara', 'KH');
		const response = dara.watcher.response;
		await sql`select pg_terminate_backend(pid) from pg_stat_activity
			where application_name = 'mufakat listening' and datname = current_database()`.execute(database.db);
		await vi.waitFor(() => expect(dara.changes()).toContainEqual({ response, what: 'answers' }), {
			timeout: 5_000
		});
		const before = dara.changes().length;
		await save('sokha', 'KH', 'After the line was cut.');
		await vi.waitFor(() => expect(dara.changes().length).toBeGreaterThan(before), 5_000);
	}
);
