import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asActor, asSystem } from '#lib/server/database/asActor.ts';
import type { Database } from '#lib/server/database/database.ts';
import { CONSENT_ITEMS, type ConsentItem, type WithdrawalScope } from '#lib/terms.ts';
import { openTestDatabase } from '../support/database.ts';
import {
	addGroup,
	addParticipant,
	addTurn,
	AGREES_TO_ALL,
	AGREES_TO_QUOTES,
	agree
} from '../support/groupWorld.ts';
import { type Person, type World, buildWorld } from '../support/world.ts';

/** What the database itself holds of rules R9 and R10, whatever the pages do. */
let database: Database;
let world: World;
let groupId: string;
beforeAll(async () => {
	database = await openTestDatabase();
	world = await buildWorld(database);
	groupId = await addGroup(world);
});
afterAll(() => database.close());

const as = <T>(person: Person, work: Parameters<typeof asActor<T>>[2]) =>
	asActor(world.database.db, { accountId: world.accounts[person] }, work);
const turnsSeenBy = (person: Person, ids: string[]) =>
	as(person, async (trx) => {
		const rows = await trx.selectFrom('turns').select('id').where('id', 'in', ids).execute();
		return ids.filter((id) => rows.some((row) => row.id === id));
	});
const quoted = () =>
	as(
		'edi',
		async (trx) =>
			(
				await sql<{
					body: string;
					level: number;
					country: string | null;
					pseudonym: string | null;
					translation: string | null;
				}>`
				select body, level, country, pseudonym, translation from quotes(${world.roundId}::uuid)`.execute(
					trx
				)
			).rows
	);
const withdraw = (participantId: string, scope: WithdrawalScope, group = groupId) =>
	as('nadia', (trx) =>
		trx
			.insertInto('withdrawals')
			.values({
				id: randomUUID(),
				participant_id: participantId,
				group_id: group,
				study_id: world.studyId,
				scope,
				recorded_by: world.accounts.nadia
			})
			.execute()
	);

describe('what a consent comes to', () => {
	const ladder: [ConsentItem[], number][] = [
		[[], 0],
		[['take_part'], 0],
		[['notes', 'quotation'], 0],
		[['take_part', 'notes'], 1],
		[['take_part', 'notes', 'country', 'organisation', 'name'], 1],
		[['take_part', 'notes', 'quotation'], 2],
		[['take_part', 'notes', 'quotation', 'name'], 2],
		[['take_part', 'notes', 'quotation', 'country'], 3],
		[['take_part', 'notes', 'quotation', 'country', 'organisation'], 4],
		[[...CONSENT_ITEMS], 5]
	];
	test.each(ladder)('%j is level %i', async (items, level) => {
		const id = await addParticipant(world, groupId, {
			pseudonym: `L${randomUUID().slice(0, 8)}`,
			agrees: items
		});
		const row = await asSystem(database.db, (trx) =>
			trx
				.selectFrom('participants')
				.select('consent_level')
				.where('id', '=', id)
				.executeTakeFirstOrThrow()
		);
		expect(row.consent_level).toBe(level);
	});

	test('nothing is written down of whoever refused notes, and of others it is', async () => {
		const refuses = await addParticipant(world, groupId, {
			pseudonym: 'R1',
			agrees: ['take_part']
		});
		await expect(
			addTurn(world, groupId, { participantId: refuses, body: 'x' })
		).rejects.toMatchObject({ code: 'MF004' });
		const silent = await addParticipant(world, groupId, { pseudonym: 'R2' });
		await addTurn(world, groupId, {
			participantId: silent,
			body: 'Said before the form was signed.'
		});
	});
});

describe('who reads what was said', () => {
	test('editors read no off the record and nobody without consent; staff do; others nothing', async () => {
		const agrees = await addParticipant(world, groupId, {
			pseudonym: 'A1',
			agrees: AGREES_TO_QUOTES
		});
		const silent = await addParticipant(world, groupId, { pseudonym: 'A2' });
		const expired = await addParticipant(world, groupId, {
			pseudonym: 'A3',
			agrees: AGREES_TO_ALL,
			expiresOn: '2020-01-01'
		});
		const open = await addTurn(world, groupId, {
			participantId: agrees,
			body: 'one',
			mark: 'background'
		});
		const off = await addTurn(world, groupId, {
			participantId: agrees,
			body: 'two',
			mark: 'off_record'
		});
		const unsigned = await addTurn(world, groupId, { participantId: silent, body: 'three' });
		const old = await addTurn(world, groupId, { participantId: expired, body: 'four' });
		const asked = await addTurn(world, groupId, { body: 'five' });
		const all = [open, off, unsigned, old, asked];
		expect(await turnsSeenBy('rina', all)).toEqual(all);
		expect(await turnsSeenBy('nadia', all)).toEqual(all);
		expect(await turnsSeenBy('edi', all)).toEqual([open, asked]);
		for (const person of ['rudi', 'sokha', 'ana', 'omar', 'citra'] as const)
			expect(await turnsSeenBy(person, all), person).toEqual([]);
	});

	test('nobody reads the words of whoever took everything back', async () => {
		const leaver = await addParticipant(world, groupId, { pseudonym: 'W1', agrees: AGREES_TO_ALL });
		const said = await addTurn(world, groupId, { participantId: leaver, body: 'gone' });
		expect(await turnsSeenBy('nadia', [said])).toEqual([said]);
		await withdraw(leaver, 'all');
		for (const person of ['rina', 'nadia', 'edi'] as const)
			expect(await turnsSeenBy(person, [said])).toEqual([]);
	});
});

describe('what may be quoted', () => {
	const find = async (body: string) => (await quoted()).find((quote) => quote.body === body);

	test('at the lowest of consent, rule and mark', async () => {
		const chatham = await addGroup(world, { rule: 'chatham_house' });
		const named = await addParticipant(world, chatham, { pseudonym: 'C1', agrees: AGREES_TO_ALL });
		await addTurn(world, chatham, { participantId: named, body: 'under the rule' });
		const free = await addParticipant(world, groupId, { pseudonym: 'C2', agrees: AGREES_TO_ALL });
		await addTurn(world, groupId, { participantId: free, body: 'by name' });
		await addTurn(world, groupId, { participantId: free, body: 'not marked', mark: 'background' });
		await addTurn(world, groupId, { participantId: free, body: 'seen', kind: 'observation' });
		await addTurn(world, groupId, { body: 'the facilitator asks' });
		expect(await find('under the rule')).toMatchObject({
			level: 2,
			country: null,
			pseudonym: null
		});
		expect(await find('by name')).toMatchObject({ level: 5, country: 'KH', pseudonym: 'C2' });
		for (const body of ['not marked', 'seen', 'the facilitator asks'])
			expect(await find(body)).toBeUndefined();
	});

	test('a country of fewer people than the study sets is not named, unless they agreed to be', async () => {
		const items = ['take_part', 'notes', 'quotation', 'country'] as const;
		const lone = await addParticipant(world, groupId, {
			pseudonym: 'S1',
			country: 'TL',
			agrees: items
		});
		await addTurn(world, groupId, { participantId: lone, body: 'small cell' });
		expect(await find('small cell')).toMatchObject({ level: 2, country: null });
		await addParticipant(world, groupId, { pseudonym: 'S2', country: 'TL' });
		await addParticipant(world, groupId, { pseudonym: 'S3', country: 'TL' });
		expect(await find('small cell')).toMatchObject({ level: 3, country: 'TL' });
		await asSystem(database.db, (trx) =>
			trx.updateTable('studies').set({ cell_size: 4 }).where('id', '=', world.studyId).execute()
		);
		expect(await find('small cell')).toMatchObject({ level: 2, country: null });
		await asSystem(database.db, (trx) =>
			trx.updateTable('studies').set({ cell_size: 3 }).where('id', '=', world.studyId).execute()
		);
	});

	test('a translation leaves only where the person agreed', async () => {
		const without = await addParticipant(world, groupId, {
			pseudonym: 'T1',
			agrees: AGREES_TO_QUOTES.filter((item) => item !== 'translation')
		});
		const withIt = await addParticipant(world, groupId, {
			pseudonym: 'T2',
			agrees: AGREES_TO_QUOTES
		});
		await addTurn(world, groupId, {
			participantId: without,
			body: 'asli satu',
			translation: 'original one'
		});
		await addTurn(world, groupId, {
			participantId: withIt,
			body: 'asli dua',
			translation: 'original two'
		});
		expect(await find('asli satu')).toMatchObject({ translation: null });
		expect(await find('asli dua')).toMatchObject({ translation: 'original two' });
	});

	test.each([
		['identity', 2],
		['quotes', undefined],
		['future_use', undefined],
		['all', undefined]
	] as const)(
		'taking back %s acts at once, and a new consent counts again',
		async (scope, level) => {
			const person = await addParticipant(world, groupId, {
				pseudonym: `B-${scope}`,
				agrees: AGREES_TO_ALL
			});
			const body = `takes back ${scope}`;
			await addTurn(world, groupId, { participantId: person, body });
			expect((await find(body))?.level).toBe(5);
			await withdraw(person, scope);
			expect((await find(body))?.level).toBe(level);
			await agree(world, groupId, person, AGREES_TO_ALL);
			expect((await find(body))?.level).toBe(5);
		}
	);

	test('readers read quotes, people outside of the study none', async () => {
		const read = (person: Person) =>
			as(
				person,
				async (trx) =>
					(await sql`select 1 from quotes(${world.roundId}::uuid)`.execute(trx)).rows.length
			);
		expect(await read('rudi')).toBeGreaterThan(0);
		for (const person of ['sokha', 'omar', 'citra', 'ana'] as const)
			expect(await read(person)).toBe(0);
	});
});
