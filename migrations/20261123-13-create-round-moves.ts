import { type Kysely, sql } from 'kysely';

const team = sql`(select my_studies('{coordinator,editor,note_taker,reader}'))::uuid[]`;

/**
 * Which version of a questionnaire a round asked before. Delegations read it to see what was
 * set aside; only the system writes it, since it looks at drafts to move them (rule R1).
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	for (const statement of [
		sql`create table round_moves (
			id uuid primary key default gen_random_uuid(),
			study_id uuid not null,
			round_id uuid not null,
			from_version_id uuid not null references questionnaire_versions,
			to_version_id uuid not null references questionnaire_versions,
			reason text not null check (length(reason) <= 2000),
			moved_by uuid not null references accounts,
			moved_at timestamptz not null default now(),
			foreign key (round_id, study_id) references rounds (id, study_id) on delete cascade
		)`,
		sql`create index round_moves_round on round_moves (round_id, moved_at desc)`,
		sql`create trigger round_moves_append_only before update on round_moves
			for each row execute function refuse_change()`,
		sql`alter table round_moves enable row level security`,
		sql`alter table round_moves force row level security`,
		sql`create policy system on round_moves to mufakat_system using (true) with check (true)`,
		sql`grant select, insert, update, delete on round_moves to mufakat_system`,
		sql`grant select on round_moves to mufakat_app`,
		sql`create policy seen on round_moves for select to mufakat_app using (study_id = any (${team})
			or round_id = any ((select my_answered_rounds())::uuid[]))`
	])
		await statement.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
	await sql`drop table round_moves`.execute(db);
}
