import { type Kysely, sql } from 'kysely';

/** What hangs on an answer: evidence, and a coordinator's queries with their messages. */
export async function up(db: Kysely<unknown>): Promise<void> {
	for (const statement of [
		sql`create table evidence (
			id uuid primary key default gen_random_uuid(),
			study_id uuid not null references studies on delete cascade,
			round_id uuid not null,
			response_id uuid not null,
			delegation_id uuid not null,
			question text not null,
			kind text not null check (kind in ('law', 'statistic', 'case', 'media', 'study', 'observation')),
			citation text not null check (length(citation) between 1 and 2000),
			link text check (length(link) <= 2000),
			file_sha256 text check (file_sha256 ~ '^[0-9a-f]{64}$'),
			file_type text,
			file_size integer,
			file_extension text,
			exposure text not null check (exposure in ('public', 'study_team', 'coordinators')),
			added_by uuid not null references accounts,
			added_at timestamptz not null default now(),
			removed_at timestamptz,
			is_submitted boolean not null default false,
			is_accepted boolean not null default false,
			check ((file_sha256 is null) = (file_type is null)),
			foreign key (response_id, delegation_id) references responses (id, delegation_id) on delete cascade
		)`,
		sql`create index evidence_response on evidence (response_id, question)`,
		sql`create index evidence_round on evidence (round_id)`,
		sql`create table queries (
			id uuid primary key default gen_random_uuid(),
			study_id uuid not null references studies on delete cascade,
			round_id uuid not null,
			response_id uuid not null,
			delegation_id uuid not null,
			question text not null,
			kind text not null check (kind in ('needs_source', 'unclear', 'contradicts',
				'out_of_period', 'unsafe', 'duplicate', 'other')),
			state text not null default 'open'
				check (state in ('open', 'replied', 'closed', 'changed_after_closing')),
			asked_revision integer not null,
			closed_revision integer,
			opened_by uuid not null references accounts,
			opened_at timestamptz not null default now(),
			closed_at timestamptz,
			foreign key (response_id, delegation_id) references responses (id, delegation_id) on delete cascade
		)`,
		sql`create index queries_response on queries (response_id, question)`,
		sql`create index queries_round on queries (round_id, state)`,
		sql`create table query_messages (
			id uuid primary key default gen_random_uuid(),
			query_id uuid not null references queries on delete cascade,
			study_id uuid not null,
			delegation_id uuid not null,
			act text not null check (act in ('ask', 'reply', 'send_back', 'close')),
			body text not null check (length(body) <= 5000),
			author_id uuid not null references accounts,
			created_at timestamptz not null default now()
		)`,
		sql`create index query_messages_query on query_messages (query_id, created_at)`,
		sql`create trigger query_messages_append_only before update on query_messages
			for each row execute function refuse_change()`
	])
		await statement.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
	await sql`drop table query_messages, queries, evidence`.execute(db);
}
