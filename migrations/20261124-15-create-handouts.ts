import { type Kysely, sql } from 'kysely';

const mine = sql`(select my_delegations())::uuid[]`;
const writable = sql`(select my_writable_delegations())::uuid[]`;
const led = sql`(select my_led_delegations())::uuid[]`;
const coordinated = sql`(select my_studies('{coordinator}'))::uuid[]`;
const link = sql`(select my_helper_link())`;
const status = sql`check (status in ('empty', 'answered', 'dont_know', 'not_applicable', 'not_safe'))`;
const exposure = sql`check (exposure in ('public', 'study_team', 'coordinators'))`;
const tables = ['helper_links', 'helper_sessions', 'handouts', 'proposals', 'area_marks'];

/**
 * Areas and questions handed to colleagues and, by a link, to people without an account; members
 * who only propose; proposals beside the official answers; areas somebody has marked as ready.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	for (const statement of [
		sql`alter table delegation_members add column proposes_only boolean not null default false,
			add constraint delegation_members_proposes check (not (proposes_only and is_focal_point))`,
		sql`alter table invitations add column proposes_only boolean not null default false,
			add constraint invitations_proposes check (not proposes_only or role = 'representative')`,

		// Only the SHA-256 of a token is kept. Opening a link ends its token and begins a session.
		sql`create table helper_links (
			id uuid primary key,
			delegation_id uuid not null references delegations on delete cascade,
			label text not null check (length(label) between 1 and 120),
			token_hash text not null unique check (token_hash ~ '^[0-9a-f]{64}$'),
			made_by uuid not null references accounts,
			made_at timestamptz not null default now(),
			expires_at timestamptz not null,
			opened_at timestamptz,
			last_used_at timestamptz,
			finished_at timestamptz,
			revoked_at timestamptz,
			unique (id, delegation_id)
		)`,
		sql`create index helper_links_delegation on helper_links (delegation_id)`,
		sql`create table helper_sessions (
			token_hash text primary key check (token_hash ~ '^[0-9a-f]{64}$'),
			link_id uuid not null references helper_links on delete cascade,
			started_at timestamptz not null default now(),
			expires_at timestamptz not null
		)`,
		sql`create table handouts (
			id uuid primary key,
			delegation_id uuid not null,
			response_id uuid not null,
			area text not null,
			-- key of an answer; null: the whole area
			question text check (length(question) <= 400),
			account_id uuid references accounts on delete cascade,
			link_id uuid,
			due_on date,
			given_by uuid not null references accounts,
			given_at timestamptz not null default now(),
			revoked_at timestamptz,
			check ((account_id is null) <> (link_id is null)),
			foreign key (link_id, delegation_id) references helper_links (id, delegation_id) on delete cascade,
			foreign key (response_id, delegation_id) references responses (id, delegation_id) on delete cascade
		)`,
		sql`create unique index handouts_standing on handouts (response_id, question, account_id, link_id)
			nulls not distinct where revoked_at is null`,
		sql`create index handouts_account on handouts (account_id) where revoked_at is null`,
		sql`create index handouts_link on handouts (link_id)`,
		// Every version its author saved stays; only the last one can be open.
		sql`create table proposals (
			id uuid primary key,
			delegation_id uuid not null,
			response_id uuid not null,
			question text not null check (length(question) <= 400),
			based_on integer not null,
			status text not null ${status},
			value jsonb,
			reason text,
			exposure text not null ${exposure},
			author_id uuid references accounts,
			link_id uuid,
			made_at timestamptz not null default now(),
			state text not null default 'open' check (state in
				('open', 'replaced', 'accepted', 'merged', 'declined', 'withdrawn')),
			decided_by uuid references accounts,
			decided_at timestamptz,
			decline_reason text check (length(decline_reason) <= 2000),
			check ((author_id is null) <> (link_id is null)),
			check ((state = 'declined') = (decline_reason is not null)),
			foreign key (link_id, delegation_id) references helper_links (id, delegation_id) on delete cascade,
			foreign key (response_id, delegation_id) references responses (id, delegation_id) on delete cascade
		)`,
		sql`create unique index proposals_open on proposals (response_id, question, author_id, link_id)
			nulls not distinct where state = 'open'`,
		sql`create index proposals_delegation on proposals (delegation_id, state)`,
		sql`create index proposals_author on proposals (author_id)`,
		sql`create index proposals_link on proposals (link_id)`,
		sql`create table area_marks (
			response_id uuid primary key,
			delegation_id uuid not null,
			ready_by uuid not null references accounts,
			ready_at timestamptz not null default now(),
			foreign key (response_id, delegation_id) references responses (id, delegation_id) on delete cascade
		)`,
		sql`create index area_marks_delegation on area_marks (delegation_id)`
	])
		await statement.execute(db);
	await createRoles(db);
	await createTriggers(db);
	await openToMembers(db);
	await openToHelpers(db);
}

/** Who writes, who only proposes, and the role of those who came by a link. */
async function createRoles(db: Kysely<unknown>): Promise<void> {
	await sql`do $$ begin
		if not exists (select from pg_roles where rolname = 'mufakat_helper') then
			create role mufakat_helper nologin nosuperuser nobypassrls;
		end if;
		execute format('grant mufakat_helper to %I', current_user);
		grant usage on schema public to mufakat_helper;
	end $$`.execute(db);
	const functions: Record<string, ReturnType<typeof sql>> = {
		'my_writable_delegations()': sql`create function my_writable_delegations() returns uuid[]
			language plpgsql stable security definer set search_path = public as
			$$ begin return (select coalesce(array_agg(delegation_id), '{}') from delegation_members
				where account_id = actor_id() and not proposes_only); end $$`,
		// Where whoever acts can make a proposal now. Held against submitting until the transaction
		// ends; of anybody else's response it says and locks nothing.
		'hold_response(uuid)': sql`create function hold_response(response uuid) returns boolean
			language plpgsql security definer set search_path = public as
			$$ begin perform from responses r join rounds o on o.id = r.round_id
					join delegations d on d.id = r.delegation_id
				where r.id = response and (r.delegation_id = any (my_delegations()) or r.delegation_id =
						(select l.delegation_id from helper_links l where l.id = my_helper_link()))
					and o.closed_at is null and d.status = 'active'
					and r.state in ('not_started', 'draft', 'returned', 'reopened') for share of r;
				return found; end $$`,
		// The link in use, as long as it works.
		'my_helper_link()': sql`create function my_helper_link() returns uuid
			language plpgsql stable security definer set search_path = public as
			$$ begin return (select id from helper_links
				where id = nullif(current_setting('mufakat.helper_link', true), '')::uuid
					and opened_at is not null and finished_at is null
					and revoked_at is null and expires_at > now()); end $$`,
		// All that whoever came by a link learns of where their answers go.
		'helper_place()': sql`create function helper_place() returns table (link_id uuid, label text,
				expires_at timestamptz, study_id uuid, study_name text, is_invented boolean, round_id uuid,
				round_name text, version_id uuid, delegation_id uuid, delegation_name text,
				country text, country_name text)
			language plpgsql stable security definer set search_path = public as
			$$ begin return query select l.id, l.label, l.expires_at, s.id, s.name, s.is_invented, o.id,
					o.name, o.questionnaire_version_id, d.id, d.name, d.country, c.name
				from helper_links l join delegations d on d.id = l.delegation_id
				join rounds o on o.id = d.round_id join studies s on s.id = d.study_id
				join round_countries c on c.round_id = d.round_id and c.country = d.country
				where l.id = my_helper_link(); end $$`
	};
	for (const [signature, statement] of Object.entries(functions)) {
		await statement.execute(db);
		const named = sql.raw(signature);
		await sql`alter function ${named} owner to mufakat_system`.execute(db);
		await sql`revoke execute on function ${named} from public`.execute(db);
		await sql`grant execute on function ${named} to mufakat_system`.execute(db);
	}
	await sql`grant execute on function my_writable_delegations(), hold_response(uuid) to mufakat_app`.execute(
		db
	);
	await sql`grant execute on function hold_response(uuid), my_helper_link(), helper_place()
		to mufakat_helper`.execute(db);
	await rolesOf(
		db,
		sql`case when is_focal_point then 'focal_point' when proposes_only then 'helper' else 'representative' end`
	);
}

/** What a member is to their delegation is `member`; all else as it was. */
async function rolesOf(db: Kysely<unknown>, member: ReturnType<typeof sql>): Promise<void> {
	await sql`create or replace function actor_roles(study uuid, delegation uuid)
		returns text[] language plpgsql stable security definer set search_path = public as
		$$ begin return (select coalesce(array_agg(role), '{}') from (
			select role from memberships where study_id = study and account_id = actor_id()
			union all select ${member}
				from delegation_members where delegation_id = delegation and account_id = actor_id()
			union all select 'administrator' from accounts where id = actor_id() and is_administrator and disabled_at is null
			union all select 'study_creator' from accounts where id = actor_id() and may_create_studies and disabled_at is null
		) held); end $$`.execute(db);
}

async function createTriggers(db: Kysely<unknown>): Promise<void> {
	for (const statement of [
		sql`create function check_proposal_made() returns trigger language plpgsql as $$ begin
			if not hold_response(new.response_id)
			then raise exception 'the response is under review' using errcode = 'MF003'; end if;
			return new; end $$`,
		sql`create trigger proposals_made before insert on proposals
			for each row execute function check_proposal_made()`,
		// What was proposed never changes, and is settled once.
		sql`create function check_proposal_state() returns trigger language plpgsql as $$ begin
			if old.state <> 'open' or new.state = 'open'
			then raise exception 'a proposal cannot go from % to %', old.state, new.state using errcode = 'MF002';
			end if; return new; end $$`,
		sql`create trigger proposals_state before update on proposals
			for each row execute function check_proposal_state()`,
		sql`create trigger proposals_told after insert or update on proposals
			for each row execute function tell_change('proposals')`,
		sql`create trigger handouts_told after insert or update on handouts
			for each row execute function tell_change('handouts')`,
		sql`create trigger area_marks_told after insert or update on area_marks
			for each row execute function tell_change('ready')`
	])
		await statement.execute(db);
}

/** What members see and do; the restrictive policies take the answers out of a helper's hands. */
async function openToMembers(db: Kysely<unknown>): Promise<void> {
	for (const table of tables) {
		const name = sql.table(table);
		await sql`alter table ${name} enable row level security`.execute(db);
		await sql`alter table ${name} force row level security`.execute(db);
		await sql`create policy system on ${name} to mufakat_system using (true) with check (true)`.execute(
			db
		);
		await sql`grant select, insert, update, delete on ${name} to mufakat_system`.execute(db);
	}
	for (const statement of [
		sql`grant select (id, delegation_id, label, made_by, made_at, expires_at, opened_at, last_used_at,
			finished_at, revoked_at), insert (id, delegation_id, label, token_hash, made_by, expires_at),
			update (revoked_at, token_hash) on helper_links to mufakat_app`,
		sql`create policy seen on helper_links for select to mufakat_app using (delegation_id = any (${mine}))`,
		sql`create policy made on helper_links for insert to mufakat_app
			with check (delegation_id = any (${led}) and made_by = actor_id())`,
		sql`create policy changed on helper_links for update to mufakat_app
			using (delegation_id = any (${led})) with check (delegation_id = any (${led}))`,

		sql`grant select, insert (id, delegation_id, response_id, area, question, account_id, link_id,
			due_on, given_by), update (due_on, revoked_at) on handouts to mufakat_app`,
		sql`create policy seen on handouts for select to mufakat_app using (delegation_id = any (${mine}))`,
		sql`create policy made on handouts for insert to mufakat_app with check (delegation_id = any (${led})
			and given_by = actor_id() and (account_id is null or exists (select from delegation_members m
				where m.delegation_id = handouts.delegation_id and m.account_id = handouts.account_id)))`,
		sql`create policy changed on handouts for update to mufakat_app
			using (delegation_id = any (${led})) with check (delegation_id = any (${led}))`,

		sql`grant select, insert (id, delegation_id, response_id, question, based_on, status, value, reason,
			exposure, author_id), update (state, decided_by, decided_at, decline_reason) on proposals to mufakat_app`,
		sql`create policy seen on proposals for select to mufakat_app using (delegation_id = any (${writable})
			or (author_id = actor_id() and delegation_id = any (${mine})))`,
		sql`create policy made on proposals for insert to mufakat_app with check (delegation_id = any (${mine})
			and author_id = actor_id() and link_id is null and state = 'open')`,
		sql`create policy taken_back on proposals for update to mufakat_app
			using (author_id = actor_id() and delegation_id = any (${mine}))
			with check (author_id = actor_id() and state in ('replaced', 'withdrawn'))`,
		sql`create policy settled on proposals for update to mufakat_app using (delegation_id = any (${led}))
			with check (delegation_id = any (${led}) and state in ('accepted', 'merged', 'declined')
				and decided_by = actor_id())`,

		sql`grant select, insert, delete on area_marks to mufakat_app`,
		sql`create policy seen on area_marks for select to mufakat_app using (delegation_id = any (${mine}))`,
		sql`create policy made on area_marks for insert to mufakat_app
			with check (delegation_id = any (${writable}) and ready_by = actor_id())`,
		sql`create policy removed on area_marks for delete to mufakat_app
			using (delegation_id = any (${writable}))`,

		...['answers', 'answer_revisions', 'answer_conflicts', 'saves', 'evidence'].map(
			(table) => sql`create policy writers_add on ${sql.table(table)} as restrictive for insert
				to mufakat_app with check (delegation_id = any (${writable}))`
		),
		...['answers', 'answer_conflicts'].map(
			(table) => sql`create policy writers_change on ${sql.table(table)} as restrictive for update
				to mufakat_app using (delegation_id = any (${writable}))`
		),
		...['responses', 'evidence'].map(
			(table) => sql`create policy writers_change on ${sql.table(table)} as restrictive for update
				to mufakat_app using (delegation_id = any (${writable}) or study_id = any (${coordinated}))`
		),
		sql`create policy writers_add on query_messages as restrictive for insert to mufakat_app
			with check (act <> 'reply' or delegation_id = any (${writable}))`
	])
		await statement.execute(db);
}

/** Whoever came by a link reads the questions handed to it and what was sent by it; no answer. */
async function openToHelpers(db: Kysely<unknown>): Promise<void> {
	for (const statement of [
		sql`grant select (id, link_id, response_id, area, question, revoked_at) on handouts to mufakat_helper`,
		sql`create policy by_link on handouts for select to mufakat_helper
			using (link_id = ${link} and revoked_at is null)`,
		sql`grant select, insert (id, delegation_id, response_id, question, based_on, status, value, reason,
			exposure, link_id), update (state) on proposals to mufakat_helper`,
		sql`create policy by_link_seen on proposals for select to mufakat_helper using (link_id = ${link})`,
		sql`create policy by_link_made on proposals for insert to mufakat_helper with check (link_id = ${link}
			and author_id is null and state = 'open' and based_on = 0 and exists (select from handouts h
				where h.response_id = proposals.response_id
					and (h.question is null or h.question = proposals.question)))`,
		sql`create policy by_link_replaced on proposals for update to mufakat_helper
			using (link_id = ${link}) with check (link_id = ${link} and state = 'replaced')`,
		sql`grant select (id, definition) on questionnaire_versions to mufakat_helper`,
		sql`create policy by_link on questionnaire_versions for select to mufakat_helper
			using (id = (select version_id from helper_place()))`,
		sql`grant insert (actor_id, study_id, round_id, delegation_id, action, subject_id, detail, reason)
			on audit_entries to mufakat_helper`,
		sql`create policy by_link on audit_entries for insert to mufakat_helper with check (actor_id is null
			and action = 'proposal.make' and delegation_id = (select delegation_id from helper_place()))`
	])
		await statement.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
	await rolesOf(db, sql`case when is_focal_point then 'focal_point' else 'representative' end`);
	for (const table of [
		'answers',
		'answer_revisions',
		'answer_conflicts',
		'saves',
		'evidence',
		'responses',
		'query_messages'
	])
		for (const name of ['writers_add', 'writers_change'])
			await sql`drop policy if exists ${sql.ref(name)} on ${sql.table(table)}`.execute(db);
	for (const statement of [
		sql`drop policy by_link on audit_entries`,
		sql`drop policy by_link on questionnaire_versions`,
		sql`revoke all on audit_entries, questionnaire_versions from mufakat_helper`,
		sql`drop table area_marks, proposals, handouts, helper_sessions, helper_links`,
		sql`drop function check_proposal_state(), check_proposal_made(), helper_place(), my_helper_link(),
			hold_response(uuid), my_writable_delegations()`,
		sql`revoke usage on schema public from mufakat_helper`,
		sql`alter table invitations drop column proposes_only`,
		sql`alter table delegation_members drop column proposes_only`
	])
		await statement.execute(db);
}
