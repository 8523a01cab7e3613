import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { asActor, asSystem } from '#lib/server/database/asActor.ts';
import type { Database } from '#lib/server/database/database.ts';
import { addClaim, addOwnClaim, withdrawClaim } from '#lib/server/treaties/claims.ts';
import { takeKnownList } from '#lib/server/treaties/knownList.ts';
import { getOwnTreaties, getTreatyCell, getTreatyMatrix } from '#lib/server/treaties/pages.ts';
import { ruleClaim, verifyClaim } from '#lib/server/treaties/rulings.ts';
import { openTestDatabase } from '../support/database.ts';
import { aClaim, addCoordinator } from '../support/treatyWorld.ts';
import { PEOPLE, type Person, type World, buildWorld } from '../support/world.ts';

/** Treaty facts (rule R15): claims with sources, rulings, and who sees and says what. */
let database: Database;
let world: World;
beforeAll(async () => {
	database = await openTestDatabase();
	world = await buildWorld(database);
	await takeKnownList(world.as('rina'), { studyId: world.studyId, language: 'en' });
	await addCoordinator(world, 'nadia');
});
afterAll(() => database.close());
beforeEach(() =>
	asSystem(database.db, (trx) =>
		trx.deleteFrom('treaty_actions').where('claimed_by', 'is not', null).execute()
	)
);

const claimAs = async (person: Person, given = {}, at = {}) => {
	const claim = aClaim(given);
	const where = { studyId: world.studyId, country: 'KH', instrument: 'ICCPR', ...at };
	await addClaim(world.as(person), { ...claim, ...where });
	return claim.id;
};
const ownClaimAs = async (person: Person, given = {}, country: 'KH' | 'ID' = 'KH') => {
	const claim = aClaim(given);
	const delegationId = world.delegations[country];
	await addOwnClaim(world.as(person), { ...claim, delegationId, instrument: 'ICCPR' });
	return claim.id;
};
const cellSeenBy = (person: Person, country = 'KH', instrument = 'ICCPR') =>
	getTreatyCell(world.as(person), { studyId: world.studyId, country, instrument });
const idsSeenBy = (person: Person) =>
	asActor(database.db, { accountId: world.accounts[person] }, async (trx) =>
		(await trx.selectFrom('treaty_actions').select('id').execute()).map(({ id }) => id)
	);
const rule = (person: Person, claimId: string, given = {}) =>
	ruleClaim(world.as(person), {
		studyId: world.studyId,
		claimId,
		ruling: 'stands',
		reason: 'The gazette says so.',
		seen: 'open',
		...given
	});
const actions = () =>
	asSystem(database.db, async (trx) =>
		(
			await trx
				.selectFrom('audit_entries')
				.select('action')
				.where('action', 'like', 'treaty.%')
				.orderBy('id')
				.execute()
		).map(({ action }) => action)
	);
const missing = { code: 'not_found' };

describe('the known list', () => {
	test('is taken over once, with its sources, for the countries of the rounds', async () => {
		const before = await idsSeenBy('rina');
		const input = { studyId: world.studyId, language: 'en' };
		expect(await takeKnownList(world.as('rina'), input)).toBe(0);
		expect(await idsSeenBy('rina')).toEqual(before);
		const matrix = await getTreatyMatrix(world.as('rina'), world.studyId);
		expect(matrix.untaken).toBe(0);
		expect(matrix.countries.map(({ code }) => code)).toEqual(['KH', 'ID']);
		expect(matrix.cells['ID/CMW']).toMatchObject({ status: 'party', dates: ['2012-05-31'] });
		expect(matrix.cells['KH/CMW']).toMatchObject({ status: 'signed', dates: ['2004-09-27'] });
		for (const { source, isVerified } of matrix.claims)
			if (source === '') expect(isVerified).toBe(false);
	});

	test.each(PEOPLE.filter((person) => !['rina', 'nadia'].includes(person)))(
		'is not for %s to take over',
		(person) =>
			expect(
				takeKnownList(world.as(person), { studyId: world.studyId, language: 'en' })
			).rejects.toMatchObject(missing)
	);
});

describe('a claim of the team', () => {
	test('stands beside the others; the same form again claims once', async () => {
		const claim = { ...aClaim(), studyId: world.studyId, country: 'KH', instrument: 'ICCPR' };
		const before = (await actions()).length;
		await addClaim(world.as('rina'), claim);
		await addClaim(world.as('rina'), claim);
		expect((await actions()).slice(before)).toEqual(['treaty.claim']);
		const { claims, standing } = await cellSeenBy('rudi');
		expect(claims.filter(({ id }) => id === claim.id)).toHaveLength(1);
		expect(claims.find(({ id }) => id === claim.id)).toMatchObject({
			isVerified: false,
			happenedOn: '2025-05',
			source: 'Sample gazette, no. 1'
		});
		expect(standing.conflicts.map(({ kind }) => kind)).toEqual(['act']);
		// A page gone back to, with other words: another claim.
		await addClaim(world.as('rina'), { ...claim, action: 'denounced' });
		expect((await cellSeenBy('rina')).claims).toHaveLength(claims.length + 1);
	});

	test.each(PEOPLE.filter((person) => !['rina', 'nadia'].includes(person)))(
		'is not for %s to add',
		(person) => expect(claimAs(person)).rejects.toMatchObject(missing)
	);

	test('is about a country and a treaty of the study', async () => {
		await expect(claimAs('rina', {}, { country: 'XX' })).rejects.toMatchObject(missing);
		await expect(claimAs('rina', {}, { instrument: 'XX' })).rejects.toMatchObject(missing);
	});

	test('never changes', async () => {
		const id = await claimAs('rina');
		await expect(
			asActor(database.db, { accountId: world.accounts.rina }, (trx) =>
				trx.updateTable('treaty_actions').set({ source: 'x' }).where('id', '=', id).execute()
			)
		).rejects.toThrow();
	});
});

describe('verifying', () => {
	test('takes a second person, and does it once', async () => {
		const id = await claimAs('rina');
		const input = { studyId: world.studyId, claimId: id };
		await expect(verifyClaim(world.as('rina'), input)).rejects.toMatchObject({
			code: 'same_person'
		});
		const before = (await actions()).length;
		await verifyClaim(world.as('nadia'), input);
		await verifyClaim(world.as('nadia'), input);
		expect((await actions()).slice(before)).toEqual(['treaty.verify']);
		const { claims } = await cellSeenBy('rina');
		expect(claims.find((claim) => claim.id === id)).toMatchObject({
			isVerified: true,
			verifiedBy: 'Nadia'
		});
	});

	test('holds in the database too', async () => {
		const id = await claimAs('rina');
		await expect(
			asActor(database.db, { accountId: world.accounts.rina }, (trx) =>
				trx
					.updateTable('treaty_actions')
					.set({ is_verified: true, verified_by: world.accounts.rina })
					.where('id', '=', id)
					.execute()
			)
		).rejects.toThrow();
	});

	test.each(['sokha', 'edi', 'rudi', 'citra'] as const)('is not for %s', async (person) => {
		const id = await claimAs('rina');
		await expect(
			verifyClaim(world.as(person), { studyId: world.studyId, claimId: id })
		).rejects.toMatchObject(missing);
	});

	test('is not of another study', async () => {
		const id = await claimAs('rina');
		await expect(
			verifyClaim(world.as('citra'), { studyId: world.otherStudyId, claimId: id })
		).rejects.toMatchObject(missing);
	});
});

describe('ruling', () => {
	test('settles a contradiction, and can be taken back', async () => {
		const id = await claimAs('rina');
		expect((await cellSeenBy('rina')).standing.conflicts).toHaveLength(1);
		await rule('rina', id);
		await rule('rina', id);
		const ruled = await cellSeenBy('edi');
		expect(ruled.standing).toMatchObject({ act: 'ratified', dates: ['2025-05'], conflicts: [] });
		expect(ruled.events).toEqual([]);
		const { events } = await cellSeenBy('nadia');
		expect(events.map(({ action }) => action)).toEqual(['treaty.rule', 'treaty.claim']);
		expect(events[0]).toMatchObject({ who: 'Rina', reason: 'The gazette says so.' });
		await rule('nadia', id, { ruling: 'set_aside', seen: 'stands', reason: 'A misprint.' });
		expect((await cellSeenBy('rina')).standing).toMatchObject({ act: 'acceded', conflicts: [] });
		await rule('rina', id, { ruling: 'open', seen: 'set_aside' });
		expect((await cellSeenBy('rina')).standing.conflicts).toHaveLength(1);
	});

	test('on what somebody else ruled meanwhile is refused', async () => {
		const id = await claimAs('rina');
		await rule('nadia', id, { ruling: 'set_aside' });
		await expect(rule('rina', id)).rejects.toMatchObject({ code: 'changed_meanwhile' });
	});

	test.each(['sokha', 'edi', 'rudi', 'citra', 'omar'] as const)('is not for %s', async (person) => {
		const id = await claimAs('rina');
		await expect(rule(person, id)).rejects.toMatchObject(missing);
	});
});

describe('a claim of a delegation', () => {
	test('is theirs, coordinators’ and editors’ until a coordinator rules that it stands', async () => {
		const id = await ownClaimAs('dara');
		const seeing = async () => {
			const seen: Person[] = [];
			for (const person of PEOPLE) if ((await idsSeenBy(person)).includes(id)) seen.push(person);
			return seen;
		};
		expect(await seeing()).toEqual(['sokha', 'dara', 'rina', 'edi', 'nadia']);
		await rule('rina', id, { ruling: 'set_aside' });
		expect(await seeing()).toEqual(['sokha', 'dara', 'rina', 'edi', 'nadia']);
		await rule('rina', id, { seen: 'set_aside' });
		expect(await seeing()).toEqual(['sokha', 'dara', 'rina', 'edi', 'nadia', 'rudi']);
	});

	test('shows in their own list, which knows no other country', async () => {
		const id = await ownClaimAs('sokha');
		const own = await getOwnTreaties(world.as('dara'), world.delegations.KH);
		const claims = own.treaties.flatMap((treaty) => treaty.claims);
		expect(new Set(claims.map(({ country }) => country))).toEqual(new Set(['KH']));
		expect(claims.map((claim) => claim.id)).toContain(id);
		const seen = await asActor(database.db, { accountId: world.accounts.sokha }, (trx) =>
			trx.selectFrom('treaty_actions').select('country').distinct().execute()
		);
		expect(seen).toEqual([{ country: 'KH' }]);
	});

	test.each(['budi', 'rina', 'rudi', 'omar', 'citra'] as const)(
		'is not for %s to make or read there',
		async (person) => {
			await expect(ownClaimAs(person)).rejects.toMatchObject(missing);
			await expect(getOwnTreaties(world.as(person), world.delegations.KH)).rejects.toMatchObject(
				missing
			);
		}
	);

	test('about another country is refused by the database', async () => {
		const insert = (country: string) =>
			asActor(database.db, { accountId: world.accounts.sokha }, (trx) =>
				trx
					.insertInto('treaty_actions')
					.values({
						id: randomUUID(),
						study_id: world.studyId,
						country,
						instrument: 'CMW',
						action: 'ratified',
						source: 'x',
						as_of: '2026',
						claimed_by: world.accounts.sokha,
						delegation_id: world.delegations.KH
					})
					.execute()
			);
		await expect(insert('ID')).rejects.toMatchObject({ code: '42501' });
		await expect(insert('KH')).resolves.toBeDefined();
	});

	test('is refused where the round is closed or the delegation left', async () => {
		const set = (closed_at: Date | null, status: 'active' | 'declined') =>
			asSystem(database.db, async (trx) => {
				await trx.updateTable('rounds').set({ closed_at }).execute();
				await trx.updateTable('delegations').set({ status }).execute();
			});
		await set(new Date(), 'active');
		await expect(ownClaimAs('sokha')).rejects.toMatchObject({ code: 'round_closed' });
		await set(null, 'declined');
		await expect(ownClaimAs('sokha')).rejects.toMatchObject({ code: 'delegation_inactive' });
		await set(null, 'active');
		await expect(ownClaimAs('sokha')).resolves.toBeDefined();
	});
});

describe('withdrawing', () => {
	test('is for one’s own, once, and stays on record', async () => {
		const id = await ownClaimAs('sokha', { action: 'denounced' });
		const input = { delegationId: world.delegations.KH, claimId: id };
		await expect(withdrawClaim(world.as('dara'), input)).rejects.toMatchObject(missing);
		await expect(withdrawClaim(world.as('rina'), input)).rejects.toMatchObject(missing);
		expect((await cellSeenBy('rina')).standing.status).toBe('denounced');
		const before = (await actions()).length;
		await withdrawClaim(world.as('sokha'), input);
		await withdrawClaim(world.as('sokha'), input);
		expect((await actions()).slice(before)).toEqual(['treaty.withdraw']);
		const { claims, standing } = await cellSeenBy('rina');
		expect(standing.status).toBe('party');
		expect(claims.find((claim) => claim.id === id)).toMatchObject({ isWithdrawn: true });
		await expect(rule('rina', id)).rejects.toMatchObject({ code: 'wrong_state' });
	});

	test('is too late once it was ruled on or verified', async () => {
		const [ruled, verified] = [await claimAs('rina'), await claimAs('rina')];
		const withdraw = (claimId: string) =>
			withdrawClaim(world.as('rina'), { studyId: world.studyId, claimId });
		await rule('rina', ruled);
		await expect(withdraw(ruled)).rejects.toMatchObject({ code: 'wrong_state' });
		await verifyClaim(world.as('nadia'), { studyId: world.studyId, claimId: verified });
		await expect(withdraw(verified)).rejects.toMatchObject({ code: 'wrong_state' });
	});
});

describe('the pages of the team', () => {
	test.each(['sokha', 'budi', 'omar', 'ana', 'citra'] as const)(
		'are not for %s',
		async (person) => {
			await expect(getTreatyMatrix(world.as(person), world.studyId)).rejects.toMatchObject(missing);
			await expect(cellSeenBy(person)).rejects.toMatchObject(missing);
		}
	);
	test.each(['rina', 'edi', 'nadia', 'rudi'] as const)('are for %s', async (person) => {
		const matrix = await getTreatyMatrix(world.as(person), world.studyId);
		expect(matrix.instruments.length).toBeGreaterThan(20);
	});
	test('name what waits to coordinators only', async () => {
		await ownClaimAs('sokha');
		const waiting = async (person: Person) =>
			(await getTreatyMatrix(world.as(person), world.studyId)).waiting;
		expect(await waiting('rina')).toEqual(['KH/ICCPR']);
		expect(await waiting('edi')).toEqual([]);
	});
});
