import { type Kysely, sql } from 'kysely';

/**
 * The key of an account under which its devices keep drafts, and the same key locked with the
 * password, so that a device without a network can open what it keeps. Who acts reads neither;
 * which session was given a key is remembered, so that the audit has it once.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	for (const statement of [
		sql`create table device_keys (
			account_id uuid primary key references accounts on delete cascade,
			secret bytea not null check (length(secret) = 32),
			salt bytea check (length(salt) = 16),
			iterations integer check (iterations >= 100000),
			iv bytea check (length(iv) = 12),
			wrapped bytea check (length(wrapped) = 48),
			created_at timestamptz not null default now(),
			check (num_nulls(salt, iterations, iv, wrapped) in (0, 4))
		)`,
		sql`create table device_key_readings (
			session_id text primary key references sessions on delete cascade,
			read_at timestamptz not null default now()
		)`
	])
		await statement.execute(db);
	for (const table of ['device_keys', 'device_key_readings']) {
		const name = sql.table(table);
		await sql`alter table ${name} enable row level security`.execute(db);
		await sql`alter table ${name} force row level security`.execute(db);
		await sql`create policy system on ${name} to mufakat_system using (true) with check (true)`.execute(
			db
		);
		await sql`grant select, insert, update, delete on ${name} to mufakat_system`.execute(db);
	}
}

export async function down(db: Kysely<unknown>): Promise<void> {
	await sql`drop table device_key_readings, device_keys`.execute(db);
}
