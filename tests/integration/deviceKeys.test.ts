import { createDecipheriv, pbkdf2Sync } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { getDeviceKey } from '#lib/server/accounts/deviceKey.ts';
import { hashPassword } from '#lib/server/accounts/password.ts';
import { resetAccount, resetPassword } from '#lib/server/accounts/passwordReset.ts';
import { hashToken } from '#lib/server/accounts/tokens.ts';
import { asActor, asSystem } from '#lib/server/database/asActor.ts';
import type { Database } from '#lib/server/database/database.ts';
import { changePassword } from '#lib/server/sessions/ownAccount.ts';
import { startSession } from '#lib/server/sessions/sessions.ts';
import { signIn } from '#lib/server/sessions/signIn.ts';
import { openTestDatabase } from '../support/database.ts';
import { type Person, type World, buildWorld } from '../support/world.ts';

const PASSWORD = 'a ferry to Koh Rong at noon';
const OTHER = 'rain on the Tonlé Sap by night';
const device = 'Firefox · Android';

let database: Database;
let world: World;

beforeAll(async () => {
	database = await openTestDatabase();
	world = await buildWorld(database);
});
afterAll(() => database.close());
beforeEach(async () => {
	const hash = await hashPassword(PASSWORD);
	await asSystem(database.db, async (trx) => {
		await trx.deleteFrom('throttles').execute();
		await trx.deleteFrom('device_keys').execute();
		await trx.updateTable('accounts').set({ password_hash: hash }).execute();
	});
});

const emailOf = (person: Person) =>
	asSystem(database.db, async (trx) => {
		const found = trx.selectFrom('accounts').select('email');
		return (await found.where('id', '=', world.accounts[person]).executeTakeFirstOrThrow()).email;
	});
const enter = async (person: Person, password = PASSWORD) =>
	signIn(world.system, { email: await emailOf(person), password, address: '10.0.0.1', device });

async function keyOf(person: Person) {
	const cookie = await startSession(world.system, world.accounts[person], { device });
	return getDeviceKey(world.as(person), hashToken(cookie.value));
}

/** What a device does without a network; null where the password does not fit. */
function open(given: Awaited<ReturnType<typeof keyOf>>, password: string): string | null {
	const { salt, iterations, iv, wrapped } = given.wrapped!;
	const bytes = (text: string) => Buffer.from(text, 'base64');
	const key = pbkdf2Sync(password, bytes(salt), iterations, 32, 'sha256');
	const cipher = createDecipheriv('aes-256-gcm', key, bytes(iv));
	cipher.setAuthTag(bytes(wrapped).subarray(-16));
	try {
		const text = cipher.update(bytes(wrapped).subarray(0, -16));
		return Buffer.concat([text, cipher.final()]).toString('base64');
	} catch {
		return null;
	}
}

test('the password opens the key of the device, and no other password does', async () => {
	await enter('sokha');
	const given = await keyOf('sokha');
	expect(Buffer.from(given.key, 'base64')).toHaveLength(32);
	expect(given.account).toBe(world.accounts.sokha);
	expect(open(given, PASSWORD)).toBe(given.key);
	expect(open(given, OTHER)).toBeNull();
});

test('every device of an account has the same key, another account has another', async () => {
	const first = await keyOf('sokha');
	expect((await keyOf('sokha')).key).toBe(first.key);
	expect((await keyOf('dara')).key).not.toBe(first.key);
});

test('without a password there is a key, but nothing to open offline', async () => {
	expect((await keyOf('sokha')).wrapped).toBeNull();
	await enter('sokha', OTHER);
	expect((await keyOf('sokha')).wrapped, 'a wrong password locks nothing').toBeNull();
	await enter('sokha');
	const { wrapped } = await keyOf('sokha');
	await enter('sokha');
	expect((await keyOf('sokha')).wrapped, 'locked once for each password').toEqual(wrapped);
});

test('a changed password locks the same key anew', async () => {
	await enter('sokha');
	const before = await keyOf('sokha');
	await changePassword(world.as('sokha'), { current: PASSWORD, password: OTHER, device });
	const after = await keyOf('sokha');
	expect(after.key, 'what waits on a phone stays readable').toBe(before.key);
	expect(open(after, OTHER)).toBe(after.key);
	expect(open(after, PASSWORD)).toBeNull();
});

test('a reset password locks it anew too; a cleared one locks nothing', async () => {
	await enter('dara');
	const link = await resetAccount(world.system, await emailOf('dara'));
	expect((await keyOf('dara')).wrapped).toBeNull();
	await resetPassword(world.system, link.split('/').at(-1)!, OTHER);
	const given = await keyOf('dara');
	expect(open(given, OTHER)).toBe(given.key);
});

test('the key is audited once for each session', async () => {
	const entries = async () =>
		asSystem(database.db, (trx) =>
			trx
				.selectFrom('audit_entries')
				.select('id')
				.where('action', '=', 'device.key')
				.where('actor_id', '=', world.accounts.rudi)
				.execute()
		);
	const cookie = await startSession(world.system, world.accounts.rudi, { device });
	const read = () => getDeviceKey(world.as('rudi'), hashToken(cookie.value));
	await read();
	await read();
	expect(await entries()).toHaveLength(1);
	await keyOf('rudi');
	expect(await entries()).toHaveLength(2);
});

test('who acts cannot read a key, their own included', async () => {
	await keyOf('sokha');
	const read = asActor(database.db, { accountId: world.accounts.sokha }, (trx) =>
		trx.selectFrom('device_keys').selectAll().execute()
	);
	await expect(read).rejects.toThrow(/permission denied/);
});
