import { type Kysely, sql } from 'kysely';

/**
 * What each coder had coded when a comparison was opened. The figures are of that moment: they stay
 * when the codes themselves follow what the two decide.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	for (const statement of [
		sql`create table comparison_marks (
			comparison_id uuid not null,
			study_id uuid not null,
			unit_id uuid not null references comparison_units on delete cascade,
			code_id uuid not null,
			account_id uuid not null references accounts,
			primary key (unit_id, code_id, account_id),
			foreign key (comparison_id, study_id) references comparisons (id, study_id) on delete cascade,
			foreign key (code_id, study_id) references codes (id, study_id)
		)`,
		sql`create index comparison_marks_comparison on comparison_marks (comparison_id)`,
		sql`create trigger comparison_marks_append_only before update on comparison_marks
			for each row execute function refuse_change()`,
		sql`alter table comparison_marks enable row level security`,
		sql`alter table comparison_marks force row level security`,
		sql`create policy system on comparison_marks to mufakat_system using (true) with check (true)`,
		sql`grant select, insert, delete on comparison_marks to mufakat_system`,
		// Written by the system alone: whoever opens a comparison may not see all that was coded.
		sql`grant select on comparison_marks to mufakat_app`,
		sql`create policy seen on comparison_marks for select to mufakat_app
			using (study_id = any ((select my_studies('{coordinator,editor,note_taker}'))::uuid[])
				and comparison_id in (select id from comparisons where state <> 'coding'))`
	])
		await statement.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
	await sql`drop table comparison_marks`.execute(db);
}
