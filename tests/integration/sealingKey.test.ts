import { spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TOTP } from 'otpauth';
import { sql } from 'kysely';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { openSecret, sealSecrets } from '#lib/server/accounts/totpSecret.ts';
import { readConfig } from '#lib/server/config.ts';
import { asSystem } from '#lib/server/database/asActor.ts';
import { type Database, openPostgres } from '#lib/server/database/database.ts';
import { forgetKey, rotateKey } from '#lib/server/focusgroups/changeKey.ts';
import { readIdentity, writeIdentity } from '#lib/server/focusgroups/identities.ts';
import { checkSealingKey } from '#lib/server/keys/checkSealingKey.ts';
import { sealedPlace } from '#lib/server/keys/places.ts';
import { newSealingKey, readSealingKey, seal, unseal } from '#lib/server/keys/sealing.ts';
import {
	beginSecondFactor,
	confirmSecondFactor,
	getSecondFactor
} from '#lib/server/sessions/secondFactor.ts';
import { outcome, placeOf, withKey } from '../support/consentWorld.ts';
import { makeTestDatabase, openTestDatabase, openTestDirectory } from '../support/database.ts';
import { addGroup, addParticipant } from '../support/groupWorld.ts';
import { type Person, type World, buildWorld } from '../support/world.ts';

/** The key that is not in the database: changed, lost, wrong and missing. */
let database: Database;
let plain: World;
let groupId: string;
beforeEach(async () => {
	await database?.close();
	database = await openTestDatabase();
	plain = await buildWorld(database);
	groupId = await addGroup(plain);
});
afterAll(() => database.close());

const identity = { name: 'Sample Name', organisation: 'Sample union', contact: '' };
const list = [{ name: 'Sample Name', replacement: '[P01]', participantId: null, count: 2 }];

/** Two identities, a list of names and a second factor, sealed with the key of `world`. */
async function fill(world: World) {
	const places = [];
	for (const pseudonym of ['P01', 'P02']) {
		const at = placeOf(world, groupId, await addParticipant(world, groupId, { pseudonym }));
		await writeIdentity(world.as('rina'), { ...at, identity });
		places.push(at);
	}
	const key = world.system.config.sealingKey!;
	const id = randomUUID();
	await asSystem(database.db, (trx) =>
		trx
			.insertInto('name_replacements')
			.values({
				id,
				group_id: groupId,
				study_id: world.studyId,
				sealed: seal(key, sealedPlace.replacements(id), list),
				key_id: key.id,
				made_by: world.accounts.nadia
			})
			.execute()
	);
	await enrol(world, 'sokha');
	return { places, listId: id };
}

async function enrol(world: World, person: Person): Promise<string> {
	await beginSecondFactor(world.as(person));
	const { enrolment } = await getSecondFactor(world.as(person));
	const code = new TOTP({ secret: enrolment!.secret }).generate();
	expect(await confirmSecondFactor(world.as(person), { code, device: 'x' })).not.toBeNull();
	return enrolment!.secret;
}
const accountOf = (person: Person) =>
	asSystem(database.db, (trx) =>
		trx
			.selectFrom('accounts')
			.select(['id', 'email', 'totp_secret', 'totp_confirmed_at'])
			.where('id', '=', plain.accounts[person])
			.executeTakeFirstOrThrow()
	);
const everything = () =>
	asSystem(database.db, async (trx) => ({
		identities: await trx.selectFrom('participant_identities').selectAll().execute(),
		lists: await trx.selectFrom('name_replacements').selectAll().execute(),
		keys: await trx.selectFrom('sealing_keys').selectAll().execute(),
		secrets: await trx.selectFrom('accounts').select(['id', 'totp_secret']).orderBy('id').execute()
	}));
const check = (world: World) => outcome(checkSealingKey(world.system));

describe('a change of keys', () => {
	test('seals everything anew, once; the new key opens it and the old one nothing', async () => {
		const [oldKey, newKey] = [newSealingKey(), newSealingKey()];
		const before = withKey(plain, oldKey);
		expect(await check(before)).toBe('done');
		const { places, listId } = await fill(before);
		const after = withKey(plain, newKey, oldKey);
		expect(await rotateKey(after.system)).toEqual({ identities: 2, lists: 1, secondFactors: 1 });
		expect(await rotateKey(after.system)).toEqual({ identities: 0, lists: 0, secondFactors: 0 });
		for (const at of places) {
			expect(await readIdentity(after.as('rina'), at)).toEqual(identity);
			expect(await outcome(readIdentity(before.as('rina'), at))).toBe('key_missing');
		}
		const { lists, keys } = await everything();
		const key = readSealingKey(newKey);
		expect(unseal(key, sealedPlace.replacements(listId), new Uint8Array(lists[0]!.sealed))).toEqual(
			list
		);
		expect(keys.map(({ key_id }) => key_id)).toEqual([key.id]);
		const { id, totp_secret } = await accountOf('sokha');
		expect(openSecret(after.system.config, id, totp_secret!)).toMatch(/^[A-Z2-7]{32}$/);
		expect(await check(after)).toBe('done');
		await expect(checkSealingKey(before.system)).rejects.toThrow('not the key of this database');
	});

	test('changes nothing where one row cannot be opened', async () => {
		const [oldKey, newKey] = [newSealingKey(), newSealingKey()];
		const before = withKey(plain, oldKey);
		await check(before);
		const { places } = await fill(before);
		await asSystem(database.db, (trx) =>
			sql`update participant_identities set sealed = set_byte(sealed, 40, get_byte(sealed, 40) # 1)
				where participant_id = ${places[1]!.participantId}::uuid`.execute(trx)
		);
		const stood = await everything();
		const after = withKey(plain, newKey, oldKey);
		await expect(rotateKey(after.system)).rejects.toThrow(
			'1 sealed rows cannot be opened with MUFAKAT_OLD_KEY. Nothing was changed.'
		);
		await expect(rotateKey(withKey(plain, newKey, newSealingKey()).system)).rejects.toThrow(
			'4 sealed rows cannot be opened'
		);
		expect(await everything()).toEqual(stood);
		expect(await readIdentity(before.as('rina'), places[0]!)).toEqual(identity);
	});

	test('says what is missing', async () => {
		const key = newSealingKey();
		await expect(rotateKey(withKey(plain, key).system)).rejects.toThrow('MUFAKAT_OLD_KEY');
		await expect(rotateKey(withKey(plain, key, key).system)).rejects.toThrow('the same key');
		await check(withKey(plain, key));
		await expect(
			rotateKey(withKey(plain, newSealingKey(), newSealingKey()).system)
		).rejects.toThrow('not the key of this database');
	});
});

describe('a key that is lost', () => {
	test('is forgotten with what it sealed; nobody is locked out, and who is concerned is named', async () => {
		const lost = withKey(plain, newSealingKey());
		await check(lost);
		await fill(lost);
		await asSystem(database.db, (trx) =>
			trx
				.insertInto('sessions')
				.values({
					id: 'f'.repeat(64),
					account_id: plain.accounts.sokha,
					expires_at: new Date(Date.now() + 60_000)
				})
				.execute()
		);
		const next = withKey(plain, newSealingKey());
		await expect(checkSealingKey(next.system)).rejects.toThrow('mufakat key forget');
		const stood = await everything();
		const { email } = await accountOf('sokha');
		const found = { identities: 2, lists: 1, accounts: [email] };
		expect(await forgetKey(next.system, false)).toEqual(found);
		expect(await everything(), 'only counted').toEqual(stood);
		expect(await forgetKey(next.system, true)).toEqual(found);
		expect(await everything()).toMatchObject({ identities: [], lists: [], keys: [] });
		expect(await accountOf('sokha')).toMatchObject({ totp_secret: null, totp_confirmed_at: null });
		const sessions = await asSystem(database.db, (trx) =>
			trx
				.selectFrom('sessions')
				.select('id')
				.where('account_id', '=', plain.accounts.sokha)
				.execute()
		);
		expect(sessions, 'whoever was in with that second factor is out').toEqual([]);
		expect(await check(next)).toBe('done');
		expect(await check(next)).toBe('done');
	});

	test('what the key that is set sealed stays', async () => {
		const world = withKey(plain, newSealingKey());
		await check(world);
		const { places } = await fill(world);
		expect(await forgetKey(world.system, true)).toEqual({ identities: 0, lists: 0, accounts: [] });
		expect(await readIdentity(world.as('rina'), places[0]!)).toEqual(identity);
		expect(await check(world)).toBe('done');
	});
});

describe('the secret of a second factor', () => {
	test('is sealed where there is a key, and works', async () => {
		const world = withKey(plain);
		const secret = await enrol(world, 'rina');
		const { totp_secret } = await accountOf('rina');
		expect(totp_secret).toMatch(/^sealed:/);
		expect(totp_secret).not.toContain(secret);
	});

	test('that stood in the clear is sealed at the first start with a key', async () => {
		const secret = await enrol(plain, 'budi');
		expect((await accountOf('budi')).totp_secret).toBe(secret);
		expect(await sealSecrets(plain.system)).toBe(0);
		const world = withKey(plain);
		expect(await sealSecrets(world.system)).toBe(1);
		expect(await sealSecrets(world.system)).toBe(0);
		const { id, totp_secret } = await accountOf('budi');
		expect(openSecret(world.system.config, id, totp_secret!)).toBe(secret);
		expect(() => openSecret(plain.system.config, id, totp_secret!)).toThrow('MUFAKAT_KEY');
		expect(() => openSecret(world.system.config, plain.accounts.sokha, totp_secret!)).toThrow();
	});
});

/** A database of its own on this run's engine, sealed with `key`, closed; its settings. */
async function sealedDatabase(key: string): Promise<Record<string, string>> {
	const url = await makeTestDatabase();
	const dir = mkdtempSync(join(tmpdir(), 'mufakat-key-'));
	const own = url ? await openPostgres(url) : await openTestDirectory(dir);
	await checkSealingKey({ db: own.db, config: readConfig({ MUFAKAT_KEY: key }) });
	await own.close();
	return { MUFAKAT_DATA: dir, MUFAKAT_DEMO: '0', ...(url ? { DATABASE_URL: url } : {}) };
}

/** Starts the real server; gives what it printed, and its exit code or `up` where it serves. */
function start(env: Record<string, string>): Promise<{ code: number | 'up' | null; text: string }> {
	const child = spawn(process.execPath, ['server.ts'], {
		env: { PATH: process.env.PATH, NODE_NO_WARNINGS: '1', LOG_LEVEL: 'silent', PORT: '0', ...env },
		stdio: ['ignore', 'pipe', 'pipe'],
		timeout: 90_000
	});
	let text = '';
	let isUp = false;
	for (const stream of [child.stdout, child.stderr])
		stream.on('data', (chunk) => {
			text += chunk;
			// The address it serves at is printed last.
			if (!isUp && /https?:\/\//.test(text)) {
				isUp = true;
				child.kill('SIGTERM');
			}
		});
	return new Promise((resolve) =>
		child.once('exit', (code) => resolve({ code: isUp ? 'up' : code, text }))
	);
}

describe('the server', () => {
	test('starts with the right key, and with a wrong or missing one it says what to do', async () => {
		const key = newSealingKey();
		const env = await sealedDatabase(key);
		const wrong = await start({ ...env, MUFAKAT_KEY: newSealingKey() });
		expect(wrong.code).toBe(1);
		expect(wrong.text).toMatch(/MUFAKAT_KEY is not the key of this database[\s\S]*key rotate/);
		const missing = await start(env);
		expect(missing.code).toBe(1);
		expect(missing.text).toMatch(/MUFAKAT_KEY is not set[\s\S]*key forget/);
		const garbled = await start({ ...env, MUFAKAT_KEY: 'hunter2' });
		expect(garbled.code).toBe(1);
		expect(garbled.text).toContain('key new');
		for (const { text } of [wrong, missing, garbled]) {
			expect(text).not.toMatch(/^\s+at .*:\d+:\d+/m);
			expect(text).not.toContain('hunter2');
			expect(text).not.toContain(key);
		}
		expect(await start({ ...env, MUFAKAT_KEY: key })).toMatchObject({ code: 'up' });
	});

	test('gets another key by the command line', async () => {
		const call = (env: Record<string, string>, ...words: string[]) => {
			const done = spawnSync(process.execPath, ['src/cli/mufakat.ts', 'key', ...words], {
				env: { PATH: process.env.PATH, NODE_NO_WARNINGS: '1', LOG_LEVEL: 'silent', ...env },
				encoding: 'utf8'
			});
			expect(done.stderr).not.toMatch(/^\s+at .*:\d+:\d+/m);
			return { code: done.status, out: done.stdout, error: done.stderr };
		};
		const made = call({}, 'new');
		expect(made).toMatchObject({ code: 0, error: '' });
		const next = made.out.trim();
		expect(next).toMatch(/^[\w-]{43}$/);
		expect(call({}, 'new').out.trim()).not.toBe(next);
		for (const word of ['new', 'rotate', 'forget'])
			expect(call({}, word, '--help').out).toContain(`Usage: mufakat key ${word}`);

		const key = newSealingKey();
		const env = await sealedDatabase(key);
		expect(call({ ...env, MUFAKAT_KEY: next }, 'rotate')).toMatchObject({
			code: 1,
			error: expect.stringContaining('MUFAKAT_OLD_KEY')
		});
		expect(call({ ...env, MUFAKAT_KEY: next, MUFAKAT_OLD_KEY: key }, 'rotate')).toMatchObject({
			code: 0,
			out: expect.stringContaining('Sealed anew: 0 identities')
		});
		const third = newSealingKey();
		expect(call({ ...env, MUFAKAT_KEY: third }, 'forget')).toMatchObject({
			code: 1,
			out: expect.stringContaining('--yes')
		});
		expect(call({ ...env, MUFAKAT_KEY: third }, 'forget', '--yes')).toMatchObject({
			code: 0,
			out: expect.stringContaining('Removed: 0 identities')
		});
		if (env.DATABASE_URL) {
			const other = await openPostgres(env.DATABASE_URL);
			await other.db
				.selectFrom('sealing_keys')
				.select('key_id')
				.execute()
				.catch(() => []);
			expect(call({ ...env, MUFAKAT_KEY: third }, 'forget', '--yes')).toMatchObject({
				code: 1,
				error: expect.stringContaining('Stop the server first')
			});
			await other.close();
		}
	});
});
