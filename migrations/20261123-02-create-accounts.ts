import { type Kysely, sql } from 'kysely';

/** People who sign in, how they prove it, and what stops guessing. Not study data. */
export async function up(db: Kysely<unknown>): Promise<void> {
	for (const statement of [
		sql`create table accounts (
			id uuid primary key default gen_random_uuid(),
			email text not null check (email = lower(email)),
			name text not null check (length(name) between 1 and 200),
			language text not null default 'en',
			password_hash text,
			is_administrator boolean not null default false,
			may_create_studies boolean not null default false,
			totp_secret text,
			totp_confirmed_at timestamptz,
			totp_last_step bigint not null default 0,
			created_at timestamptz not null default now(),
			disabled_at timestamptz
		)`,
		sql`create unique index accounts_email on accounts (email)`,
		sql`create table recovery_codes (
			account_id uuid not null references accounts on delete cascade,
			code_hash text not null,
			used_at timestamptz,
			primary key (account_id, code_hash)
		)`,
		// Only the SHA-256 of a session's token is kept: a stolen table opens no session.
		sql`create table sessions (
			id text primary key check (id ~ '^[0-9a-f]{64}$'),
			account_id uuid not null references accounts on delete cascade,
			created_at timestamptz not null default now(),
			last_seen_at timestamptz not null default now(),
			expires_at timestamptz not null,
			second_factor_at timestamptz,
			device text not null default ''
		)`,
		sql`create index sessions_account on sessions (account_id)`,
		sql`create table password_resets (
			token_hash text primary key check (token_hash ~ '^[0-9a-f]{64}$'),
			account_id uuid not null references accounts on delete cascade,
			created_at timestamptz not null default now(),
			expires_at timestamptz not null,
			used_at timestamptz
		)`,
		sql`create table setup_links (
			token_hash text primary key check (token_hash ~ '^[0-9a-f]{64}$'),
			created_at timestamptz not null default now(),
			expires_at timestamptz not null,
			used_at timestamptz
		)`,
		sql`create table throttles (
			key text primary key,
			count integer not null,
			resets_at timestamptz not null
		)`,
		sql`create table mails (
			id uuid primary key default gen_random_uuid(),
			recipient text not null,
			subject text not null,
			body text not null,
			created_at timestamptz not null default now(),
			sent_at timestamptz,
			attempts integer not null default 0,
			-- while it is being sent, and after a failure, nobody takes it before this
			next_attempt_at timestamptz not null default now(),
			last_error text
		)`,
		sql`create index mails_waiting on mails (created_at) where sent_at is null`,
		// Rows of accounts show only to those who share a study; hashes and secrets to nobody.
		sql`alter table accounts enable row level security`,
		sql`grant select (id, email, name, language) on accounts to mufakat_app`,
		sql`grant insert (id, recipient, subject, body) on mails to mufakat_app`,
		sql`grant select, insert, update, delete on accounts, recovery_codes, sessions, password_resets,
			setup_links, throttles, mails to mufakat_system`,
		sql`create policy system on accounts to mufakat_system using (true) with check (true)`
	])
		await statement.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
	await sql`drop table mails, throttles, setup_links, password_resets, sessions, recovery_codes, accounts`.execute(
		db
	);
}
