import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { SystemContext } from '#lib/server/context.ts';
import type { Database } from '#lib/server/database/database.ts';
import { asSystem } from '#lib/server/database/asActor.ts';
import {
	changeProfile,
	createAccount,
	disableAccount,
	enableAccount
} from '#lib/server/accounts/accounts.ts';
import { hashPassword } from '#lib/server/accounts/password.ts';
import {
	isResetOpen,
	requestReset,
	resetAccount,
	resetPassword
} from '#lib/server/accounts/passwordReset.ts';
import { getAccount } from '#lib/server/accounts/queries.ts';
import { hashToken } from '#lib/server/accounts/tokens.ts';
import { readSession, startSession } from '#lib/server/sessions/sessions.ts';
import { signIn } from '#lib/server/sessions/signIn.ts';
import { openTestDatabase } from '../support/database.ts';
import { type World, buildWorld } from '../support/world.ts';

const PASSWORD = 'a ferry to Koh Rong at noon';
const NEXT = 'a monsoon over the Tonle Sap';
const device = '';
const address = '10.0.0.1';

let database: Database;
let world: World;
let ahead = 0;
let system: SystemContext;

beforeAll(async () => {
	database = await openTestDatabase();
	world = await buildWorld(database);
	system = { ...world.system, now: () => new Date(Date.now() + ahead) };
});
afterAll(() => database.close());
beforeEach(async () => {
	ahead = 0;
	const hash = await hashPassword(PASSWORD);
	await asSystem(database.db, async (trx) => {
		for (const table of ['throttles', 'sessions', 'password_resets', 'mails'] as const)
			await trx.deleteFrom(table).execute();
		await trx.updateTable('accounts').set({ password_hash: hash, disabled_at: null }).execute();
	});
});

const mails = () =>
	asSystem(database.db, (trx) =>
		trx.selectFrom('mails').selectAll().orderBy('created_at').execute()
	);
const tokenIn = (body: string) => /\/reset\/([\w-]{43})/.exec(body)?.[1] ?? '';
const ask = async (email: string) => {
	await requestReset(system, { email, address });
	return tokenIn((await mails()).at(-1)?.body ?? '');
};
const signInWith = (password: string) =>
	signIn(system, { email: 'sokha@example.org', password, address, device });

test('a reset: mailed in the reader’s language, good once, and it ends every session', async () => {
	await changeProfile(world.as('sokha'), { name: 'Sokha', language: 'id' });
	const session = (await startSession(system, world.accounts.sokha, { device })).value;
	const token = await ask('SOKHA@example.org');
	const [mail] = await mails();
	expect(mail?.recipient).toBe('sokha@example.org');
	expect(mail?.subject).toContain('kata sandi');
	expect(mail?.body).toContain(`http://127.0.0.1:3000/reset/${token}`);
	expect(world.woken).toContain('mail');
	const [stored] = await database.db.selectFrom('password_resets').selectAll().execute();
	expect(stored?.token_hash).toBe(hashToken(token));

	expect(await isResetOpen(system, token)).toBe(true);
	expect(await isResetOpen(system, token), 'looking does not use it').toBe(true);
	expect(await isResetOpen(system, hashToken(token)), 'the stored hash').toBe(false);
	await resetPassword(system, token, NEXT);
	expect(await readSession(system, session)).toBeNull();
	expect(await signInWith(PASSWORD)).toBeNull();
	expect(await signInWith(NEXT)).not.toBeNull();
	expect(await isResetOpen(system, token)).toBe(false);
	await expect(resetPassword(system, token, PASSWORD)).rejects.toMatchObject({
		code: 'link_expired'
	});
});

test('a link used twice at once sets one password', async () => {
	const token = await ask('sokha@example.org');
	const results = await Promise.allSettled([
		resetPassword(system, token, NEXT),
		resetPassword(system, token, `${NEXT} again`)
	]);
	expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
});

test('a link ends after an hour, with the next one, and with the account', async () => {
	const first = await ask('sokha@example.org');
	const second = await ask('sokha@example.org');
	expect(await isResetOpen(system, first)).toBe(false);
	expect(await isResetOpen(system, second)).toBe(true);
	ahead = 59 * 60_000;
	expect(await isResetOpen(system, second)).toBe(true);
	ahead = 60 * 60_000;
	expect(await isResetOpen(system, second)).toBe(false);
	await expect(resetPassword(system, second, NEXT)).rejects.toMatchObject({ code: 'link_expired' });
	const third = await ask('sokha@example.org');
	await disableAccount(system, null, world.accounts.sokha);
	expect(await isResetOpen(system, third)).toBe(false);
});

test('a bad password does not spend the link', async () => {
	const token = await ask('sokha@example.org');
	await expect(resetPassword(system, token, 'password123')).rejects.toMatchObject({
		code: 'invalid'
	});
	await resetPassword(system, token, NEXT);
});

test('an unknown or closed account: the same answer, no mail, no link', async () => {
	await disableAccount(system, null, world.accounts.omar);
	const time = async (email: string) => {
		const from = performance.now();
		expect(await requestReset(system, { email, address })).toBeUndefined();
		return performance.now() - from;
	};
	for (const email of ['nobody@example.org', 'omar@example.org', 'sokha@example.org'])
		expect(await time(email)).toBeGreaterThan(290);
	expect((await mails()).map((mail) => mail.recipient)).toEqual(['sokha@example.org']);
	for (const email of ['nobody@example.org', 'sokha@example.org']) {
		await database.db.updateTable('throttles').set({ count: 5 }).execute();
		await expect(requestReset(system, { email, address })).rejects.toMatchObject({
			code: 'too_many_attempts'
		});
	}
});

test('the command line’s reset clears password, second factor and sessions', async () => {
	const session = (await startSession(system, world.accounts.sokha, { device })).value;
	await database.db
		.updateTable('accounts')
		.set({ totp_secret: 'ABCDEFGH', totp_confirmed_at: new Date() })
		.where('id', '=', world.accounts.sokha)
		.execute();
	const link = await resetAccount(system, 'sokha@example.org');
	expect(link).toMatch(/^http:\/\/127\.0\.0\.1:3000\/reset\/[\w-]{43}$/);
	expect(await readSession(system, session)).toBeNull();
	expect(await signInWith(PASSWORD)).toBeNull();
	await resetPassword(system, tokenIn(link), NEXT);
	expect((await signInWith(NEXT))?.codeDue).toBe(false);
	await expect(resetAccount(system, 'nobody@example.org')).rejects.toMatchObject({
		code: 'not_found'
	});
});

test('an e-mail has one account, in whatever spelling', async () => {
	const given = { email: ' Maly@Example.org', name: 'Maly', passwordHash: null, language: 'en' };
	const id = await asSystem(database.db, (trx) => createAccount(trx, given));
	expect((await getAccount(database.db, id)).email).toBe('maly@example.org');
	await expect(
		asSystem(database.db, (trx) => createAccount(trx, { ...given, email: 'MALY@example.org' }))
	).rejects.toMatchObject({ code: 'already_exists' });
});

test('an administrator closes and opens accounts, but not their own; nobody else does', async () => {
	const ana = { accountId: world.accounts.ana };
	const session = (await startSession(system, world.accounts.sokha, { device })).value;
	for (const person of ['rina', 'sokha', 'omar'] as const)
		await expect(
			disableAccount(system, { accountId: world.accounts[person] }, world.accounts.budi)
		).rejects.toMatchObject({ code: 'not_found' });
	await expect(disableAccount(system, ana, world.accounts.ana)).rejects.toMatchObject({
		code: 'wrong_state'
	});
	await disableAccount(system, ana, world.accounts.sokha);
	expect(await readSession(system, session)).toBeNull();
	expect(await signInWith(PASSWORD)).toBeNull();
	await expect(
		enableAccount(system, { accountId: world.accounts.rina }, world.accounts.sokha)
	).rejects.toMatchObject({ code: 'not_found' });
	await enableAccount(system, ana, world.accounts.sokha);
	expect(await signInWith(PASSWORD)).not.toBeNull();
});
