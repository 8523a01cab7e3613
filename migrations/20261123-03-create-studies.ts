import { type Kysely, sql } from 'kysely';

/** Study → round → delegation, who takes part, and the questionnaire a round asks. */
export async function up(db: Kysely<unknown>): Promise<void> {
	for (const statement of [
		sql`create table studies (
			id uuid primary key default gen_random_uuid(),
			name text not null check (length(name) between 1 and 200),
			is_invented boolean not null default false,
			created_by uuid not null references accounts,
			created_at timestamptz not null default now()
		)`,
		sql`create table memberships (
			study_id uuid not null references studies on delete cascade,
			account_id uuid not null references accounts on delete cascade,
			role text not null check (role in ('coordinator', 'editor', 'note_taker', 'reader')),
			created_at timestamptz not null default now(),
			primary key (study_id, account_id, role)
		)`,
		sql`create index memberships_account on memberships (account_id)`,
		sql`create table questionnaires (
			id uuid primary key default gen_random_uuid(),
			study_id uuid references studies on delete cascade,
			name text not null,
			created_at timestamptz not null default now()
		)`,
		sql`create table questionnaire_versions (
			id uuid primary key default gen_random_uuid(),
			questionnaire_id uuid not null references questionnaires on delete cascade,
			version text not null,
			definition jsonb not null,
			published_at timestamptz not null default now(),
			unique (questionnaire_id, version)
		)`,
		sql`create trigger questionnaire_versions_frozen before update on questionnaire_versions
			for each row execute function refuse_change()`,
		sql`create table rounds (
			id uuid primary key default gen_random_uuid(),
			study_id uuid not null references studies on delete cascade,
			questionnaire_version_id uuid not null references questionnaire_versions,
			name text not null check (length(name) between 1 and 200),
			opens_on date not null,
			closes_on date not null check (closes_on >= opens_on),
			closed_at timestamptz,
			created_at timestamptz not null default now(),
			unique (study_id, name),
			unique (id, study_id)
		)`,
		sql`create table round_countries (
			round_id uuid not null references rounds on delete cascade,
			country text not null check (country ~ '^[A-Z0-9-]{2,12}$'),
			name text not null check (length(name) between 1 and 120),
			primary key (round_id, country)
		)`,
		sql`create table delegations (
			id uuid primary key default gen_random_uuid(),
			study_id uuid not null,
			round_id uuid not null,
			country text not null,
			name text not null default '' check (length(name) <= 200),
			status text not null default 'active'
				check (status in ('active', 'no_respondent', 'declined', 'withdrawn_for_safety')),
			created_at timestamptz not null default now(),
			unique (round_id, country, name),
			unique (id, round_id, study_id),
			foreign key (round_id, study_id) references rounds (id, study_id) on delete cascade,
			foreign key (round_id, country) references round_countries (round_id, country)
		)`,
		sql`create index delegations_study on delegations (study_id)`,
		sql`create table delegation_members (
			delegation_id uuid not null references delegations on delete cascade,
			account_id uuid not null references accounts on delete cascade,
			is_focal_point boolean not null default false,
			organisation text not null default '' check (length(organisation) <= 200),
			created_at timestamptz not null default now(),
			primary key (delegation_id, account_id)
		)`,
		sql`create index delegation_members_account on delegation_members (account_id)`,
		// Only the SHA-256 of the link's token is kept. Accepting is a POST; reading consumes nothing.
		sql`create table invitations (
			id uuid primary key default gen_random_uuid(),
			token_hash text not null unique check (token_hash ~ '^[0-9a-f]{64}$'),
			email text not null check (email = lower(email)),
			study_id uuid references studies on delete cascade,
			delegation_id uuid references delegations on delete cascade,
			role text not null check (role in ('focal_point', 'representative', 'coordinator',
				'editor', 'note_taker', 'reader', 'study_creator', 'administrator')),
			language text not null default 'en',
			invited_by uuid references accounts,
			created_at timestamptz not null default now(),
			expires_at timestamptz not null,
			accepted_at timestamptz,
			revoked_at timestamptz,
			check ((role in ('focal_point', 'representative')) = (delegation_id is not null)),
			check ((role in ('study_creator', 'administrator')) = (study_id is null))
		)`,
		sql`create index invitations_study on invitations (study_id)`
	])
		await statement.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
	await sql`drop table invitations, delegation_members, delegations, round_countries, rounds,
		questionnaire_versions, questionnaires, memberships, studies`.execute(db);
}
