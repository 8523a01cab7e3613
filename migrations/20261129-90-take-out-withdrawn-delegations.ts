import { type Kysely, sql } from 'kysely';

const team = sql`(select my_studies('{coordinator,editor,note_taker}'))::uuid[]`;
const table = sql.table('edition_delegation_removals');

/**
 * What a delegation told that withdraws for its safety leaves every released edition in the same
 * transaction, whoever changes the status: the sources that are its own, and what figures show of its
 * country. Nothing here is ever taken back: a status may be set again, what was taken out stays out.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	for (const statement of [
		sql`create table edition_delegation_removals (
			edition_id uuid not null references editions on delete cascade,
			study_id uuid not null,
			-- no reference: what was taken out stays out, whatever becomes of the delegation
			delegation_id uuid not null,
			country text not null,
			-- as it was called; a source may name it
			delegation text not null,
			-- answers: all that figures show of the country, and the dataset; earlier: what an edition of a
			-- later round says its answers were then; treaties: what is known of the country's treaties
			part text not null check (part in ('answers', 'earlier', 'treaties')),
			removed_at timestamptz not null default now(),
			primary key (edition_id, delegation_id, part)
		)`,
		sql`create trigger edition_delegation_removals_append_only before update on edition_delegation_removals
			for each row execute function refuse_change()`,
		sql`alter table ${table} enable row level security`,
		sql`alter table ${table} force row level security`,
		sql`create policy system on ${table} to mufakat_system using (true) with check (true)`,
		sql`grant select, insert, update, delete on ${table} to mufakat_system`,
		sql`create policy seen on ${table} for select to mufakat_app using (study_id = any (${team}))`,
		sql`grant select on ${table} to mufakat_app`,
		// Of the delegation given, and of all that withdrew already where none is.
		sql`create function remove_withdrawn_delegations(gone uuid) returns void language plpgsql security definer
			set search_path = public as $$ begin
			-- Whoever releases an edition of the study right now ends first: it is found below then.
			perform 1 from reports r where r.study_id in (select d.study_id from delegations d
				where d.status = 'withdrawn_for_safety' and (gone is null or d.id = gone))
				order by r.round_id for update;
			insert into edition_delegation_removals (edition_id, study_id, delegation_id, country, delegation, part)
				select e.id, e.study_id, d.id, d.country, d.name, p.part
				from delegations d join editions e on e.study_id = d.study_id and e.state = 'released'
				cross join lateral (
					select 'answers' as part where e.round_id = d.round_id and exists (select from responses r
						join submissions s on s.response_id = r.id where r.delegation_id = d.id)
					union all select 'earlier' where exists (select from delegations n
						where n.round_id = e.round_id and n.country = d.country and earlier_of(n.id) = d.id)
					union all select 'treaties' where exists (select from treaty_actions t
						where t.delegation_id = d.id)) p
				where d.status = 'withdrawn_for_safety' and (gone is null or d.id = gone)
				on conflict do nothing;
			insert into edition_removals (edition_id, study_id, label, level)
				select c.edition_id, c.study_id, c.label, 0
				from edition_citations c join editions e on e.id = c.edition_id and e.state = 'released'
				where not exists (select from edition_removals x
						where x.edition_id = c.edition_id and x.label = c.label and x.level = 0)
					and exists (select from delegations d where d.status = 'withdrawn_for_safety'
						and (gone is null or d.id = gone) and d.study_id = e.study_id and (
							-- answers and evidence
							exists (select from responses r where r.id = c.response_id and r.delegation_id = d.id)
							or (c.kind = 'treaty' and exists (select from citations k join treaty_actions t
								on t.study_id = k.study_id and t.country = k.country and t.instrument = k.instrument
								where k.round_id = e.round_id and k.label = c.label and t.delegation_id = d.id))));
			update editions e set build = build + 1 where e.state = 'released' and (
				exists (select from edition_removals x where x.edition_id = e.id and x.removed_at = now())
				or exists (select from edition_delegation_removals x
					where x.edition_id = e.id and x.removed_at = now()));
			end $$`,
		sql`alter function remove_withdrawn_delegations(uuid) owner to mufakat_system`,
		// Those that withdrew before there was this.
		sql`select remove_withdrawn_delegations(null)`,
		sql`revoke execute on function remove_withdrawn_delegations(uuid) from public`,
		sql`grant execute on function remove_withdrawn_delegations(uuid) to mufakat_system`,
		sql`create function removals_of_delegation() returns trigger language plpgsql security definer
			set search_path = public as $$ begin perform remove_withdrawn_delegations(new.id); return null; end $$`,
		sql`alter function removals_of_delegation() owner to mufakat_system`,
		sql`revoke execute on function removals_of_delegation() from public`,
		sql`create trigger delegations_removed after update of status on delegations for each row
			when (new.status = 'withdrawn_for_safety' and old.status is distinct from new.status)
			execute function removals_of_delegation()`
	])
		await statement.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
	await sql`drop trigger delegations_removed on delegations`.execute(db);
	await sql`drop function removals_of_delegation(), remove_withdrawn_delegations(uuid)`.execute(db);
	await sql`drop table edition_delegation_removals`.execute(db);
}
