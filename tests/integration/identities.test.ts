import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { asActor, asSystem } from '#lib/server/database/asActor.ts';
import type { Database } from '#lib/server/database/database.ts';
import { eraseIdentity, readIdentity, writeIdentity } from '#lib/server/focusgroups/identities.ts';
import { giveConsent, giveIdentity, takeBack } from '#lib/server/focusgroups/ownConsent.ts';
import { getOwnPage } from '#lib/server/focusgroups/ownPage.ts';
import { getParticipantPage } from '#lib/server/focusgroups/participantPage.ts';
import { recordWithdrawal } from '#lib/server/focusgroups/withdrawals.ts';
import {
	answers,
	auditOf,
	dumpAll,
	openLink,
	outcome,
	placeOf,
	withKey
} from '../support/consentWorld.ts';
import { findPostgres } from '../../bin/find.mjs';
import { openTestDatabase, openTestDirectory } from '../support/database.ts';
import { AGREES_TO_ALL, addGroup, addParticipant } from '../support/groupWorld.ts';
import { PEOPLE, type World, buildWorld } from '../support/world.ts';

let database: Database;
let world: World;
let groupId: string;
beforeAll(async () => {
	database = await openTestDatabase();
	world = withKey(await buildWorld(database));
	groupId = await addGroup(world);
});
afterAll(() => database.close());

const NAME = 'Planted Realname-Sokunthea';
const identity = { name: NAME, organisation: 'Sample union', contact: '+855 00 000' };
let pseudonyms = 0;
async function newcomer(of = world, group = groupId) {
	const id = await addParticipant(of, group, {
		pseudonym: `I${++pseudonyms}`,
		agrees: AGREES_TO_ALL
	});
	return { id, at: placeOf(of, group, id) };
}
const kept = async (at: ReturnType<typeof placeOf>) =>
	(await getParticipantPage(world.as('rina'), at)).identity!.kept;

describe('who a participant is', () => {
	test('is written, read and erased by coordinators; each is recorded, and no word of it', async () => {
		const { at, id } = await newcomer();
		for (const person of PEOPLE.filter((each) => each !== 'rina')) {
			expect(await outcome(writeIdentity(world.as(person), { ...at, identity }))).toBe('not_found');
			expect(await outcome(readIdentity(world.as(person), at)), person).toBe('not_found');
			expect(await outcome(eraseIdentity(world.as(person), at)), person).toBe('not_found');
		}
		expect(await outcome(readIdentity(world.as('rina'), at)), 'nothing kept').toBe('not_found');
		await writeIdentity(world.as('rina'), { ...at, identity });
		expect(await kept(at)).toMatchObject({ byParticipant: false });
		expect(await readIdentity(world.as('rina'), at)).toEqual(identity);
		await eraseIdentity(world.as('rina'), at);
		await eraseIdentity(world.as('rina'), at);
		expect(await kept(at)).toBeNull();
		const entries = (await auditOf(world, id)).slice(0);
		expect(entries.map(({ action }) => action)).toEqual([
			'identity.write',
			'identity.read',
			'identity.write'
		]);
		expect(JSON.stringify(entries)).not.toContain('Planted');
	});

	test('is not known to a note-taker, not even whether it is kept', async () => {
		const { at } = await newcomer();
		await writeIdentity(world.as('rina'), { ...at, identity });
		expect((await getParticipantPage(world.as('nadia'), at)).identity).toBeNull();
		for (const person of PEOPLE.filter((each) => each !== 'rina'))
			expect(
				await asActor(database.db, { accountId: world.accounts[person] }, (trx) =>
					trx.selectFrom('participant_identities').select('participant_id').execute()
				)
			).toEqual([]);
	});

	test('is given by the person by link, and never shown there again', async () => {
		const { at, id } = await newcomer();
		const { linkId } = await openLink(world, at);
		expect((await getOwnPage(world.system, linkId, 0)).identity).toEqual({ isGiven: false });
		await giveIdentity(world.system, linkId, identity);
		await giveIdentity(world.system, linkId, { ...identity, contact: 'signal' });
		const page = await getOwnPage(world.system, linkId, 0);
		expect(page.identity).toEqual({ isGiven: true });
		expect(JSON.stringify(page)).not.toContain('Planted');
		expect(await kept(at)).toMatchObject({ byParticipant: true });
		expect(await readIdentity(world.as('rina'), at)).toEqual({ ...identity, contact: 'signal' });
		expect((await auditOf(world, id)).map(({ action }) => action)).toContain('identity.give');
	});

	test('does not open in another participant’s row, nor with another key', async () => {
		const [a, b] = [await newcomer(), await newcomer()];
		await writeIdentity(world.as('rina'), { ...a.at, identity });
		await writeIdentity(world.as('rina'), { ...b.at, identity: { ...identity, name: 'Other' } });
		await asSystem(database.db, (trx) =>
			sql`update participant_identities set sealed = (select sealed from participant_identities
				where participant_id = ${a.id}::uuid) where participant_id = ${b.id}::uuid`.execute(trx)
		);
		await expect(readIdentity(world.as('rina'), b.at)).rejects.toThrow();
		expect(await readIdentity(world.as('rina'), a.at)).toEqual(identity);
		const other = withKey(world);
		expect(await outcome(readIdentity(other.as('rina'), a.at))).toBe('key_missing');
	});

	test.each(['identity', 'all'] as const)('is gone once %s is taken back', async (scope) => {
		const { at, id } = await newcomer();
		await writeIdentity(world.as('rina'), { ...at, identity });
		await recordWithdrawal(world.as('nadia'), { ...at, id: randomUUID(), scope });
		expect(await kept(at)).toBeNull();
		const rows = await asSystem(database.db, (trx) =>
			trx
				.selectFrom('participant_identities')
				.select('participant_id')
				.where('participant_id', '=', id)
				.execute()
		);
		expect(rows).toEqual([]);
		expect(await outcome(writeIdentity(world.as('rina'), { ...at, identity }))).toBe('wrong_state');
	});

	test.each(['quotes', 'future_use'] as const)(
		'stays where only %s is taken back',
		async (scope) => {
			const { at } = await newcomer();
			await writeIdentity(world.as('rina'), { ...at, identity });
			await recordWithdrawal(world.as('nadia'), { ...at, id: randomUUID(), scope });
			expect(await readIdentity(world.as('rina'), at)).toEqual(identity);
		}
	);

	test('is not kept at all without a key, and said so', async () => {
		const keyless: World = {
			...world,
			system: { ...world.system, config: { ...world.system.config, sealingKey: undefined } }
		};
		const { at } = await newcomer();
		const ctx = { ...keyless.system, actor: { accountId: world.accounts.rina } };
		expect(await outcome(writeIdentity(ctx, { ...at, identity }))).toBe('key_missing');
		expect((await getParticipantPage(ctx, at)).identity).toEqual({ hasKey: false, kept: null });
		const { linkId } = await openLink(world, at);
		expect(await outcome(giveIdentity(keyless.system, linkId, identity))).toBe('key_missing');
		expect((await getOwnPage(keyless.system, linkId, 0)).identity).toBeNull();
	});
});

/** Everything below a directory, byte by byte. */
function bytesBelow(dir: string): { file: string; bytes: Buffer }[] {
	return readdirSync(dir, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name))
		.map((file) => ({ file, bytes: readFileSync(file) }));
}

describe('a real name that is planted', () => {
	async function plant(of: World): Promise<string> {
		const group = await addGroup(of);
		const pseudonym = 'PSEUDONYMZZ';
		const id = await addParticipant(of, group, { pseudonym, agrees: AGREES_TO_ALL });
		const at = placeOf(of, group, id);
		await writeIdentity(of.as('rina'), { ...at, identity });
		await readIdentity(of.as('rina'), at);
		const { linkId } = await openLink(of, at);
		await giveIdentity(of.system, linkId, identity);
		const { form } = await getOwnPage(of.system, linkId, 0);
		await giveConsent(of.system, linkId, {
			id: randomUUID(),
			formId: form.id,
			language: 'en',
			answers: answers(['take_part', 'notes'])
		});
		await takeBack(of.system, linkId, { id: randomUUID(), scope: 'quotes' });
		return pseudonym;
	}

	test('stands in no row of any table, the record included', async () => {
		const pseudonym = await plant(world);
		const dump = await dumpAll(world);
		expect(dump, 'the search finds what is there').toContain(pseudonym);
		for (const part of [NAME, 'Realname', 'Sokunthea', '+855 00 000']) {
			expect(dump).not.toContain(part);
			expect(dump).not.toContain(Buffer.from(part).toString('hex'));
			expect(dump).not.toContain(Buffer.from(part).toString('base64').replace(/=+$/, ''));
		}
	});

	test.skipIf(inject('template').engine !== 'pglite')(
		'stands in no file of the embedded database, its log of writes included',
		async () => {
			const dir = mkdtempSync(join(tmpdir(), 'mufakat-names-'));
			const own = await openTestDirectory(dir);
			const pseudonym = await plant(withKey(await buildWorld(own)));
			const look = () => {
				const files = bytesBelow(dir);
				const hits = (text: string) =>
					files.filter(({ bytes }) => bytes.includes(Buffer.from(text))).map(({ file }) => file);
				expect(hits(pseudonym).some((file) => file.includes('pg_wal'))).toBe(true);
				for (const part of [NAME, 'Realname', 'Sokunthea', '+855 00 000'])
					expect(hits(part)).toEqual([]);
			};
			look();
			await sql`checkpoint`.execute(own.db);
			await own.close();
			look();
		}
	);

	test.skipIf(inject('template').engine !== 'postgres')(
		'stands in no file of PostgreSQL, its log of writes and its dump included',
		async ({ skip }) => {
			const pseudonym = await plant(world);
			const template = inject('template');
			if (template.engine !== 'postgres') return;
			const name = await sql<{ name: string; oid: number }>`select datname as name, oid::int
				from pg_database where datname = current_database()`.execute(database.db);
			const { name: own, oid } = name.rows[0]!;
			const url = new URL(template.adminUrl);
			url.pathname = `/${own}`;
			const { default: pg } = await import('pg');
			const admin = new pg.Client(url.href);
			await admin.connect();
			try {
				const superuser = await admin.query("select current_setting('is_superuser') = 'on' as yes");
				if (!superuser.rows[0].yes) skip('the test server gives no superuser to read its files');
				await admin.query('checkpoint');
				const hits = async (text: string) => {
					const found = await admin.query(
						`select file from (
							select 'pg_wal/' || name as file from pg_ls_waldir()
							union all select 'base/${oid}/' || f from pg_ls_dir('base/${oid}') f where f ~ '^[0-9]'
						) files where position($1::bytea in pg_read_binary_file(file)) > 0`,
						[Buffer.from(text)]
					);
					return found.rows.map(({ file }) => String(file));
				};
				const known = await hits(pseudonym);
				expect(known.some((file) => file.startsWith('pg_wal/'))).toBe(true);
				expect(known.some((file) => file.startsWith('base/'))).toBe(true);
				const bin = findPostgres();
				const dump = bin
					? execFileSync(join(bin, 'pg_dump'), [url.href], { maxBuffer: 1 << 28 }).toString()
					: pseudonym;
				expect(dump).toContain(pseudonym);
				for (const part of [NAME, 'Realname', 'Sokunthea', '+855 00 000']) {
					expect(await hits(part)).toEqual([]);
					expect(dump).not.toContain(part);
				}
			} finally {
				await admin.end();
			}
		}
	);
});
