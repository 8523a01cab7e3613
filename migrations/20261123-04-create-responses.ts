import { type Kysely, sql } from 'kysely';

const status = sql`check (status in ('empty', 'answered', 'dont_know', 'not_applicable', 'not_safe'))`;
const exposure = sql`check (exposure in ('public', 'study_team', 'coordinators'))`;

/**
 * A response per delegation and issue area, its answers with every revision ever saved, and
 * what stood when it was submitted. Coordinators read submissions only (rule R1).
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	for (const statement of [
		sql`create table responses (
			id uuid primary key default gen_random_uuid(),
			study_id uuid not null,
			round_id uuid not null,
			delegation_id uuid not null,
			area text not null,
			state text not null default 'not_started' check (state in
				('not_started', 'draft', 'submitted', 'returned', 'accepted', 'reopened')),
			asked integer not null default 0,
			answered integer not null default 0,
			required_missing integer not null default 0,
			submission integer not null default 0,
			saved_at timestamptz,
			submitted_at timestamptz,
			decided_at timestamptz,
			reason text,
			unique (delegation_id, area),
			unique (id, delegation_id),
			foreign key (delegation_id, round_id, study_id)
				references delegations (id, round_id, study_id) on delete cascade
		)`,
		sql`create index responses_round on responses (round_id, state)`,
		sql`create table answers (
			id uuid primary key default gen_random_uuid(),
			response_id uuid not null,
			delegation_id uuid not null,
			question text not null,
			revision integer not null,
			status text not null ${status},
			value jsonb,
			reason text,
			exposure text not null ${exposure},
			saved_by uuid not null references accounts,
			saved_at timestamptz not null default now(),
			unique (response_id, question),
			unique (id, delegation_id),
			foreign key (response_id, delegation_id)
				references responses (id, delegation_id) on delete cascade
		)`,
		sql`create index answers_delegation on answers (delegation_id)`,
		// standing: 'current' became the answer; 'beside' is the second text of a true conflict.
		sql`create table answer_revisions (
			answer_id uuid not null,
			delegation_id uuid not null,
			revision integer not null,
			standing text not null check (standing in ('current', 'merged', 'beside', 'restored')),
			based_on integer not null,
			status text not null ${status},
			value jsonb,
			reason text,
			exposure text not null ${exposure},
			saved_by uuid not null references accounts,
			saved_at timestamptz not null default now(),
			primary key (answer_id, revision),
			foreign key (answer_id, delegation_id) references answers (id, delegation_id) on delete cascade
		)`,
		sql`create trigger answer_revisions_append_only before update on answer_revisions
			for each row execute function refuse_change()`,
		sql`create table answer_conflicts (
			answer_id uuid not null,
			revision integer not null,
			delegation_id uuid not null,
			response_id uuid not null references responses on delete cascade,
			question text not null,
			opened_at timestamptz not null default now(),
			resolved_at timestamptz,
			resolved_by uuid references accounts,
			primary key (answer_id, revision),
			foreign key (answer_id, revision) references answer_revisions (answer_id, revision)
		)`,
		sql`create index answer_conflicts_open on answer_conflicts (response_id) where resolved_at is null`,
		// What a save with this key did, so that sending it again does nothing twice (rule R3).
		sql`create table saves (
			id uuid not null,
			response_id uuid not null,
			delegation_id uuid not null,
			account_id uuid not null references accounts,
			outcome jsonb not null,
			saved_at timestamptz not null default now(),
			primary key (response_id, id),
			foreign key (response_id, delegation_id) references responses (id, delegation_id) on delete cascade
		)`,
		sql`create table submissions (
			id uuid primary key default gen_random_uuid(),
			study_id uuid not null,
			response_id uuid not null,
			delegation_id uuid not null,
			number integer not null,
			submitted_by uuid not null references accounts,
			submitted_at timestamptz not null default now(),
			unique (response_id, number),
			foreign key (response_id, delegation_id) references responses (id, delegation_id) on delete cascade
		)`,
		sql`create table submitted_answers (
			submission_id uuid not null references submissions on delete cascade,
			study_id uuid not null,
			round_id uuid not null,
			response_id uuid not null,
			delegation_id uuid not null,
			answer_id uuid not null,
			question text not null,
			revision integer not null,
			status text not null ${status},
			value jsonb,
			reason text,
			exposure text not null ${exposure},
			is_latest boolean not null default true,
			is_accepted boolean not null default false,
			primary key (submission_id, question)
		)`,
		sql`create index submitted_answers_round on submitted_answers (round_id, delegation_id, question) where is_latest`,
		sql`create index submitted_answers_question on submitted_answers (round_id, question) where is_latest`,
		sql`create index submitted_answers_response on submitted_answers (response_id)`
	])
		await statement.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
	await sql`drop table submitted_answers, submissions, saves, answer_conflicts, answer_revisions,
		answers, responses`.execute(db);
}
