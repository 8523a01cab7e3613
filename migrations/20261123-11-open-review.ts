import { type Kysely, sql } from 'kysely';

const coordinated = sql`(select my_studies('{coordinator}'))::uuid[]`;
const team = sql`(select my_studies('{coordinator,editor}'))::uuid[]`;
const everyone = sql`(select my_studies('{coordinator,editor,note_taker,reader}'))::uuid[]`;
const mine = sql`(select my_delegations())::uuid[]`;

/** Queries between coordinators and one delegation, datasets by kind, the audit record. */
export async function up(db: Kysely<unknown>): Promise<void> {
	for (const statement of [
		sql`grant select, insert, update (state, closed_revision, closed_at) on queries to mufakat_app`,
		sql`create policy seen on queries for select to mufakat_app
			using (delegation_id = any (${mine}) or study_id = any (${coordinated}))`,
		sql`create policy made on queries for insert to mufakat_app
			with check (study_id = any (${coordinated}) and opened_by = actor_id() and exists
				(select from responses r where r.id = response_id and r.study_id = queries.study_id))`,
		sql`create policy decided on queries for update to mufakat_app
			using (study_id = any (${coordinated})) with check (study_id = any (${coordinated}))`,
		sql`create policy answered on queries for update to mufakat_app using (delegation_id = any (${mine}))
			with check (delegation_id = any (${mine}) and state in ('replied', 'changed_after_closing'))`,
		sql`grant select, insert on query_messages to mufakat_app`,
		sql`create policy seen on query_messages for select to mufakat_app
			using (delegation_id = any (${mine}) or study_id = any (${coordinated}))`,
		sql`create policy made on query_messages for insert to mufakat_app with check (author_id = actor_id()
			and ((act = 'reply' and delegation_id = any (${mine})) or (act <> 'reply' and study_id = any (${coordinated})))
			and exists (select from queries q where q.id = query_id and q.delegation_id = query_messages.delegation_id))`,

		sql`grant select, insert, update (state, rows_done, rows_total, sha256, size, error, finished_at)
			on datasets to mufakat_app`,
		sql`create policy seen on datasets for select to mufakat_app using (study_id = any (${coordinated})
			or (kind = 'study_team' and study_id = any (${team})) or (kind = 'public' and study_id = any (${everyone})))`,
		sql`create policy made on datasets for insert to mufakat_app with check (requested_by = actor_id()
			and (study_id = any (${coordinated}) or (kind <> 'working' and study_id = any (${team}))))`,
		sql`create policy filled on datasets for update to mufakat_app using (requested_by = actor_id())`,

		sql`grant select on audit_entries to mufakat_app`,
		sql`grant insert (actor_id, study_id, round_id, delegation_id, action, subject_id, detail, reason)
			on audit_entries to mufakat_app`,
		sql`create policy seen on audit_entries for select to mufakat_app using (study_id = any (${coordinated})
			or (study_id is null and 'administrator' = any ((select actor_roles(null, null))::text[])))`,
		sql`create policy made on audit_entries for insert to mufakat_app with check (actor_id = actor_id())`
	])
		await statement.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
	for (const table of ['queries', 'query_messages', 'datasets', 'audit_entries']) {
		for (const name of ['seen', 'made', 'decided', 'answered', 'filled'])
			await sql`drop policy if exists ${sql.ref(name)} on ${sql.table(table)}`.execute(db);
		await sql`revoke all on ${sql.table(table)} from mufakat_app`.execute(db);
	}
}
