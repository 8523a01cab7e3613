import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '#lib/server/database/database.ts';
import {
	listPendingMigrations,
	migrateDown,
	migrateToLatest
} from '#lib/server/database/migrate.ts';
import { openTestDatabase } from '../support/database.ts';

let database: Database;
beforeAll(async () => {
	database = await openTestDatabase();
});
afterAll(() => database.close());

/** Tables that hold no study data; what the actor may touch of them is granted by column. */
const NOT_STUDY_DATA = [
	'accounts',
	'recovery_codes',
	'sessions',
	'password_resets',
	'setup_links',
	'throttles',
	'mails',
	'kysely_migration',
	'kysely_migration_lock'
];

/** Secrets and what jobs keep, which nobody who acts may read: the system's policy is their only one. */
const SYSTEM_ONLY = [
	'instance_keys',
	'device_keys',
	'device_key_readings',
	'notices',
	'helper_sessions',
	'sealing_keys',
	'edition_pictures'
];

test('every table of study data has forced row-level security and at least one policy', async () => {
	const tables = await sql<{ name: string; closed: boolean; policies: number }>`
		select c.relname as name, c.relrowsecurity and c.relforcerowsecurity as closed,
			(select count(*)::int from pg_policy p where p.polrelid = c.oid) as policies
		from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')`.execute(
		database.db
	);
	const study = tables.rows.filter((table) => !NOT_STUDY_DATA.includes(table.name));
	expect(study.length).toBeGreaterThan(18);
	const least = (name: string) => (SYSTEM_ONLY.includes(name) ? 1 : 2);
	expect(study.filter((table) => !table.closed || table.policies < least(table.name))).toEqual([]);
	for (const name of SYSTEM_ONLY) {
		const held = await sql<{
			may: boolean | null;
		}>`select bool_or(has_table_privilege('mufakat_app', c.oid, p))
			as may from pg_class c, unnest('{select,insert,update,delete}'::text[]) p
			where c.relname = ${name} and c.relnamespace = 'public'::regnamespace`.execute(database.db);
		expect(held.rows[0]?.may ?? false, name).toBe(false);
	}
});

test('the role of requests owns nothing, bypasses nothing and may not truncate', async () => {
	const role = await sql<{ bound: boolean; owned: number; truncates: number }>`
		select not rolsuper and not rolbypassrls and not rolcanlogin as bound,
			(select count(*)::int from pg_class where relowner = r.oid) as owned,
			(select count(*)::int from pg_class where relnamespace = 'public'::regnamespace
				and relkind = 'r' and has_table_privilege('mufakat_app', oid, 'truncate')) as truncates
		from pg_roles r where rolname = 'mufakat_app'`.execute(database.db);
	expect(role.rows[0]).toEqual({ bound: true, owned: 0, truncates: 0 });
});

test('the role of requests reads no password, secret or session', async () => {
	for (const column of ['password_hash', 'totp_secret']) {
		const held = await sql<{ may: boolean }>`
			select has_column_privilege('mufakat_app', 'accounts', ${column}, 'select') as may`.execute(
			database.db
		);
		expect(held.rows[0]?.may, column).toBe(false);
	}
	for (const table of ['sessions', 'password_resets', 'setup_links', 'recovery_codes', 'mails']) {
		const held = await sql<{ may: boolean }>`
			select has_table_privilege('mufakat_app', ${table}, 'select') as may`.execute(database.db);
		expect(held.rows[0]?.may, table).toBe(false);
	}
});

test('every view runs with the rights of who asks', async () => {
	const views = await sql<{ relname: string }>`select relname from pg_class
		where relnamespace = 'public'::regnamespace and (relkind = 'm' or (relkind = 'v'
		and not coalesce('security_invoker=true' = any (reloptions), false)))`.execute(database.db);
	expect(views.rows).toEqual([]);
});

test('all migrations go down and up again', async () => {
	const undone = await migrateDown(database.db, 99);
	expect(undone.length).toBeGreaterThan(10);
	expect(await migrateToLatest(database.db)).toEqual(undone.toReversed());
	expect(await listPendingMigrations(database.db)).toEqual([]);
});
