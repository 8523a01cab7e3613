import { type Kysely, sql } from 'kysely';

const staff = sql`(select my_studies('{coordinator,note_taker}'))::uuid[]`;
const team = sql`(select my_studies('{coordinator,editor,note_taker}'))::uuid[]`;
const tables = ['turn_answers', 'statements', 'statement_votes'];

/**
 * How what was said stands to what was answered, and how far a room agreed: a turn confirms,
 * contradicts or extends an answer; participants agree to a statement or not, and dissent is kept.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	for (const statement of [
		sql`create table turn_answers (
			id uuid primary key,
			study_id uuid not null,
			round_id uuid not null,
			turn_id uuid not null references turns on delete cascade,
			-- null: the question in general, no country's answer
			delegation_id uuid,
			question text not null check (length(question) <= 400),
			relation text not null check (relation in ('confirms', 'contradicts', 'extends')),
			made_by uuid not null references accounts,
			made_at timestamptz not null default now(),
			removed_at timestamptz,
			removed_by uuid references accounts,
			foreign key (delegation_id, round_id, study_id) references delegations (id, round_id, study_id) on delete cascade
		)`,
		sql`create unique index turn_answers_standing on turn_answers (turn_id, delegation_id, question)
			nulls not distinct where removed_at is null`,
		sql`create index turn_answers_question on turn_answers (round_id, question)`,
		sql`create table statements (
			id uuid primary key,
			group_id uuid not null,
			study_id uuid not null,
			round_id uuid not null,
			block_id uuid,
			area text,
			body text not null check (length(body) between 1 and 1000),
			position integer not null default 0,
			revision integer not null default 1,
			created_by uuid not null references accounts,
			created_at timestamptz not null default now(),
			removed_at timestamptz,
			unique (id, group_id),
			foreign key (group_id, round_id, study_id) references focus_groups (id, round_id, study_id) on delete cascade,
			foreign key (block_id, group_id) references guide_blocks (id, group_id) on delete set null (block_id)
		)`,
		sql`create index statements_group on statements (group_id, position)`,
		// Of several of one participant the last counts. Words of dissent are a turn, with its consents.
		sql`create table statement_votes (
			id uuid primary key,
			number bigint generated always as identity,
			statement_id uuid not null,
			group_id uuid not null,
			study_id uuid not null,
			participant_id uuid not null,
			vote text not null check (vote in ('agree', 'disagree', 'abstain')),
			turn_id uuid references turns on delete set null,
			recorded_by uuid not null references accounts,
			recorded_at timestamptz not null default now(),
			foreign key (statement_id, group_id) references statements (id, group_id) on delete cascade,
			foreign key (participant_id, group_id) references participants (id, group_id)
		)`,
		sql`create index statement_votes_statement on statement_votes (statement_id, participant_id, number)`,
		...tables.flatMap((table) => [
			sql`alter table ${sql.table(table)} enable row level security`,
			sql`alter table ${sql.table(table)} force row level security`,
			sql`create policy system on ${sql.table(table)} to mufakat_system using (true) with check (true)`,
			sql`grant select, insert, update, delete on ${sql.table(table)} to mufakat_system`
		]),

		sql`grant select, insert (id, study_id, round_id, turn_id, delegation_id, question, relation, made_by),
			update (removed_at, removed_by) on turn_answers to mufakat_app`,
		sql`create policy seen on turn_answers for select to mufakat_app using (study_id = any (${team})
			and turn_id in (select id from turns))`,
		sql`create policy made on turn_answers for insert to mufakat_app with check (study_id = any (${team})
			and made_by = actor_id() and exists (select from turns t where t.id = turn_id
				and t.round_id = turn_answers.round_id and t.study_id = turn_answers.study_id))`,
		sql`create policy changed on turn_answers for update to mufakat_app
			using (study_id = any (${team})) with check (study_id = any (${team}))`,
		sql`grant select, insert (id, group_id, study_id, round_id, block_id, area, body, position, created_by),
			update (block_id, area, body, position, revision, removed_at) on statements to mufakat_app`,
		sql`create policy seen on statements for select to mufakat_app using (study_id = any (${team}))`,
		sql`create policy made on statements for insert to mufakat_app
			with check (study_id = any (${staff}) and created_by = actor_id())`,
		sql`create policy changed on statements for update to mufakat_app
			using (study_id = any (${staff})) with check (study_id = any (${staff}))`,
		sql`grant select, insert (id, statement_id, group_id, study_id, participant_id, vote, turn_id, recorded_by)
			on statement_votes to mufakat_app`,
		sql`create policy seen on statement_votes for select to mufakat_app using (study_id = any (${team})
			and participant_id not in (select withdrawn_participants()))`,
		sql`create policy made on statement_votes for insert to mufakat_app
			with check (study_id = any (${staff}) and recorded_by = actor_id())`,
		sql`create trigger statement_votes_append_only before update of vote, participant_id, statement_id on statement_votes
			for each row execute function refuse_change()`,
		sql`create trigger statements_told after insert or update on statements
			for each row execute function tell_group('statements')`,
		sql`create trigger statement_votes_told after insert on statement_votes
			for each row execute function tell_group('statements')`
	])
		await statement.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
	await sql`drop table statement_votes, statements, turn_answers`.execute(db);
}
