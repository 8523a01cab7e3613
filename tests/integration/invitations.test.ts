import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { normaliseEmail } from '#lib/server/accounts/accounts.ts';
import { hashPassword } from '#lib/server/accounts/password.ts';
import { checkSetupLink, createSetupLink, setUp } from '#lib/server/accounts/setupLink.ts';
import { asSystem } from '#lib/server/database/asActor.ts';
import type { Database } from '#lib/server/database/database.ts';
import { acceptInvitation, readInvitation } from '#lib/server/studies/acceptance.ts';
import {
	type InvitationInput,
	invite,
	listInstanceInvitations,
	revokeInvitation
} from '#lib/server/studies/invitations.ts';
import {
	getColleagues,
	getStudyPeople,
	removeMember,
	removeRepresentative
} from '#lib/server/studies/people.ts';
import { openTestDatabase } from '../support/database.ts';
import { type Person, type World, buildWorld } from '../support/world.ts';

const PASSWORD = 'ribbon candle tractor';
let database: Database;
let world: World;

beforeAll(async () => {
	database = await openTestDatabase();
	world = await buildWorld(database);
});
afterAll(() => database.close());

const problem = (code: string) => expect.objectContaining({ code });
const tokenOf = (link: string) => link.split('/').at(-1)!;
const newcomer = (name = 'Newcomer') =>
	({
		kind: 'new',
		name,
		password: PASSWORD,
		language: 'id',
		organisation: 'Sample group'
	}) as const;
const system = <T>(work: Parameters<typeof asSystem<T>>[1]) => asSystem(database.db, work);

async function inviteAs(person: Person, input: Omit<InvitationInput, 'language'>) {
	const { link } = await invite(world.as(person), { language: 'en', ...input });
	return tokenOf(link);
}
const toCambodia = (email: string) => ({
	delegationId: world.delegations.KH,
	email,
	role: 'representative' as const
});

describe('inviting', () => {
	test.each([
		['rina', 'focal_point', true],
		['rina', 'representative', true],
		['sokha', 'representative', true],
		['sokha', 'focal_point', false],
		['dara', 'representative', false],
		['budi', 'representative', false],
		['edi', 'representative', false],
		['citra', 'representative', false],
		['ana', 'representative', false]
	] as const)('%s may invite a %s to Cambodia: %s', async (person, role, may) => {
		const inviting = inviteAs(person, {
			delegationId: world.delegations.KH,
			email: 'guest@example.org',
			role
		});
		if (may) expect(await inviting).toHaveLength(43);
		else await expect(inviting).rejects.toEqual(problem('not_found'));
	});

	test.each([
		['rina', 'editor', true],
		['edi', 'reader', false],
		['sokha', 'reader', false],
		['citra', 'coordinator', false],
		['ana', 'coordinator', false]
	] as const)('%s may invite a %s to the study: %s', async (person, role, may) => {
		const inviting = inviteAs(person, { studyId: world.studyId, email: 'guest@example.org', role });
		if (may) expect(await inviting).toHaveLength(43);
		else await expect(inviting).rejects.toEqual(problem('not_found'));
	});

	test.each([
		['ana', true],
		['rina', false],
		['omar', false]
	] as const)('%s may invite an administrator: %s', async (person, may) => {
		const inviting = inviteAs(person, { email: 'guest@example.org', role: 'administrator' });
		if (may) expect(await inviting).toHaveLength(43);
		else await expect(inviting).rejects.toEqual(problem('not_found'));
	});

	test('a delegation is not reached through the address of another study', async () => {
		await expect(
			inviteAs('rina', { ...toCambodia('guest@example.org'), studyId: world.otherStudyId })
		).rejects.toEqual(problem('not_found'));
	});

	test('stores only the hash, queues a mail with the link, and leaves a mark', async () => {
		const token = await inviteAs('rina', toCambodia(' Stored@Example.org '));
		const kept = await system((trx) =>
			trx
				.selectFrom('invitations')
				.selectAll()
				.where('email', '=', 'stored@example.org')
				.executeTakeFirstOrThrow()
		);
		expect(kept.token_hash).toMatch(/^[0-9a-f]{64}$/);
		expect(JSON.stringify(kept)).not.toContain(token);
		expect(kept.expires_at.getTime() - kept.created_at.getTime()).toBe(72 * 3_600_000);
		const mail = await system((trx) =>
			trx
				.selectFrom('mails')
				.selectAll()
				.where('recipient', '=', 'stored@example.org')
				.executeTakeFirstOrThrow()
		);
		expect(mail.body).toContain(`http://127.0.0.1:3000/invitation/${token}`);
		expect(world.woken).toContain('mail');
		const entry = await system((trx) =>
			trx
				.selectFrom('audit_entries')
				.selectAll()
				.where('subject_id', '=', kept.id)
				.executeTakeFirstOrThrow()
		);
		expect(entry).toMatchObject({
			action: 'invitation.create',
			actor_id: world.accounts.rina,
			study_id: world.studyId,
			delegation_id: world.delegations.KH,
			detail: { role: 'representative' }
		});
	});
});

describe('accepting', () => {
	test('reading consumes nothing; accepting makes the account and the colleague, once', async () => {
		const token = await inviteAs('sokha', toCambodia('first@example.org'));
		const seen = await readInvitation(world.system, token);
		expect(await readInvitation(world.system, token)).toEqual(seen);
		expect(seen).toMatchObject({
			study: 'Rights study',
			country: 'Cambodia',
			round: '2026',
			invitedBy: 'Sokha',
			hasAccount: false
		});
		const accountId = await acceptInvitation(world.system, token, newcomer());
		const { people } = await getColleagues(world.as('sokha'), world.delegations.KH);
		expect(people.find((one) => one.accountId === accountId)).toMatchObject({
			name: 'Newcomer',
			organisation: 'Sample group',
			isFocalPoint: false,
			lastSignIn: expect.any(Date)
		});
		await expect(readInvitation(world.system, token)).rejects.toEqual(problem('link_expired'));
		await expect(acceptInvitation(world.system, token, newcomer())).rejects.toEqual(
			problem('link_expired')
		);
	});

	test('two at once: one account, one acceptance', async () => {
		const token = await inviteAs('rina', toCambodia('twice@example.org'));
		const results = await Promise.allSettled([
			acceptInvitation(world.system, token, newcomer('One')),
			acceptInvitation(world.system, token, newcomer('Two'))
		]);
		expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
		const accounts = await system((trx) =>
			trx.selectFrom('accounts').select('id').where('email', '=', 'twice@example.org').execute()
		);
		expect(accounts).toHaveLength(1);
	});

	test('unknown, late and revoked links read alike; what is no token is not looked up', async () => {
		const late = await inviteAs('rina', toCambodia('late@example.org'));
		const inFourDays = () => new Date(Date.now() + 96 * 3_600_000);
		const revoked = await inviteAs('rina', toCambodia('revoked@example.org'));
		const { invitations } = await getStudyPeople(world.as('rina'), world.studyId);
		await revokeInvitation(
			world.as('rina'),
			invitations.find(({ email }) => email === 'revoked@example.org')!.id
		);
		const later = { ...world.system, now: inFourDays };
		for (const [context, token] of [
			[world.system, 'A'.repeat(43)],
			[later, late],
			[world.system, revoked]
		] as const) {
			await expect(readInvitation(context, token)).rejects.toEqual(problem('link_expired'));
			await expect(acceptInvitation(context, token, newcomer())).rejects.toEqual(
				problem('link_expired')
			);
		}
		await expect(readInvitation(world.system, 'short\0')).rejects.toEqual(problem('not_found'));
		expect(await readInvitation(world.system, late)).toMatchObject({ email: 'late@example.org' });
	});

	test('a weak password is refused and leaves the link usable', async () => {
		const token = await inviteAs('rina', toCambodia('weak@example.org'));
		await expect(
			acceptInvitation(world.system, token, { ...newcomer(), password: 'password12' })
		).rejects.toMatchObject({ code: 'invalid', detail: { field: 'password' } });
		await acceptInvitation(world.system, token, newcomer());
	});

	test('who has an account proves it by password or by being signed in', async () => {
		const passwordHash = await hashPassword(PASSWORD);
		await system((trx) =>
			trx
				.updateTable('accounts')
				.set({ password_hash: passwordHash })
				.where('id', '=', world.accounts.omar)
				.execute()
		);
		const email = normaliseEmail('Omar@example.org');
		const token = await inviteAs('rina', { studyId: world.studyId, email, role: 'editor' });
		expect((await readInvitation(world.system, token)).hasAccount).toBe(true);
		const organisation = '';
		await expect(
			acceptInvitation(world.system, token, { kind: 'password', password: 'wrong', organisation })
		).rejects.toMatchObject({ code: 'invalid', detail: { fault: 'wrong' } });
		await expect(
			acceptInvitation(world.system, token, {
				kind: 'signed_in',
				accountId: world.accounts.citra,
				organisation
			})
		).rejects.toEqual(problem('not_found'));
		await expect(acceptInvitation(world.system, token, newcomer())).rejects.toEqual(
			problem('already_exists')
		);
		const accepted = await acceptInvitation(world.system, token, {
			kind: 'password',
			password: PASSWORD,
			organisation
		});
		expect(accepted).toBe(world.accounts.omar);
		const second = await inviteAs('rina', { ...toCambodia(email), role: 'focal_point' });
		await acceptInvitation(world.system, second, {
			kind: 'signed_in',
			accountId: accepted,
			organisation
		});
		const { people } = await getColleagues(world.as('omar'), world.delegations.KH);
		expect(people.find(({ accountId }) => accountId === accepted)?.isFocalPoint).toBe(true);
	});

	test('guesses at the password of an account are counted', async () => {
		const token = await inviteAs('rina', toCambodia('budi@example.org'));
		const guess = () =>
			acceptInvitation(world.system, token, {
				kind: 'password',
				password: 'wrong',
				organisation: ''
			}).catch((thrown: { code: string }) => thrown.code);
		const codes: string[] = [];
		for (let at = 0; at < 11; at += 1) codes.push(await guess());
		expect(codes[0]).toBe('invalid');
		expect(codes.at(-1)).toBe('too_many_attempts');
	});

	test('a closed account accepts nothing', async () => {
		const token = await inviteAs('rina', toCambodia('closed@example.org'));
		await system((trx) =>
			trx
				.insertInto('accounts')
				.values({ email: 'closed@example.org', name: 'Closed', disabled_at: new Date() })
				.execute()
		);
		await expect(readInvitation(world.system, token)).rejects.toEqual(problem('link_expired'));
	});

	test('roles on the instance become rights of the account', async () => {
		const token = await inviteAs('ana', { email: 'maker@example.org', role: 'study_creator' });
		const id = await acceptInvitation(world.system, token, newcomer());
		const account = await system((trx) =>
			trx.selectFrom('accounts').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
		);
		expect(account).toMatchObject({ may_create_studies: true, is_administrator: false });
		const listed = await listInstanceInvitations(world.as('ana'));
		expect(listed.find(({ email }) => email === 'maker@example.org')?.state).toBe('accepted');
		await expect(listInstanceInvitations(world.as('rina'))).rejects.toEqual(problem('not_found'));
	});
});

describe('people', () => {
	test('coordinators see everybody; delegations see themselves; others nothing', async () => {
		const all = await getStudyPeople(world.as('rina'), world.studyId);
		expect(all.members.map(({ name }) => name)).toEqual(
			expect.arrayContaining(['Rina', 'Edi', 'Nadia', 'Rudi'])
		);
		expect(all.members.find(({ name }) => name === 'Rudi')?.lastSignIn).toBeNull();
		const own = await getColleagues(world.as('dara'), world.delegations.KH);
		expect(own).toMatchObject({ mayInvite: false, invitations: [] });
		for (const person of ['edi', 'sokha', 'citra', 'ana'] as const)
			await expect(getStudyPeople(world.as(person), world.studyId)).rejects.toEqual(
				problem('not_found')
			);
		for (const person of ['budi', 'rina', 'citra'] as const)
			await expect(getColleagues(world.as(person), world.delegations.KH)).rejects.toEqual(
				problem('not_found')
			);
	});

	test('a pending invitation is taken back by those who may invite, and once', async () => {
		await inviteAs('sokha', toCambodia('pending@example.org'));
		const { invitations } = await getColleagues(world.as('sokha'), world.delegations.KH);
		const { id } = invitations.find(({ email }) => email === 'pending@example.org')!;
		for (const person of ['dara', 'budi', 'edi', 'citra'] as const)
			await expect(revokeInvitation(world.as(person), id)).rejects.toEqual(problem('not_found'));
		await revokeInvitation(world.as('sokha'), id);
		await expect(revokeInvitation(world.as('rina'), id)).rejects.toEqual(problem('wrong_state'));
	});

	test('the last coordinator stays; another one may go, and with them what they left open', async () => {
		const { studyId, accounts } = world;
		const remove = (accountId: string, role: 'coordinator' | 'reader') =>
			removeMember(world.as('rina'), { studyId, accountId, role });
		await expect(remove(accounts.rina, 'coordinator')).rejects.toEqual(problem('last_coordinator'));
		await system((trx) =>
			trx
				.insertInto('memberships')
				.values({ study_id: studyId, account_id: accounts.rudi, role: 'coordinator' })
				.execute()
		);
		const left = await inviteAs('rudi', {
			studyId,
			email: 'left@example.org',
			role: 'coordinator'
		});
		await remove(accounts.rudi, 'coordinator');
		await expect(readInvitation(world.system, left)).rejects.toEqual(problem('link_expired'));
		await expect(remove(accounts.rudi, 'coordinator')).rejects.toEqual(problem('not_found'));
		await expect(
			removeMember(world.as('edi'), { studyId, accountId: accounts.rudi, role: 'reader' })
		).rejects.toEqual(problem('not_found'));
	});

	test('a focal point removes colleagues, not focal points; a coordinator anybody', async () => {
		const { accounts, delegations } = world;
		const remove = (person: Person, accountId: string) =>
			removeRepresentative(world.as(person), { delegationId: delegations.KH, accountId });
		for (const person of ['dara', 'budi', 'edi', 'citra'] as const)
			await expect(remove(person, accounts.dara)).rejects.toEqual(problem('not_found'));
		await remove('sokha', accounts.dara);
		await expect(remove('sokha', accounts.sokha)).rejects.toEqual(problem('not_found'));
		await remove('rina', accounts.sokha);
		const entries = await system((trx) =>
			trx
				.selectFrom('audit_entries')
				.select('subject_id')
				.where('action', '=', 'colleague.remove')
				.execute()
		);
		expect(entries.map((entry) => entry.subject_id)).toEqual([accounts.dara, accounts.sokha]);
	});
});

test('the setup link makes one administrator, and none where there is one', async () => {
	const person = { email: 'boss@example.org', name: 'Boss', password: PASSWORD, language: 'en' };
	await expect(createSetupLink(world.system)).rejects.toEqual(problem('wrong_state'));
	await system((trx) => trx.updateTable('accounts').set({ is_administrator: false }).execute());
	const replaced = tokenOf(await createSetupLink(world.system));
	const token = tokenOf(await createSetupLink(world.system));
	await expect(checkSetupLink(world.system, replaced)).rejects.toEqual(problem('link_expired'));
	await checkSetupLink(world.system, token);
	const results = await Promise.allSettled([
		setUp(world.system, token, person),
		setUp(world.system, token, { ...person, email: 'other@example.org' })
	]);
	expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
	const administrators = await system((trx) =>
		trx
			.selectFrom('accounts')
			.select('may_create_studies')
			.where('is_administrator', '=', true)
			.execute()
	);
	expect(administrators).toEqual([{ may_create_studies: true }]);
	await expect(checkSetupLink(world.system, token)).rejects.toEqual(problem('link_expired'));
});
