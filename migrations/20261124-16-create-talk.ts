import { type Kysely, sql } from 'kysely';

const mine = sql`(select my_delegations())::uuid[]`;
const led = sql`(select my_led_delegations())::uuid[]`;

/**
 * What people are told and what they say to each other: notices that become mails, comments
 * inside a delegation that no coordinator sees, mentions in them, and who of a delegation a
 * query is for.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	for (const statement of [
		sql`alter table accounts add column mail_rhythm text not null default 'daily'
			check (mail_rhythm in ('daily', 'at_once'))`,
		// The day whose digest this account has had.
		sql`alter table accounts add column digested_on date`,
		sql`create table notices (
			id uuid primary key default gen_random_uuid(),
			account_id uuid not null references accounts on delete cascade,
			kind text not null,
			study_id uuid not null references studies on delete cascade,
			delegation_id uuid not null references delegations on delete cascade,
			path text not null check (path like '/%' and length(path) <= 500),
			-- title of the issue area in every language
			area jsonb,
			query_id uuid references queries on delete cascade,
			created_at timestamptz not null default now(),
			mailed_at timestamptz
		)`,
		// What waits is told once, however often it happens.
		sql`create unique index notices_waiting on notices (account_id, kind, delegation_id, path, query_id)
			nulls not distinct where mailed_at is null`,
		sql`create index notices_query on notices (query_id)`,

		sql`create table comments (
			id uuid primary key,
			delegation_id uuid not null,
			response_id uuid not null,
			-- key of an answer; null: the whole area
			question text check (length(question) <= 400),
			body text not null check (length(body) <= 5000),
			author_id uuid not null references accounts,
			created_at timestamptz not null default now(),
			removed_at timestamptz,
			check ((removed_at is null) = (body <> '')),
			foreign key (response_id, delegation_id) references responses (id, delegation_id) on delete cascade
		)`,
		sql`create index comments_response on comments (response_id, question, created_at)`,
		sql`create table comment_mentions (
			comment_id uuid not null references comments on delete cascade,
			account_id uuid not null references accounts on delete cascade,
			delegation_id uuid not null references delegations on delete cascade,
			read_at timestamptz,
			primary key (comment_id, account_id)
		)`,
		sql`create index comment_mentions_unread on comment_mentions (account_id) where read_at is null`,
		// Removing takes the words from the database too; nothing else of a comment ever changes.
		sql`create function keep_comment() returns trigger language plpgsql as $$ begin
			if old.removed_at is not null or new.removed_at is null
				or (new.id, new.delegation_id, new.response_id, new.question, new.author_id, new.created_at)
				is distinct from (old.id, old.delegation_id, old.response_id, old.question, old.author_id, old.created_at)
			then raise exception 'comments is append-only' using errcode = 'MF001'; end if;
			new.body := ''; return new; end $$`,
		sql`create trigger comments_append_only before update on comments
			for each row execute function keep_comment()`,
		sql`create trigger comments_told after insert or update on comments
			for each row execute function tell_change('comments')`,

		...['notices', 'comments', 'comment_mentions'].flatMap((table) => [
			sql`alter table ${sql.table(table)} enable row level security`,
			sql`alter table ${sql.table(table)} force row level security`,
			sql`create policy system on ${sql.table(table)} to mufakat_system using (true) with check (true)`,
			sql`grant select, insert, update, delete on ${sql.table(table)} to mufakat_system`
		]),
		sql`grant select, insert (id, delegation_id, response_id, question, body, author_id),
			update (removed_at) on comments to mufakat_app`,
		sql`create policy seen on comments for select to mufakat_app using (delegation_id = any (${mine}))`,
		sql`create policy made on comments for insert to mufakat_app
			with check (delegation_id = any (${mine}) and author_id = actor_id())`,
		sql`create policy removed on comments for update to mufakat_app
			using (delegation_id = any (${mine}) and author_id = actor_id())
			with check (delegation_id = any (${mine}) and author_id = actor_id())`,
		sql`grant select, insert (comment_id, account_id, delegation_id), update (read_at)
			on comment_mentions to mufakat_app`,
		sql`create policy seen on comment_mentions for select to mufakat_app
			using (delegation_id = any (${mine}))`,
		sql`create policy made on comment_mentions for insert to mufakat_app with check (exists (select from comments c
				where c.id = comment_id and c.delegation_id = comment_mentions.delegation_id and c.author_id = actor_id())
			and exists (select from delegation_members m where m.delegation_id = comment_mentions.delegation_id
				and m.account_id = comment_mentions.account_id))`,
		sql`create policy read on comment_mentions for update to mufakat_app
			using (account_id = actor_id() and delegation_id = any (${mine}))
			with check (account_id = actor_id() and delegation_id = any (${mine}))`,

		// Only a member of the delegation has a query; who leaves has it no more.
		sql`alter table queries add column assigned_to uuid`,
		sql`alter table queries add constraint queries_assigned foreign key (delegation_id, assigned_to)
			references delegation_members (delegation_id, account_id) on delete set null (assigned_to)`,
		sql`create index queries_assigned on queries (delegation_id, assigned_to)`,
		sql`grant update (assigned_to) on queries to mufakat_app`,
		sql`create policy assigned on queries for update to mufakat_app
			using (delegation_id = any (${led})) with check (delegation_id = any (${led}))`,
		sql`create policy writers_change on queries as restrictive for update to mufakat_app
			using (delegation_id = any ((select my_writable_delegations())::uuid[])
				or study_id = any ((select my_studies('{coordinator}'))::uuid[]))`,
		// The policy "assigned" lets a row be written in any state; how it stands is still the coordinators' to say.
		sql`create function check_query_state() returns trigger language plpgsql as $$ begin
			if new.state in ('open', 'closed') and actor_id() is not null
				and not (new.study_id = any (my_studies('{coordinator}')))
			then raise exception 'only coordinators close and reopen queries' using errcode = '42501';
			end if; return new; end $$`,
		sql`create trigger queries_state before update of state, closed_at, closed_revision on queries
			for each row when (new.state is distinct from old.state
				or new.closed_at is distinct from old.closed_at
				or new.closed_revision is distinct from old.closed_revision)
			execute function check_query_state()`
	])
		await statement.execute(db);
	await createFunctions(db);
}

/** Whom one may tell, and telling them: with the rights of the system, of one's own study alone. */
async function createFunctions(db: Kysely<unknown>): Promise<void> {
	await sql`drop function people_to_tell(uuid, uuid)`.execute(db);
	const functions: Record<string, ReturnType<typeof sql>> = {
		'people_to_tell(uuid, uuid)': sql`create function people_to_tell(study uuid, delegation uuid)
			returns table (account_id uuid, side text)
			language plpgsql stable security definer set search_path = public as
			$$ begin return query select a.id, p.side from (
				select m.account_id, 'coordinator' as side from memberships m where m.study_id = study and m.role = 'coordinator'
				union all select m.account_id, 'delegation' from delegation_members m where m.delegation_id = delegation
			) p join accounts a on a.id = p.account_id
			where a.disabled_at is null and a.id is distinct from actor_id()
				and (actor_id() is null or study = any (my_studies('{coordinator}')) or delegation = any (my_delegations()))
				and exists (select from delegations d where d.id = delegation and d.study_id = study); end $$`,
		'tell_accounts(uuid[], text, uuid, uuid, text, jsonb, uuid)': sql`create function tell_accounts(
				whom uuid[], what text, study uuid, delegation uuid, place text, title jsonb, query uuid)
			returns void language plpgsql security definer set search_path = public as
			$$ begin insert into notices (account_id, kind, study_id, delegation_id, path, area, query_id)
				select distinct p.account_id, what, study, delegation, place, title, query
				from people_to_tell(study, delegation) p where p.account_id = any (whom)
				on conflict do nothing; end $$`,
		// Whom a new query of a coordinator is for: who has the question, else who has the area.
		'handed_to(uuid, text)': sql`create function handed_to(response uuid, key text) returns uuid
			language plpgsql stable security definer set search_path = public as
			$$ begin return (select h.account_id from handouts h
				join responses r on r.id = h.response_id and r.study_id = any (my_studies('{coordinator}'))
				join delegation_members m on m.delegation_id = h.delegation_id and m.account_id = h.account_id
				where h.response_id = response and (h.question is null or h.question = key)
					and h.revoked_at is null and not m.proposes_only
				order by h.question is null, h.given_at desc limit 1); end $$`
	};
	for (const [signature, statement] of Object.entries(functions)) {
		await statement.execute(db);
		const named = sql.raw(signature);
		await sql`alter function ${named} owner to mufakat_system`.execute(db);
		await sql`revoke execute on function ${named} from public`.execute(db);
		await sql`grant execute on function ${named} to mufakat_app, mufakat_system`.execute(db);
	}
}

export async function down(db: Kysely<unknown>): Promise<void> {
	for (const statement of [
		sql`drop function handed_to(uuid, text), tell_accounts(uuid[], text, uuid, uuid, text, jsonb, uuid), people_to_tell(uuid, uuid)`,
		sql`create function people_to_tell(study uuid, delegation uuid)
			returns table (email text, language text, side text)
			language plpgsql stable security definer set search_path = public as
			$$ begin return query select a.email, a.language, p.side from (
				select account_id, 'coordinator' as side from memberships where study_id = study and role = 'coordinator'
				union all select account_id, 'delegation' from delegation_members where delegation_id = delegation
			) p join accounts a on a.id = p.account_id
			where a.disabled_at is null and a.id <> actor_id()
				and (study = any (my_studies('{coordinator}')) or delegation = any (my_delegations()))
				and exists (select from delegations d where d.id = delegation and d.study_id = study); end $$`,
		sql`alter function people_to_tell(uuid, uuid) owner to mufakat_system`,
		sql`revoke execute on function people_to_tell(uuid, uuid) from public`,
		sql`grant execute on function people_to_tell(uuid, uuid) to mufakat_app, mufakat_system`,
		sql`drop trigger queries_state on queries`,
		sql`drop policy assigned on queries`,
		sql`drop policy writers_change on queries`,
		sql`alter table queries drop column assigned_to`,
		sql`drop function check_query_state()`,
		sql`drop table comment_mentions, comments, notices`,
		sql`drop function keep_comment()`,
		sql`alter table accounts drop column digested_on, drop column mail_rhythm`
	])
		await statement.execute(db);
}
