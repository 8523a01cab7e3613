import { type Kysely, sql } from 'kysely';

const coordinated = sql`(select my_studies('{coordinator}'))::uuid[]`;

/**
 * Questionnaires being written, which coordinators of the study alone may see. A draft of a
 * new questionnaire has none yet: one exists, and shows to others, once it is published.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	for (const statement of [
		sql`create table questionnaire_drafts (
			id uuid primary key default gen_random_uuid(),
			study_id uuid not null references studies on delete cascade,
			questionnaire_id uuid references questionnaires on delete cascade,
			base_version_id uuid references questionnaire_versions,
			definition jsonb not null,
			revision integer not null default 1,
			-- file name of the upload it came from; empty where it was begun here
			source text not null default '' check (length(source) <= 300),
			problems jsonb not null default '[]',
			created_by uuid not null references accounts,
			created_at timestamptz not null default now(),
			updated_by uuid not null references accounts,
			updated_at timestamptz not null default now()
		)`,
		sql`create index questionnaire_drafts_study on questionnaire_drafts (study_id)`,
		sql`alter table questionnaire_drafts enable row level security`,
		sql`alter table questionnaire_drafts force row level security`,
		sql`create policy system on questionnaire_drafts to mufakat_system using (true) with check (true)`,
		sql`grant select, insert, update, delete on questionnaire_drafts to mufakat_system`,
		sql`grant select, insert, delete on questionnaire_drafts to mufakat_app`,
		sql`grant update (questionnaire_id, base_version_id, definition, revision, source, problems,
			updated_by, updated_at) on questionnaire_drafts to mufakat_app`,
		sql`create policy own on questionnaire_drafts to mufakat_app using (study_id = any (${coordinated}))
			with check (study_id = any (${coordinated}) and updated_by = actor_id()
				and (questionnaire_id is null or exists (select from questionnaires q
					where q.id = questionnaire_id and q.study_id = questionnaire_drafts.study_id)))`
	])
		await statement.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
	await sql`drop table questionnaire_drafts`.execute(db);
}
