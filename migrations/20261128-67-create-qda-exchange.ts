import { type Kysely, sql } from 'kysely';

const coordinated = sql`(select my_studies('{coordinator}'))::uuid[]`;
const exporting = sql`(select my_studies('{coordinator,editor}'))::uuid[]`;
const tables = ['qda_imports', 'qda_guids'];

/**
 * REFI-QDA: files that wait to be taken over, which GUID of a file became what here, and why
 * turns stay behind when a meeting is exported (rule R10).
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	for (const statement of [
		sql`create table qda_imports (
			id uuid primary key,
			study_id uuid not null references studies on delete cascade,
			account_id uuid not null references accounts,
			kind text not null check (kind in ('project', 'codebook')),
			-- what was read, sealed with a key made of the sender's session, which is not in this
			-- database: a text may hold names that nobody has replaced yet
			sealed bytea,
			created_at timestamptz not null default now(),
			expires_at timestamptz not null default now() + interval '1 day',
			taken_at timestamptz,
			-- counts of what was taken over and left out; no words
			result jsonb,
			check ((taken_at is null) = (result is null)),
			check (taken_at is null or sealed is null)
		)`,
		sql`create index qda_imports_study on qda_imports (study_id, created_at)`,
		sql`create index qda_imports_expires on qda_imports (expires_at) where taken_at is null`,
		sql`create table qda_guids (
			study_id uuid not null references studies on delete cascade,
			kind text not null check (kind in ('code', 'source', 'case', 'note', 'set')),
			-- in the file, lower case, without braces
			guid uuid not null,
			-- the code, transcript, participant, memo or meeting it became
			id uuid not null,
			-- the import made it, so it leaves with this GUID; else it was there and was recognised
			is_made boolean not null,
			primary key (study_id, kind, guid, id)
		)`,
		sql`create index qda_guids_id on qda_guids (id)`,
		...tables.flatMap((table) => [
			sql`alter table ${sql.table(table)} enable row level security`,
			sql`alter table ${sql.table(table)} force row level security`,
			sql`create policy system on ${sql.table(table)} to mufakat_system using (true) with check (true)`,
			sql`grant select, insert, update, delete on ${sql.table(table)} to mufakat_system`
		]),
		sql`grant select, insert (id, study_id, account_id, kind, sealed), update (sealed, taken_at, result), delete
			on qda_imports to mufakat_app`,
		sql`create policy seen on qda_imports for select to mufakat_app using (study_id = any (${coordinated}))`,
		sql`create policy made on qda_imports for insert to mufakat_app
			with check (study_id = any (${coordinated}) and account_id = actor_id())`,
		sql`create policy taken on qda_imports for update to mufakat_app
			using (study_id = any (${coordinated}) and account_id = actor_id() and taken_at is null)
			with check (study_id = any (${coordinated}) and account_id = actor_id())`,
		sql`create policy discarded on qda_imports for delete to mufakat_app
			using (study_id = any (${coordinated}) and account_id = actor_id() and taken_at is null)`,
		sql`grant select, insert on qda_guids to mufakat_app`,
		sql`create policy seen on qda_guids for select to mufakat_app using (study_id = any (${exporting}))`,
		sql`create policy made on qda_guids for insert to mufakat_app with check (study_id = any (${coordinated}))`,
		sql`create function unexported_turns(meetings uuid[]) returns table (reason text, turns int)
			language plpgsql stable security definer set search_path = public as
			$$ begin return query select x.reason, count(*)::int from (
				select case
					when l.level < 2 and t.speaker <> 'participant' then 'speaker'
					when l.level < 2 and l.checked < 2 then 'checked'
					when l.level < 2 and l.consent < 2 then 'consent'
					when l.level < 2 then 'mark'
					when l.level = 2 and least(l.consent, l.checked) = 2 then 'unnamed_consent'
					when l.level = 2 and l.rule = 2 then 'unnamed_rule'
					when l.level = 2 then 'unnamed_small_cell' end as reason
				from turn_levels l join turns t on t.id = l.turn_id
				where l.group_id = any (meetings)
					and (actor_id() is null or l.study_id = any (my_studies('{coordinator,editor}')))
				union all
				select 'translation' from turn_levels l join turns t on t.id = l.turn_id
				join participants p on p.id = t.participant_id
				where l.group_id = any (meetings) and l.level >= 2 and t.translation <> ''
					and not p.translation_allowed
					and (actor_id() is null or l.study_id = any (my_studies('{coordinator,editor}')))) x
			where x.reason is not null group by x.reason order by x.reason; end $$`,
		sql`alter function unexported_turns(uuid[]) owner to mufakat_system`,
		sql`revoke execute on function unexported_turns(uuid[]) from public`,
		sql`grant execute on function unexported_turns(uuid[]) to mufakat_app, mufakat_system`
	])
		await statement.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
	await sql`drop function unexported_turns(uuid[])`.execute(db);
	await sql`drop table qda_guids, qda_imports`.execute(db);
}
