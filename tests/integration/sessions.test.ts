import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { TOTP, Secret } from 'otpauth';
import { sql } from 'kysely';
import type { SystemContext } from '#lib/server/context.ts';
import { type Database } from '#lib/server/database/database.ts';
import { asActor, asSystem } from '#lib/server/database/asActor.ts';
import { hashPassword } from '#lib/server/accounts/password.ts';
import { hashToken } from '#lib/server/accounts/tokens.ts';
import { disableAccount } from '#lib/server/accounts/accounts.ts';
import {
	beginSecondFactor,
	confirmSecondFactor,
	getSecondFactor,
	renewRecoveryCodes,
	turnOffSecondFactor
} from '#lib/server/sessions/secondFactor.ts';
import { listSessions, readSession, startSession } from '#lib/server/sessions/sessions.ts';
import { signIn, signInWithCode } from '#lib/server/sessions/signIn.ts';
import { changePassword, signOutElsewhere } from '#lib/server/sessions/ownAccount.ts';
import { openTestDatabase } from '../support/database.ts';
import { type Person, type World, buildWorld } from '../support/world.ts';

const PASSWORD = 'a ferry to Koh Rong at noon';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const device = 'Firefox · Android';

let database: Database;
let world: World;
/** The clock of the tests, in milliseconds ahead of the real one. */
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
		await trx.deleteFrom('throttles').execute();
		await trx.deleteFrom('sessions').execute();
		await trx.deleteFrom('recovery_codes').execute();
		await trx
			.updateTable('accounts')
			.set({
				password_hash: hash,
				disabled_at: null,
				totp_secret: null,
				totp_confirmed_at: null,
				totp_last_step: 0
			})
			.execute();
	});
});

const as = (person: Person) => ({ ...system, actor: { accountId: world.accounts[person] } });
const start = async (person: Person) =>
	(await startSession(system, world.accounts[person], { device })).value;
const attempt = (email: string, password: string, address = '10.0.0.1') =>
	signIn(system, { email, password, address, device });
const actions = (action: string) =>
	asSystem(database.db, (trx) =>
		trx.selectFrom('audit_entries').selectAll().where('action', '=', action).execute()
	);

async function enrol(person: Person) {
	await beginSecondFactor(as(person));
	const { enrolment } = await getSecondFactor(as(person));
	const totp = new TOTP({ secret: Secret.fromBase32(enrolment!.secret) });
	const code = () => totp.generate({ timestamp: system.now().getTime() });
	const done = await confirmSecondFactor(as(person), { code: code(), device });
	// The first code is spent, so the next sign-in waits for the next one.
	ahead += 30_000;
	return { ...done!, code };
}

test('only the hash of a token is stored, and the hash opens nothing', async () => {
	const token = await start('sokha');
	const rows = await database.db.selectFrom('sessions').selectAll().execute();
	expect(rows.map((row) => row.id)).toEqual([hashToken(token)]);
	expect(JSON.stringify(rows)).not.toContain(token);
	expect((await readSession(system, token))?.account.email).toBe('sokha@example.org');
	expect(await readSession(system, rows[0]!.id)).toBeNull();
	expect(await readSession(system, rows[0]!.id.slice(0, 43))).toBeNull();
});

test.each([
	'',
	'x',
	'%E0%A4%A',
	'\u0000',
	'a'.repeat(43) + '\u0000',
	"' or true --",
	'é'.repeat(43)
])('%j is no session and no error', async (token) => {
	expect(await readSession(system, token)).toBeNull();
});

test('a session ends twelve hours after sign-in, however much it is used', async () => {
	const token = await start('sokha');
	for (ahead = 0; ahead < 12 * HOUR; ahead += 2 * HOUR)
		expect(await readSession(system, token), `${ahead / HOUR} h`).not.toBeNull();
	ahead = 12 * HOUR - MINUTE;
	expect(await readSession(system, token)).not.toBeNull();
	ahead = 12 * HOUR;
	expect(await readSession(system, token)).toBeNull();
	ahead = 0;
	expect(await readSession(system, token), 'gone from the table').toBeNull();
});

test.each(['rina', 'edi', 'nadia', 'rudi', 'ana'] as const)(
	'%s is signed out after half an hour without a click',
	async (person) => {
		const token = await start(person);
		ahead = 29 * MINUTE;
		expect(await readSession(system, token)).not.toBeNull();
		ahead = 58 * MINUTE;
		expect(await readSession(system, token), 'the click counted').not.toBeNull();
		ahead = 88 * MINUTE;
		expect(await readSession(system, token)).toBeNull();
	}
);

test('a representative on a slow phone is not', async () => {
	const token = await start('sokha');
	ahead = 3 * HOUR;
	expect(await readSession(system, token)).not.toBeNull();
});

test('the time last seen is written at most once a minute', async () => {
	const token = await start('sokha');
	const seen = async () =>
		(await database.db.selectFrom('sessions').selectAll().executeTakeFirstOrThrow()).last_seen_at;
	const first = await seen();
	ahead = 50_000;
	await readSession(system, token);
	expect(await seen()).toEqual(first);
	ahead = 2 * MINUTE;
	await readSession(system, token);
	expect((await seen()).getTime()).toBeGreaterThan(first.getTime());
});

test('cookies: __Host- and Secure under https, plain on loopback', async () => {
	const plain = await startSession(system, world.accounts.sokha, { device });
	expect(plain.serialize()).toMatch(/^session=.*; HttpOnly; .*Path=\/; SameSite=Lax$/);
	const https = { ...system, config: { ...system.config, origin: 'https://study.example' } };
	const secure = await startSession(https, world.accounts.sokha, { device });
	expect(secure.serialize()).toMatch(
		/^__Host-session=.*; HttpOnly; .*Path=\/; SameSite=Lax; Secure$/
	);
	expect(secure.serialize()).not.toContain('Domain');
});

test('signing in: the right password, and nothing else, in any spelling of the e-mail', async () => {
	const result = await attempt(' Sokha@Example.ORG ', PASSWORD);
	expect(result?.codeDue).toBe(false);
	const signedIn = await readSession(system, result!.cookie.value);
	expect(signedIn?.account.id).toBe(world.accounts.sokha);
	expect(signedIn?.secondFactorDue).toBe(false);
	expect((await actions('account.sign_in')).at(-1)?.actor_id).toBe(world.accounts.sokha);
});

test('wrong password, unknown account, closed account, account without password: the same answer', async () => {
	await disableAccount(system, null, world.accounts.omar);
	await database.db
		.updateTable('accounts')
		.set({ password_hash: null })
		.where('id', '=', world.accounts.dara)
		.execute();
	const before = (await actions('account.sign_in_refused')).length;
	expect(await attempt('sokha@example.org', 'not this one')).toBeNull();
	expect(await attempt('nobody@example.org', PASSWORD)).toBeNull();
	expect(await attempt('omar@example.org', PASSWORD)).toBeNull();
	expect(await attempt('dara@example.org', '')).toBeNull();
	const refused = (await actions('account.sign_in_refused')).slice(before);
	expect(refused).toHaveLength(4);
	for (const entry of refused)
		expect([entry.actor_id, entry.subject_id, entry.detail]).toEqual([
			null,
			null,
			{ step: 'password' }
		]);
	expect(await database.db.selectFrom('sessions').selectAll().execute()).toEqual([]);
});

test.each(['sokha@example.org', 'nobody@example.org'])(
	'ten wrong passwords for %s, then nobody gets in for a quarter of an hour',
	async (email) => {
		for (let turn = 0; turn < 10; turn += 1)
			expect(await attempt(email, `wrong ${turn}`, `10.1.0.${turn}`)).toBeNull();
		await expect(attempt(email, PASSWORD, '10.1.0.99')).rejects.toMatchObject({
			code: 'too_many_attempts',
			detail: { minutes: 15 }
		});
		expect((await attempt('budi@example.org', PASSWORD))?.codeDue, 'others do').toBe(false);
		ahead = 15 * MINUTE;
		expect((await attempt(email, PASSWORD)) !== null).toBe(email.startsWith('sokha'));
	}
);

test('a success gives the account its attempts back, and the address the one it used', async () => {
	for (let round = 0; round < 3; round += 1) {
		for (let turn = 0; turn < 9; turn += 1) await attempt('sokha@example.org', 'wrong');
		expect(await attempt('sokha@example.org', PASSWORD)).not.toBeNull();
	}
	const { rows } = await sql<{ count: number }>`select count from throttles`.execute(database.db);
	expect(rows).toEqual([{ count: 27 }]);
});

test('fifty attempts from one address, whoever they are for; IPv6 counts by network', async () => {
	await sql`update throttles set count = 0`.execute(database.db);
	for (const address of ['2001:db8:1:2::1', '2001:db8:1:2:ffff::7'])
		await attempt('nobody@example.org', 'wrong', address);
	const { rows } = await sql<{ count: number }>`select count from throttles
		where key like 'address:%'`.execute(database.db);
	expect(rows).toEqual([{ count: 2 }]);
	await sql`update throttles set count = 50 where key like 'address:%'`.execute(database.db);
	await expect(attempt('budi@example.org', PASSWORD, '2001:db8:1:2::9')).rejects.toMatchObject({
		code: 'too_many_attempts'
	});
	expect(await attempt('budi@example.org', PASSWORD, '2001:db8:1:3::9')).not.toBeNull();
});

test('attempts at the same moment are all counted', async () => {
	const results = await Promise.allSettled(
		Array.from({ length: 14 }, () => attempt('sokha@example.org', 'wrong'))
	);
	expect(results.filter((result) => result.status === 'rejected')).toHaveLength(4);
});

test('who sees many countries must enrol, outside the demo; a representative need not', async () => {
	for (const [person, due] of [
		['rina', true],
		['edi', true],
		['ana', true],
		['citra', true],
		['sokha', false],
		['nadia', false],
		['rudi', false]
	] as const) {
		const token = await start(person);
		const signedIn = await readSession(system, token);
		expect([signedIn?.secondFactorDue, signedIn?.codeDue], person).toEqual([due, false]);
		const demo = { ...system, config: { ...system.config, demo: true } };
		expect((await readSession(demo, token))?.secondFactorDue, person).toBe(false);
	}
});

test('enrolment: a wrong code turns nothing on, the right one ends every other session', async () => {
	const other = await start('rina');
	await beginSecondFactor(as('rina'));
	expect((await getSecondFactor(as('rina'))).enrolment?.address).toMatch(
		/^otpauth:\/\/totp\/Mufakat/
	);
	expect(await confirmSecondFactor(as('rina'), { code: '000000', device })).toBeNull();
	expect((await getSecondFactor(as('rina'))).isOn).toBe(false);
	const { cookie, codes } = await enrol('rina');
	expect(codes).toHaveLength(10);
	expect(await readSession(system, other)).toBeNull();
	const signedIn = await readSession(system, cookie.value);
	expect([signedIn?.secondFactorDue, signedIn?.codeDue]).toEqual([false, false]);
	const factor = await getSecondFactor(as('rina'));
	expect(factor).toMatchObject({ isOn: true, isRequired: true, codesLeft: 10, enrolment: null });
	expect(await actions('account.second_factor_on')).toHaveLength(1);
});

test('with a second factor the password opens nothing but the page of the code, for ten minutes', async () => {
	await enrol('sokha');
	const first = await attempt('sokha@example.org', PASSWORD);
	expect(first?.codeDue).toBe(true);
	const waiting = await readSession(system, first!.cookie.value);
	expect([waiting?.codeDue, waiting?.secondFactorDue]).toEqual([true, true]);
	ahead += 10 * MINUTE;
	expect(await readSession(system, first!.cookie.value)).toBeNull();
});

test('a code works once, the session changes its name, and early or late by one step is fine', async () => {
	const { code } = await enrol('sokha');
	const used = code();
	const sign = async (given: string) => {
		const first = await attempt('sokha@example.org', PASSWORD);
		const waiting = await readSession(system, first!.cookie.value);
		const cookie = await signInWithCode(system, waiting!, {
			code: given,
			address: '10.0.0.1',
			device
		});
		return { first: first!.cookie.value, cookie };
	};
	const { first, cookie } = await sign(used);
	expect((await readSession(system, cookie!.value))?.codeDue).toBe(false);
	expect(cookie!.value).not.toBe(first);
	expect(await readSession(system, first), 'the waiting session is gone').toBeNull();
	expect((await sign(used)).cookie, 'replayed').toBeNull();
	const late = code();
	ahead += 30_000;
	expect((await sign(late)).cookie, 'the step just used, again').toBeNull();
	const next = code();
	ahead += 30_000;
	expect((await sign(next)).cookie, 'one step late').not.toBeNull();
	ahead += 90_000;
	const old = code();
	ahead += 90_000;
	expect((await sign(old)).cookie, 'three steps late').toBeNull();
});

test('one code sent twice at once opens one session', async () => {
	const { code } = await enrol('sokha');
	const first = await attempt('sokha@example.org', PASSWORD);
	const waiting = await readSession(system, first!.cookie.value);
	const given = { code: code(), address: '10.0.0.1', device };
	const cookies = await Promise.all([
		signInWithCode(system, waiting!, given),
		signInWithCode(system, waiting!, given)
	]);
	expect(cookies.filter((cookie) => cookie !== null)).toHaveLength(1);
});

test('a recovery code works once, is stored hashed, and only for its own account', async () => {
	const { codes } = await enrol('sokha');
	const others = await enrol('budi');
	const sign = async (code: string) => {
		const first = await attempt('sokha@example.org', PASSWORD);
		const waiting = await readSession(system, first!.cookie.value);
		return signInWithCode(system, waiting!, { code, address: '10.0.0.1', device });
	};
	const stored = await database.db.selectFrom('recovery_codes').selectAll().execute();
	expect(stored).toHaveLength(20);
	for (const row of stored) expect(row.code_hash).toMatch(/^[0-9a-f]{64}$/);
	expect(await sign(others.codes[0]!), "another's").toBeNull();
	expect(await sign(codes[0]!.toUpperCase().replaceAll('-', ' '))).not.toBeNull();
	expect(await sign(codes[0]!), 'again').toBeNull();
	expect((await getSecondFactor(as('sokha'))).codesLeft).toBe(9);
	const renewed = await renewRecoveryCodes(as('sokha'), PASSWORD);
	expect(await sign(codes[1]!), 'void').toBeNull();
	expect(await sign(renewed![1]!)).not.toBeNull();
	expect(await renewRecoveryCodes(as('sokha'), 'wrong')).toBeNull();
});

test('codes cannot be tried without end', async () => {
	await enrol('sokha');
	const first = await attempt('sokha@example.org', PASSWORD);
	const waiting = await readSession(system, first!.cookie.value);
	const guess = (address: string) =>
		signInWithCode(system, waiting!, { code: '000000', address, device });
	for (let turn = 0; turn < 10; turn += 1) expect(await guess(`10.2.0.${turn}`)).toBeNull();
	await expect(guess('10.2.0.99')).rejects.toMatchObject({ code: 'too_many_attempts' });
});

test('turning it off needs the password, and is not for those who must have it', async () => {
	await enrol('sokha');
	expect(await turnOffSecondFactor(as('sokha'), { current: 'wrong', device })).toBeNull();
	expect((await getSecondFactor(as('sokha'))).isOn).toBe(true);
	const cookie = await turnOffSecondFactor(as('sokha'), { current: PASSWORD, device });
	expect((await readSession(system, cookie!.value))?.account.hasSecondFactor).toBe(false);
	expect(await database.db.selectFrom('recovery_codes').selectAll().execute()).toEqual([]);
	await enrol('rina');
	await expect(
		turnOffSecondFactor(as('rina'), { current: PASSWORD, device })
	).rejects.toMatchObject({ code: 'wrong_state' });
});

test('a new password ends every session and begins another', async () => {
	const [here, there] = [await start('sokha'), await start('sokha')];
	const next = 'a monsoon over the Tonle Sap';
	const change = (current: string, password: string) =>
		changePassword(as('sokha'), { current, password, device });
	expect(await change('wrong', next)).toBeNull();
	await expect(change(PASSWORD, 'password123')).rejects.toMatchObject({
		code: 'invalid',
		detail: { field: 'password', fault: 'common' }
	});
	expect(await readSession(system, here)).not.toBeNull();
	const cookie = await change(PASSWORD, next);
	expect(await readSession(system, here)).toBeNull();
	expect(await readSession(system, there)).toBeNull();
	expect(await readSession(system, cookie!.value)).not.toBeNull();
	expect(await attempt('sokha@example.org', PASSWORD)).toBeNull();
	expect(await attempt('sokha@example.org', next)).not.toBeNull();
});

test('signing out elsewhere keeps this session and nobody else loses theirs', async () => {
	const [here, there, budi] = [await start('sokha'), await start('sokha'), await start('budi')];
	const list = await listSessions(system, world.accounts.sokha, hashToken(here));
	expect(list.map((one) => [one.device, one.isThis]).sort()).toEqual([
		[device, false],
		[device, true]
	]);
	expect(await signOutElsewhere(as('sokha'), hashToken(here))).toBe(1);
	expect(await readSession(system, here)).not.toBeNull();
	expect(await readSession(system, there)).toBeNull();
	expect(await readSession(system, budi)).not.toBeNull();
});

test('a closed account is out at once', async () => {
	const token = await start('sokha');
	await database.db
		.updateTable('accounts')
		.set({ disabled_at: new Date() })
		.where('id', '=', world.accounts.sokha)
		.execute();
	expect(await readSession(system, token), 'even where its session is still there').toBeNull();
});

test('the role of requests reads no session, secret or throttle, nor the roles of others', async () => {
	const actor = { accountId: world.accounts.rina };
	for (const query of [
		sql`select 1 from sessions`,
		sql`select totp_secret from accounts`,
		sql`select password_hash from accounts`,
		sql`select 1 from recovery_codes`,
		sql`select 1 from password_resets`,
		sql`select 1 from throttles`,
		sql`select roles_of(${world.accounts.edi}::uuid)`
	])
		await expect(asActor(database.db, actor, (trx) => query.execute(trx))).rejects.toMatchObject({
			code: '42501'
		});
});
