import { type Kysely, sql } from 'kysely';

/**
 * What a page needs to follow its colleagues: every write of an answer takes a number from one
 * sequence, and every change to what belongs to a response is told on the channel
 * `mufakat_changes`, ids only. Writers of one response come one after another (they lock it
 * first), so within a response the numbers rise in the order of the commits.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	for (const statement of [
		sql`create sequence answer_changes`,
		sql`grant usage on sequence answer_changes to mufakat_app, mufakat_system`,
		sql`alter table answers add column change bigint not null default nextval('answer_changes')`,
		sql`create index answers_change on answers (response_id, change)`,
		sql`create function number_change() returns trigger language plpgsql as $$ begin
			new.change := nextval('answer_changes'); return new; end $$`,
		sql`create trigger answers_change before update on answers
			for each row execute function number_change()`,

		// One message per response, transaction and kind: PostgreSQL drops equal ones. `by` names the
		// page that wrote, with its account, so that nobody can silence another's page.
		sql`create function tell_change() returns trigger language plpgsql as $$
			declare page text := coalesce(current_setting('mufakat.page', true), '');
			begin perform pg_notify('mufakat_changes', json_build_object('delegation', new.delegation_id,
				'response', new.response_id, 'what', tg_argv[0],
				'by', case when page <> '' then actor_id() || ' ' || page end)::text);
			return null; end $$`,
		sql`create trigger answers_told after insert or update on answers
			for each row execute function tell_change('answers')`,
		sql`create trigger answer_conflicts_told after insert or update on answer_conflicts
			for each row execute function tell_change('conflicts')`,
		sql`create trigger evidence_told after insert or update on evidence
			for each row execute function tell_change('evidence')`,
		sql`create trigger queries_told after insert or update on queries
			for each row execute function tell_change('queries')`,
		// Every save updates its response's counts, so whether the state changed is asked before a call.
		sql`create function tell_state() returns trigger language plpgsql as $$ begin
			perform pg_notify('mufakat_changes', json_build_object('delegation', new.delegation_id,
				'response', new.id, 'what', 'state')::text);
			return null; end $$`,
		sql`create trigger responses_told after update on responses
			for each row when (old.state is distinct from new.state) execute function tell_state()`,
		// Who came or went; whoever went stops being told at once.
		sql`create function tell_people() returns trigger language plpgsql as $$ begin
			perform pg_notify('mufakat_changes', json_build_object('delegation',
				coalesce(new.delegation_id, old.delegation_id), 'response', null, 'what', 'people')::text);
			return null; end $$`,
		sql`create trigger delegation_members_told after insert or delete on delegation_members
			for each row execute function tell_people()`,

		// Secrets of this instance, one per purpose: what is signed with them is checked with them.
		sql`create table instance_keys (
			purpose text primary key,
			secret bytea not null check (length(secret) >= 32),
			created_at timestamptz not null default now()
		)`,
		sql`alter table instance_keys enable row level security`,
		sql`alter table instance_keys force row level security`,
		sql`create policy system on instance_keys to mufakat_system using (true) with check (true)`,
		sql`grant select, insert, delete on instance_keys to mufakat_system`
	])
		await statement.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
	await sql`drop table instance_keys`.execute(db);
	await sql`drop trigger delegation_members_told on delegation_members`.execute(db);
	await sql`drop trigger responses_told on responses`.execute(db);
	for (const table of ['answers', 'answer_conflicts', 'evidence', 'queries'])
		await sql`drop trigger ${sql.ref(`${table}_told`)} on ${sql.table(table)}`.execute(db);
	await sql`drop trigger answers_change on answers`.execute(db);
	await sql`drop function tell_people(), tell_state(), tell_change(), number_change()`.execute(db);
	await sql`alter table answers drop column change`.execute(db);
	await sql`drop sequence answer_changes`.execute(db);
}
