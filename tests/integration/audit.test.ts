import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { m } from '#lib/paraglide/messages.js';
import { AUDIT_GROUPS, readAuditFilter } from '#lib/schemas/auditFilter.ts';
import { actionWords } from '#lib/components/people/auditWords.ts';
import { getInstanceAudit, getStudyAudit } from '#lib/server/audit/queries.ts';
import { AUDIT_ACTIONS, type AuditAction, recordAudit } from '#lib/server/audit/record.ts';
import { asActor, asSystem } from '#lib/server/database/asActor.ts';
import type { Database } from '#lib/server/database/database.ts';
import { openTestDatabase } from '../support/database.ts';
import { type Person, type World, buildWorld } from '../support/world.ts';

let database: Database;
let world: World;

beforeAll(async () => {
	database = await openTestDatabase();
	world = await buildWorld(database);
	await asSystem(database.db, async (trx) => {
		const note = (person: Person, action: AuditAction, country?: 'KH' | 'ID') =>
			recordAudit(
				trx,
				{ accountId: world.accounts[person] },
				action,
				action.startsWith('account')
					? {}
					: {
							studyId: world.studyId,
							delegationId: country ? world.delegations[country] : null,
							detail: { area: 'justice' },
							reason: action === 'response.return' ? 'Please add a source' : null
						}
			);
		await note('sokha', 'account.sign_in');
		await note('rina', 'round.change');
		await note('rina', 'response.return', 'KH');
		await note('budi', 'response.submit', 'ID');
		// Someone who is in no list of the coordinator's people any more.
		await note('omar', 'response.submit', 'ID');
		await recordAudit(trx, { accountId: world.accounts.citra }, 'round.change', {
			studyId: world.otherStudyId
		});
	});
});
afterAll(() => database.close());

describe('reading the record', () => {
	test('coordinators see their study, newest first, with names of all who acted', async () => {
		const { entries, countries } = await getStudyAudit(world.as('rina'), world.studyId, {});
		expect(entries.map(({ action, actor, country }) => [action, actor, country])).toEqual([
			['response.submit', 'Omar', 'Indonesia'],
			['response.submit', 'Budi', 'Indonesia'],
			['response.return', 'Rina', 'Cambodia'],
			['round.change', 'Rina', null]
		]);
		expect(entries[2]!.reason).toBe('Please add a source');
		expect(countries.map(({ country }) => country)).toEqual(['KH', 'ID']);
	});

	test('by group and by country', async () => {
		const read = async (query: string) =>
			(
				await getStudyAudit(
					world.as('rina'),
					world.studyId,
					readAuditFilter(new URLSearchParams(query))
				)
			).entries.length;
		expect(await read('group=review')).toBe(3);
		expect(await read('group=setup')).toBe(1);
		expect(await read('country=KH')).toBe(1);
		expect(await read('group=setup&country=KH')).toBe(0);
		expect(await read('group=nonsense&country=&before=x')).toBe(4);
	});

	test.each(['edi', 'nadia', 'rudi', 'sokha', 'citra', 'ana', 'omar'] as const)(
		'%s does not read it',
		async (person) => {
			await expect(getStudyAudit(world.as(person), world.studyId, {})).rejects.toMatchObject({
				code: 'not_found'
			});
		}
	);

	test('administrators see what belongs to no study, and nobody else does', async () => {
		const { entries } = await getInstanceAudit(world.as('ana'), {});
		expect(entries.map(({ action, actor }) => [action, actor])).toEqual([
			['account.sign_in', 'Sokha']
		]);
		for (const person of ['rina', 'sokha', 'omar'] as const)
			await expect(getInstanceAudit(world.as(person), {})).rejects.toMatchObject({
				code: 'not_found'
			});
	});

	test('older pages go on where the last one ended', async () => {
		await asSystem(database.db, async (trx) => {
			for (let at = 0; at < 100; at += 1)
				await recordAudit(trx, null, 'answer.save', { studyId: world.studyId });
		});
		const read = (before?: number) => getStudyAudit(world.as('rina'), world.studyId, { before });
		const first = await read();
		const second = await read(first.older);
		const third = await read(second.older);
		expect([first, second, third].map(({ entries }) => entries.length)).toEqual([50, 50, 4]);
		expect(third.older).toBeUndefined();
		const ids = [first, second, third].flatMap(({ entries }) => entries.map(({ id }) => id));
		expect(ids).toEqual([...ids].sort((a, b) => b - a));
		expect(new Set(ids).size).toBe(104);
		expect(first.entries[0]!.actor).toBeNull();
	});
});

describe('keeping the record', () => {
	test('nobody writes in another name, and nothing is changed or removed', async () => {
		const { actor } = world.as('sokha');
		await asActor(database.db, actor, (trx) => recordAudit(trx, actor, 'answer.save'));
		await expect(
			asActor(database.db, actor, (trx) =>
				recordAudit(trx, { accountId: world.accounts.budi }, 'answer.save')
			)
		).rejects.toThrow(/row-level security/);
		await expect(
			asSystem(database.db, (trx) => trx.deleteFrom('audit_entries').execute())
		).rejects.toThrow(/permission denied/);
		// Not even by the owner of the table: PostgreSQL shows them no row, the embedded one refuses.
		const count = () => getStudyAudit(world.as('rina'), world.studyId, { country: 'ID' });
		await database.db
			.deleteFrom('audit_entries')
			.execute()
			.catch((error) => expect(error.message).toMatch(/append-only/));
		expect((await count()).entries).toHaveLength(2);
	});
});

describe('words', () => {
	test.each(AUDIT_ACTIONS)('%s is said in words, and is in one group', (action) => {
		const words = actionWords(action);
		expect(words).not.toBe(action);
		const key = `audit_action_${action.replace('.', '_')}` as 'audit_action_answer_save';
		expect(m[key]({}, { locale: 'id' })).not.toBe(m[key]({}, { locale: 'en' }));
		const noun = action.split('.')[0]!;
		const groups = Object.values(AUDIT_GROUPS) as readonly (readonly string[])[];
		expect(groups.filter((nouns) => nouns.includes(noun))).toHaveLength(1);
	});
});
