import { type Kysely, sql } from 'kysely';

const team = sql`(select my_studies('{coordinator,editor,note_taker}'))::uuid[]`;
const writers = sql`(select my_studies('{coordinator,editor}'))::uuid[]`;

/** With which chapters the reports of a study begin: kept from one of its reports, the last one counts. */
export async function up(db: Kysely<unknown>): Promise<void> {
	for (const statement of [
		sql`create table report_templates (
			study_id uuid not null references studies on delete cascade,
			revision integer not null check (revision >= 1),
			-- of the titles
			language text not null,
			-- [{kind, key, title, blocks: [{kind, live, isGenerated}]}], no words of a text;
			-- null: the usual ones again
			chapters jsonb,
			-- the report it was kept from
			round_id uuid not null references rounds on delete cascade,
			saved_by uuid not null references accounts,
			saved_at timestamptz not null default now(),
			primary key (study_id, revision)
		)`,
		sql`create trigger report_templates_append_only before update on report_templates
			for each row execute function refuse_change()`,
		sql`alter table report_templates enable row level security`,
		sql`alter table report_templates force row level security`,
		sql`create policy system on report_templates to mufakat_system using (true) with check (true)`,
		sql`grant select, insert, update, delete on report_templates to mufakat_system`,
		sql`create policy seen on report_templates for select to mufakat_app using (study_id = any (${team}))`,
		sql`create policy made on report_templates for insert to mufakat_app
			with check (study_id = any (${writers}) and saved_by = actor_id())`,
		sql`grant select, insert on report_templates to mufakat_app`
	])
		await statement.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
	await sql`drop table report_templates`.execute(db);
}
