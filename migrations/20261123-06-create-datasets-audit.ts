import { type Kysely, sql } from 'kysely';

/** Files made from a round's answers, and the append-only record of who did what. */
export async function up(db: Kysely<unknown>): Promise<void> {
	for (const statement of [
		sql`create table datasets (
			id uuid primary key default gen_random_uuid(),
			study_id uuid not null,
			round_id uuid not null,
			kind text not null check (kind in ('public', 'study_team', 'working')),
			format text not null check (format in ('csv_long', 'csv_wide', 'xlsx')),
			language text not null,
			state text not null default 'queued' check (state in ('queued', 'running', 'done', 'failed')),
			rows_done integer not null default 0,
			rows_total integer,
			sha256 text,
			size bigint,
			error text,
			requested_by uuid not null references accounts,
			requested_at timestamptz not null default now(),
			claimed_at timestamptz,
			finished_at timestamptz,
			foreign key (round_id, study_id) references rounds (id, study_id) on delete cascade
		)`,
		sql`create index datasets_round on datasets (round_id, requested_at desc)`,
		sql`create table audit_entries (
			id bigint generated always as identity primary key,
			at timestamptz not null default now(),
			actor_id uuid references accounts,
			study_id uuid,
			round_id uuid,
			delegation_id uuid,
			action text not null,
			subject_id text,
			detail jsonb not null default '{}',
			reason text
		)`,
		sql`create index audit_entries_study on audit_entries (study_id, id desc)`,
		// The overview's "latest": the few events among the very many saves of a round.
		sql`create index audit_entries_events on audit_entries (round_id, id desc) where action in
			('response.submit', 'response.return', 'response.accept', 'response.reopen', 'query.reply',
			'delegation.status')`,
		sql`create trigger audit_entries_append_only before update or delete on audit_entries
			for each row execute function refuse_change()`,
		sql`create trigger audit_entries_no_truncate before truncate on audit_entries
			for each statement execute function refuse_change()`
	])
		await statement.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
	await sql`drop table audit_entries, datasets`.execute(db);
}
