import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { asActor, asSystem } from '#lib/server/database/asActor.ts';
import type { Database } from '#lib/server/database/database.ts';
import { getInstanceKey } from '#lib/server/keys/instanceKey.ts';
import { LINK_DAYS, readQueryToken, writeQueryToken } from '#lib/server/mail/queryLink.ts';
import { assignQuery } from '#lib/server/review/assignQuery.ts';
import { acceptResponse } from '#lib/server/review/decision.ts';
import { getReviewPage } from '#lib/server/review/pages.ts';
import { closeQuery, openQuery, replyToQuery, sendBackQuery } from '#lib/server/review/query.ts';
import { readQueryLink, replyByLink } from '#lib/server/review/queryLink.ts';
import { getQueryList } from '#lib/server/review/queryList.ts';
import { getDelegationPage } from '#lib/server/responses/pages.ts';
import { openTestDatabase } from '../support/database.ts';
import { SECRET, askAbout, submitJustice } from '../support/submittedWorld.ts';
import { type Person, type World, buildWorld } from '../support/world.ts';

const DAY = 86_400_000;
const notFound = { code: 'not_found' };
const wrongState = { code: 'wrong_state' };
const NO_FILTER = { state: '', kind: '', country: '', assigned: '', age: '' };

let database: Database;
let world: World;
let responseId: string;
let key: Uint8Array;
let queryId: string;
beforeAll(async () => {
	database = await openTestDatabase();
	world = await buildWorld(database);
	responseId = await submitJustice(world);
	key = await getInstanceKey(world.system, 'query_link');
});
afterAll(() => database.close());
beforeEach(async () => {
	queryId = await askAbout(world, responseId);
});

const tokenFor = (person: Person, days = LINK_DAYS) =>
	writeQueryToken(key, {
		queryId,
		accountId: world.accounts[person],
		expiresAt: new Date(Date.now() + days * DAY)
	});
const read = (token: string) => readQueryLink(world.system, token);
const reply = (token: string, body = SECRET.reply, id = randomUUID()) =>
	replyByLink(world.system, token, { id, body });
const threadOf = async () =>
	(await getReviewPage(world.as('rina'), world.roundId, responseId)).queries.find(
		({ id }) => id === queryId
	)!;
const system = <T>(work: Parameters<typeof asSystem<T>>[1]) => asSystem(database.db, work);

describe('the token', () => {
	const link = {
		queryId: 'a0a0a0a0-0000-4000-8000-000000000001',
		accountId: 'b0b0b0b0-0000-4000-8000-000000000002',
		expiresAt: new Date('2026-12-15T00:00:00Z')
	};
	const now = new Date('2026-12-01T00:00:00Z');
	const token = writeQueryToken(new Uint8Array(32).fill(7), link);
	const own = new Uint8Array(32).fill(7);

	test('says what it is good for, in one part of an address', () => {
		expect(token).toMatch(/^[A-Za-z0-9_-]{91}$/);
		expect(readQueryToken(own, token, now)).toEqual(link);
	});

	test('is nothing once it has ended, once a letter is changed, or with another key', () => {
		expect(readQueryToken(own, token, link.expiresAt)).toBeUndefined();
		expect(readQueryToken(new Uint8Array(32).fill(8), token, now)).toBeUndefined();
		for (let at = 0; at < token.length; at += 1) {
			const other = token[at] === 'A' ? 'B' : 'A';
			const forged = token.slice(0, at) + other + token.slice(at + 1);
			expect(readQueryToken(own, forged, now), String(at)).toBeUndefined();
		}
		for (const wrong of [
			'',
			'x',
			`${token}A`,
			token.slice(1),
			`${token.slice(0, 90)}=`,
			`${token}\n`
		])
			expect(readQueryToken(own, wrong, now)).toBeUndefined();
	});
});

describe('the link in the mail', () => {
	test('shows the question and what was said, never the answer; reading consumes nothing', async () => {
		const token = tokenFor('dara');
		for (let times = 0; times < 2; times += 1) {
			const page = await read(token);
			expect(page).toMatchObject({ study: 'Rights study', round: '2026', country: 'KH' });
			expect(page.asked?.number).toBe('1.2');
			expect(page.query.messages.map(({ body }) => body)).toEqual([SECRET.query]);
			expect(JSON.stringify(page)).not.toContain(SECRET.answer);
		}
		expect((await threadOf()).state).toBe('open');
	});

	test('replies as exactly that account, once for one form, audited as come by mail', async () => {
		const id = randomUUID();
		await reply(tokenFor('dara'), SECRET.reply, id);
		await reply(tokenFor('dara'), SECRET.reply, id);
		const thread = await threadOf();
		expect(thread.state).toBe('replied');
		expect(thread.messages.map(({ act, author, body }) => [act, author, body])).toEqual([
			['ask', 'Rina', SECRET.query],
			['reply', 'Dara', SECRET.reply]
		]);
		const entries = await system((trx) =>
			trx
				.selectFrom('audit_entries')
				.select(['actor_id', 'detail'])
				.where('action', '=', 'query.reply')
				.where('subject_id', '=', queryId)
				.execute()
		);
		expect(entries).toEqual([
			{
				actor_id: world.accounts.dara,
				detail: { area: 'justice', question: 'obstacles', via: 'mail_link' }
			}
		]);
	});

	test('a form gone back to and sent with other words says them as well', async () => {
		const id = randomUUID();
		await reply(tokenFor('dara'), SECRET.reply, id);
		await reply(tokenFor('dara'), 'One more thing.', id);
		const said = (await threadOf()).messages.map(({ body }) => body);
		expect(said).toEqual([SECRET.query, SECRET.reply, 'One more thing.']);
	});

	test('stops when the query is closed, and says so; works again when it is sent back', async () => {
		const token = tokenFor('dara');
		await reply(token);
		await closeQuery(world.as('rina'), { queryId, body: '' });
		expect((await read(token)).query.state).toBe('closed');
		await expect(reply(token)).rejects.toMatchObject(wrongState);
		await sendBackQuery(world.as('rina'), { queryId, body: 'Which year?' });
		await reply(token, '2024.');
		expect((await threadOf()).messages).toHaveLength(5);
	});

	test('forged, ended, of a closed account, of who left, of a stranger: all the same nothing', async () => {
		const token = tokenFor('dara');
		const none = async (which: string) => {
			await expect(read(which)).rejects.toMatchObject(notFound);
			await expect(reply(which)).rejects.toMatchObject(notFound);
		};
		await none('A'.repeat(91));
		await none(tokenFor('dara', -1));
		for (const stranger of ['budi', 'omar', 'edi', 'rina'] as const) await none(tokenFor(stranger));

		const setDisabled = (disabled_at: Date | null) =>
			system((trx) =>
				trx
					.updateTable('accounts')
					.set({ disabled_at })
					.where('id', '=', world.accounts.dara)
					.execute()
			);
		await setDisabled(new Date());
		await none(token);
		await setDisabled(null);
		await read(token);

		const propose = (proposes_only: boolean) =>
			system((trx) =>
				trx
					.updateTable('delegation_members')
					.set({ proposes_only })
					.where('account_id', '=', world.accounts.dara)
					.execute()
			);
		await propose(true);
		await none(token);
		await propose(false);
		await read(token);

		await system((trx) =>
			trx.deleteFrom('delegation_members').where('account_id', '=', world.accounts.dara).execute()
		);
		await none(token);
		await system((trx) =>
			trx
				.insertInto('delegation_members')
				.values({ delegation_id: world.delegations.KH, account_id: world.accounts.dara })
				.execute()
		);
		await reply(token);
	});
});

describe('who it is for', () => {
	const assign = (person: Person, to: Person | null) =>
		assignQuery(world.as(person), { queryId, accountId: to && world.accounts[to] });

	test('the coordinator and the focal point say who replies; nobody else does', async () => {
		await assign('rina', 'dara');
		expect(await threadOf()).toMatchObject({ assigned: 'Dara', assignedTo: world.accounts.dara });
		await assign('sokha', 'sokha');
		expect((await threadOf()).assigned).toBe('Sokha');
		await assign('sokha', null);
		expect((await threadOf()).assigned).toBeNull();
		for (const person of ['dara', 'budi', 'edi', 'omar'] as const)
			await expect(assign(person, 'dara')).rejects.toMatchObject(notFound);
		for (const stranger of ['budi', 'rina', 'omar'] as const)
			await expect(assign('sokha', stranger)).rejects.toMatchObject(notFound);
		await closeQuery(world.as('rina'), { queryId, body: '' });
		await expect(assign('sokha', 'dara')).rejects.toMatchObject(wrongState);
	});

	test('the database holds to it: a focal point cannot close or reopen by writing the row', async () => {
		const write = (person: Person, set: object) =>
			asActor(database.db, world.as(person).actor, (trx) =>
				trx.updateTable('queries').set(set).where('id', '=', queryId).executeTakeFirst()
			);
		await expect(write('sokha', { state: 'closed', closed_at: new Date() })).rejects.toThrow(
			/only coordinators/
		);
		await expect(write('sokha', { closed_at: new Date(0) })).rejects.toThrow(/only coordinators/);
		await replyToQuery(world.as('sokha'), { queryId, body: 'Here.' });
		await expect(write('sokha', { state: 'open' })).rejects.toThrow(/only coordinators/);
		await expect(write('sokha', { assigned_to: world.accounts.budi })).rejects.toThrow(
			/foreign key/
		);
		expect((await write('budi', { assigned_to: world.accounts.sokha })).numUpdatedRows).toBe(0n);
		await write('rina', { state: 'open' });
	});

	test('who leaves has it no more', async () => {
		await assign('rina', 'dara');
		await system((trx) =>
			trx.deleteFrom('delegation_members').where('account_id', '=', world.accounts.dara).execute()
		);
		expect(await threadOf()).toMatchObject({ assigned: null, state: 'open' });
		await system((trx) =>
			trx
				.insertInto('delegation_members')
				.values({ delegation_id: world.delegations.KH, account_id: world.accounts.dara })
				.execute()
		);
	});

	test('at first it is for whoever the question is handed to, else whoever has the area', async () => {
		const hand = (account: Person, question: string | null) =>
			system((trx) =>
				trx
					.insertInto('handouts')
					.values({
						id: randomUUID(),
						delegation_id: world.delegations.KH,
						response_id: responseId,
						area: 'justice',
						question,
						account_id: world.accounts[account],
						given_by: world.accounts.sokha
					})
					.execute()
			);
		expect((await threadOf()).assigned).toBeNull();
		await hand('sokha', null);
		queryId = await askAbout(world, responseId);
		expect((await threadOf()).assigned).toBe('Sokha');
		await hand('dara', 'obstacles');
		queryId = await askAbout(world, responseId);
		expect((await threadOf()).assigned).toBe('Dara');
		await system((trx) => trx.updateTable('handouts').set({ revoked_at: new Date() }).execute());
		queryId = await askAbout(world, responseId);
		expect((await threadOf()).assigned).toBeNull();
	});
});

describe('the list of a round', () => {
	test('longest open first, days from asking to closing, and what it is filtered by', async () => {
		const set = (opened: number, closed: number | null) =>
			system((trx) =>
				trx
					.updateTable('queries')
					.set({
						opened_at: new Date(Date.now() - opened * DAY - 1000),
						closed_at: closed === null ? null : new Date(Date.now() - closed * DAY)
					})
					.where('id', '=', queryId)
					.execute()
			);
		await system((trx) => trx.deleteFrom('queries').execute());
		queryId = await askAbout(world, responseId);
		const old = queryId;
		await assignQuery(world.as('rina'), { queryId, accountId: world.accounts.dara });
		await replyToQuery(world.as('dara'), { queryId, body: 'Here.' });
		await sendBackQuery(world.as('rina'), { queryId, body: 'Not enough.' });
		await set(9, null);
		queryId = await askAbout(world, responseId);
		const closed = queryId;
		await closeQuery(world.as('rina'), { queryId, body: '' });
		await set(6, 2);
		const young = randomUUID();
		await openQuery(world.as('rina'), {
			id: young,
			responseId,
			question: 'can_complain',
			kind: 'unclear',
			body: 'What?'
		});
		const list = async (filter: Partial<typeof NO_FILTER> = {}) =>
			(await getQueryList(world.as('rina'), world.roundId, { ...NO_FILTER, ...filter })).queries;
		expect(await list()).toMatchObject([
			{ id: old, days: 9, state: 'open', isSentBack: true, assigned: 'Dara', number: '1.2' },
			{ id: closed, days: 4, state: 'closed', isSentBack: false, assigned: null },
			{ id: young, days: 0, state: 'open', isSentBack: false }
		]);
		const ids = async (filter: Partial<typeof NO_FILTER>) =>
			(await list(filter)).map(({ id }) => id);
		expect(await ids({ state: 'not_closed' })).toEqual([old, young]);
		expect(await ids({ state: 'closed' })).toEqual([closed]);
		expect(await ids({ kind: 'unclear' })).toEqual([young]);
		expect(await ids({ country: 'ID' })).toEqual([]);
		expect(await ids({ assigned: world.accounts.dara })).toEqual([old]);
		expect(await ids({ assigned: 'nobody' })).toEqual([closed, young]);
		expect(await ids({ age: '5' })).toEqual([old]);
		for (const person of ['sokha', 'edi', 'rudi', 'omar', 'citra'] as const)
			await expect(getQueryList(world.as(person), world.roundId, NO_FILTER)).rejects.toMatchObject(
				notFound
			);
		const { openQueries } = await getDelegationPage(world.as('dara'), world.delegations.KH);
		expect(openQueries).toMatchObject([
			{ id: old, days: 9, assigned: 'Dara' },
			{ id: young, days: 0, assigned: null }
		]);
		await closeQuery(world.as('rina'), { queryId: old, body: '' });
		await closeQuery(world.as('rina'), { queryId: young, body: '' });
		await acceptResponse(world.as('rina'), responseId);
	});
});
