import { type Kysely, sql } from 'kysely';

const staff = sql`(select my_studies('{coordinator,note_taker}'))::uuid[]`;
const team = sql`(select my_studies('{coordinator,editor,note_taker}'))::uuid[]`;
const coordinated = sql`(select my_studies('{coordinator}'))::uuid[]`;
const me = sql`(select my_participant())`;
const tables = [
	'consent_forms',
	'participant_links',
	'consents',
	'withdrawals',
	'participant_identities',
	'name_replacements',
	'recordings',
	'sealing_keys'
];

/**
 * Consent (rule R9): what each participant agreed to, item by item, on which form; what they took
 * back; who they are, sealed with a key that is not in this database; and their own way in, by a
 * link, as a role that reads one person's turns and nothing else.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	for (const statement of [
		// A change of words or items is a new version; what somebody agreed to stays as they read it.
		sql`create table consent_forms (
			id uuid primary key,
			study_id uuid not null references studies on delete cascade,
			version integer not null check (version >= 1),
			items text[] not null,
			-- by language: {title, intro, items: {item: words}, closing}
			texts jsonb not null,
			made_by uuid references accounts,
			made_at timestamptz not null default now(),
			unique (study_id, version),
			unique (id, study_id)
		)`,
		sql`create trigger consent_forms_append_only before update on consent_forms
			for each row execute function refuse_change()`,
		// Only the SHA-256 of the token is kept. A person comes back by it until it ends.
		sql`create table participant_links (
			id uuid primary key,
			participant_id uuid not null,
			group_id uuid not null,
			study_id uuid not null,
			token_hash text not null unique check (token_hash ~ '^[0-9a-f]{64}$'),
			made_by uuid not null references accounts,
			made_at timestamptz not null default now(),
			expires_at timestamptz not null,
			opened_at timestamptz,
			last_used_at timestamptz,
			revoked_at timestamptz,
			foreign key (participant_id, group_id) references participants (id, group_id) on delete cascade
		)`,
		sql`create index participant_links_participant on participant_links (participant_id)`,
		sql`create sequence consent_numbers`,
		sql`grant usage on sequence consent_numbers to mufakat_app, mufakat_system`,
		// Of several the one with the highest number counts. Nobody wrote it where the person did, by link.
		sql`create table consents (
			id uuid primary key,
			number bigint not null default nextval('consent_numbers'),
			participant_id uuid not null,
			group_id uuid not null,
			study_id uuid not null,
			form_id uuid not null,
			language text not null,
			mode text not null check (mode in ('screen', 'link', 'paper', 'oral')),
			-- {item: true or false}, every item of the form
			items jsonb not null,
			given_on date not null,
			expires_on date,
			recorded_by uuid references accounts,
			made_at timestamptz not null default now(),
			check ((mode = 'link') = (recorded_by is null)),
			foreign key (participant_id, group_id) references participants (id, group_id) on delete cascade,
			foreign key (form_id, study_id) references consent_forms (id, study_id)
		)`,
		sql`create index consents_participant on consents (participant_id, number)`,
		sql`create table withdrawals (
			id uuid primary key,
			number bigint not null default nextval('consent_numbers'),
			participant_id uuid not null,
			group_id uuid not null,
			study_id uuid not null,
			scope text not null check (scope in ('all', 'quotes', 'identity', 'future_use')),
			recorded_by uuid references accounts,
			made_at timestamptz not null default now(),
			foreign key (participant_id, group_id) references participants (id, group_id) on delete cascade
		)`,
		sql`create index withdrawals_participant on withdrawals (participant_id, number)`,
		...['consents', 'withdrawals'].map(
			(
				table
			) => sql`create trigger ${sql.ref(`${table}_append_only`)} before update on ${sql.table(table)}
				for each row execute function refuse_change()`
		),
		// Real names, organisations and ways to reach people; unreadable without MUFAKAT_KEY.
		sql`create table participant_identities (
			participant_id uuid primary key,
			group_id uuid not null,
			study_id uuid not null,
			sealed bytea not null,
			key_id text not null,
			changed_by uuid references accounts,
			changed_at timestamptz not null default now(),
			foreign key (participant_id, group_id) references participants (id, group_id) on delete cascade
		)`,
		// Which words an import put pseudonyms in place of; sealed like identities.
		sql`create table name_replacements (
			id uuid primary key,
			group_id uuid not null,
			study_id uuid not null,
			transcript_id uuid,
			sealed bytea not null,
			key_id text not null,
			made_by uuid not null references accounts,
			made_at timestamptz not null default now(),
			foreign key (group_id, study_id) references focus_groups (id, study_id) on delete cascade,
			foreign key (transcript_id, group_id) references transcripts (id, group_id) on delete cascade
		)`,
		// Tells a wrong key from the right one, and says nothing else about it.
		sql`create table sealing_keys (
			key_id text primary key,
			probe bytea not null,
			created_at timestamptz not null default now()
		)`,
		sql`create table recordings (
			id uuid primary key,
			group_id uuid not null,
			study_id uuid not null,
			transcript_id uuid,
			title text not null check (length(title) between 1 and 200),
			-- where this part begins on the clock of the transcript
			offset_ms integer not null default 0 check (offset_ms >= 0),
			file_sha256 text not null,
			file_type text not null,
			file_size integer not null,
			file_extension text not null,
			added_by uuid not null references accounts,
			added_at timestamptz not null default now(),
			removed_at timestamptz,
			foreign key (group_id, study_id) references focus_groups (id, study_id) on delete cascade,
			foreign key (transcript_id, group_id) references transcripts (id, group_id) on delete cascade
		)`,
		sql`create index recordings_group on recordings (group_id)`,
		...tables.flatMap((table) => [
			sql`alter table ${sql.table(table)} enable row level security`,
			sql`alter table ${sql.table(table)} force row level security`,
			sql`create policy system on ${sql.table(table)} to mufakat_system using (true) with check (true)`,
			sql`grant select, insert, update, delete on ${sql.table(table)} to mufakat_system`
		])
	])
		await statement.execute(db);
	await createRole(db);
	await createConsequences(db);
	await openToTeam(db);
	await openToParticipants(db);
}

/** The role of whoever came by a participant's link, and what it may ask. */
async function createRole(db: Kysely<unknown>): Promise<void> {
	await sql`do $$ begin
		if not exists (select from pg_roles where rolname = 'mufakat_participant') then
			create role mufakat_participant nologin nosuperuser nobypassrls;
		end if;
		execute format('grant mufakat_participant to %I', current_user);
		grant usage on schema public to mufakat_participant;
	end $$`.execute(db);
	const functions: Record<string, ReturnType<typeof sql>> = {
		// Whose link is in use, as long as it works.
		'my_participant()': sql`create function my_participant() returns uuid
			language plpgsql stable security definer set search_path = public as
			$$ begin return (select l.participant_id from participant_links l
				where l.id = nullif(current_setting('mufakat.participant_link', true), '')::uuid
					and l.revoked_at is null and l.expires_at > now()); end $$`,
		// All that a participant learns of the meeting.
		'participant_place()': sql`create function participant_place() returns table (participant_id uuid,
				group_id uuid, study_id uuid, round_id uuid, pseudonym text, language text, country text,
				study_name text, is_invented boolean, group_name text, held_on date, ends_on date, rule text,
				ground_rules text, validation_until date, withdrawn_scope text, validated_at timestamptz,
				form_id uuid, expires_at timestamptz)
			language plpgsql stable security definer set search_path = public as
			$$ begin return query select p.id, p.group_id, p.study_id, p.round_id, p.pseudonym, p.language, p.country,
					s.name, s.is_invented, g.name, g.held_on, g.ends_on, g.rule, g.ground_rules, g.validation_until,
					p.withdrawn_scope, p.validated_at,
					(select f.id from consent_forms f where f.study_id = p.study_id order by f.version desc limit 1),
					l.expires_at
				from participant_links l join participants p on p.id = l.participant_id
				join focus_groups g on g.id = p.group_id join studies s on s.id = p.study_id
				where p.id = my_participant() and p.removed_at is null
					and l.id = nullif(current_setting('mufakat.participant_link', true), '')::uuid; end $$`,
		// Whether the person may still change their turns.
		'may_check_turns()': sql`create function may_check_turns() returns boolean
			language plpgsql stable security definer set search_path = public as
			$$ begin return exists (select from participants p join focus_groups g on g.id = p.group_id
				where p.id = my_participant() and g.validation_until >= current_date
					and p.withdrawn_scope is distinct from 'all'); end $$`,
		// Whether a recording of the meeting may be kept and heard: everybody there agreed, nobody left.
		'recording_allowed(uuid)': sql`create function recording_allowed(meeting uuid) returns boolean
			language plpgsql stable security definer set search_path = public as
			$$ begin return exists (select from participants where group_id = meeting and removed_at is null)
				and not exists (select from participants where group_id = meeting and removed_at is null
					and (not recording_allowed or withdrawn_scope = 'all'
						or consent_until < current_date)); end $$`
	};
	for (const [signature, statement] of Object.entries(functions)) {
		await statement.execute(db);
		await sql`alter function ${sql.raw(signature)} owner to mufakat_system`.execute(db);
		await sql`revoke execute on function ${sql.raw(signature)} from public`.execute(db);
		await sql`grant execute on function ${sql.raw(signature)} to mufakat_system`.execute(db);
	}
	await sql`grant execute on function my_participant(), participant_place(), may_check_turns()
		to mufakat_participant`.execute(db);
	await sql`grant execute on function recording_allowed(uuid) to mufakat_app`.execute(db);
}

/**
 * What a consent means. Levels: 0 not beyond the room, 1 background, 2 quoted without name or
 * country, 3 with the country, 4 with the organisation, 5 with the name; each takes the ones before
 * it. Whatever is said last counts; somebody who comes back after a withdrawal agrees anew.
 */
async function createConsequences(db: Kysely<unknown>): Promise<void> {
	for (const statement of [
		sql`create function consent_level(items jsonb) returns int language sql immutable as $$
			select case when not coalesce((items ->> 'take_part')::boolean and (items ->> 'notes')::boolean, false) then 0
				when not coalesce((items ->> 'quotation')::boolean, false) then 1
				when not coalesce((items ->> 'country')::boolean, false) then 2
				when not coalesce((items ->> 'organisation')::boolean, false) then 3
				when not coalesce((items ->> 'name')::boolean, false) then 4 else 5 end $$`,
		sql`create function apply_consent() returns trigger language plpgsql security definer
			set search_path = public as $$ begin
			update participants set consent_level = consent_level(new.items), consent_until = new.expires_on,
				recording_allowed = coalesce((new.items ->> 'recording')::boolean, false),
				translation_allowed = coalesce((new.items ->> 'translation')::boolean, false),
				notes_refused = not coalesce((new.items ->> 'take_part')::boolean and (new.items ->> 'notes')::boolean, false),
				consented_at = new.made_at, withdrawn_scope = null
			where id = new.participant_id;
			return null; end $$`,
		sql`create trigger consents_applied after insert on consents for each row execute function apply_consent()`,
		// The wider of two withdrawals stands. Who takes their identity back has it erased.
		sql`create function apply_withdrawal() returns trigger language plpgsql security definer
			set search_path = public as $$
			declare scopes constant text[] := '{identity,quotes,future_use,all}';
			begin
			update participants set
				consent_level = least(consent_level, case new.scope when 'identity' then 2 when 'quotes' then 1 else 0 end),
				recording_allowed = recording_allowed and new.scope in ('identity', 'quotes'),
				notes_refused = notes_refused or new.scope = 'all',
				withdrawn_scope = scopes[greatest(coalesce(array_position(scopes, withdrawn_scope), 0),
					array_position(scopes, new.scope))]
			where id = new.participant_id;
			if new.scope in ('identity', 'all') then
				delete from participant_identities where participant_id = new.participant_id; end if;
			return null; end $$`,
		sql`create trigger withdrawals_applied after insert on withdrawals
			for each row execute function apply_withdrawal()`,
		sql`create trigger consents_told after insert on consents for each row execute function tell_group('people')`,
		sql`create trigger withdrawals_told after insert on withdrawals
			for each row execute function tell_group('people')`,
		// What is published of somebody who has left must not be written down again.
		sql`create function check_turn_consent() returns trigger language plpgsql security definer
			set search_path = public as $$ begin
			if new.participant_id is not null and exists (select from participants
				where id = new.participant_id and notes_refused)
			then raise exception 'this participant did not agree to notes' using errcode = 'MF004'; end if;
			return new; end $$`,
		sql`create trigger turns_consent before insert or update of participant_id on turns
			for each row execute function check_turn_consent()`
	])
		await statement.execute(db);
	for (const name of ['apply_consent()', 'apply_withdrawal()', 'check_turn_consent()'])
		await sql`alter function ${sql.raw(name)} owner to mufakat_system`.execute(db);
}

/** Note-takers record consents; identities and what names were replaced are for coordinators alone. */
async function openToTeam(db: Kysely<unknown>): Promise<void> {
	for (const statement of [
		sql`grant select, insert on consent_forms to mufakat_app`,
		sql`create policy seen on consent_forms for select to mufakat_app using (study_id = any (${team}))`,
		sql`create policy made on consent_forms for insert to mufakat_app
			with check (study_id = any (${coordinated}) and made_by = actor_id())`,

		sql`grant select (id, participant_id, group_id, study_id, made_by, made_at, expires_at, opened_at,
				last_used_at, revoked_at),
			insert (id, participant_id, group_id, study_id, token_hash, made_by, expires_at),
			update (revoked_at, token_hash, expires_at) on participant_links to mufakat_app`,
		sql`create policy seen on participant_links for select to mufakat_app using (study_id = any (${staff}))`,
		sql`create policy made on participant_links for insert to mufakat_app
			with check (study_id = any (${staff}) and made_by = actor_id()
				and exists (select from participants p where p.id = participant_id and p.study_id = participant_links.study_id))`,
		sql`create policy changed on participant_links for update to mufakat_app
			using (study_id = any (${staff})) with check (study_id = any (${staff}))`,

		sql`grant select, insert (id, participant_id, group_id, study_id, form_id, language, mode, items,
				given_on, expires_on, recorded_by) on consents to mufakat_app`,
		sql`grant select, insert (id, participant_id, group_id, study_id, scope, recorded_by) on withdrawals to mufakat_app`,
		...['consents', 'withdrawals'].flatMap((table) => [
			sql`create policy seen on ${sql.table(table)} for select to mufakat_app using (study_id = any (${team}))`,
			sql`create policy made on ${sql.table(table)} for insert to mufakat_app
				with check (study_id = any (${staff}) and recorded_by = actor_id()
					and exists (select from participants p where p.id = participant_id
						and p.study_id = ${sql.ref(`${table}.study_id`)}))`
		]),

		sql`grant select, insert, update (sealed, key_id, changed_by, changed_at), delete
			on participant_identities to mufakat_app`,
		sql`create policy coordinators on participant_identities to mufakat_app
			using (study_id = any (${coordinated})) with check (study_id = any (${coordinated})
				and changed_by = actor_id() and exists (select from participants p
					where p.id = participant_id and p.study_id = participant_identities.study_id))`,
		// Whoever imports writes the list; only coordinators read it.
		sql`grant select, insert on name_replacements to mufakat_app`,
		sql`create policy seen on name_replacements for select to mufakat_app using (study_id = any (${coordinated}))`,
		sql`create policy made on name_replacements for insert to mufakat_app
			with check (study_id = any (${staff}) and made_by = actor_id())`,

		sql`grant select, insert (id, group_id, study_id, transcript_id, title, offset_ms, file_sha256, file_type,
				file_size, file_extension, added_by), update (title, offset_ms, transcript_id, removed_at)
			on recordings to mufakat_app`,
		sql`create policy seen on recordings for select to mufakat_app
			using (study_id = any (${staff}) and recording_allowed(group_id))`,
		sql`create policy made on recordings for insert to mufakat_app
			with check (study_id = any (${staff}) and added_by = actor_id() and recording_allowed(group_id))`,
		sql`create policy changed on recordings for update to mufakat_app
			using (study_id = any (${staff})) with check (study_id = any (${staff}))`
	])
		await statement.execute(db);
}

/** A participant reads the form and their own turns, says yes or no, and changes their turns in time. */
async function openToParticipants(db: Kysely<unknown>): Promise<void> {
	for (const statement of [
		sql`grant select on consent_forms to mufakat_participant`,
		sql`create policy by_link on consent_forms for select to mufakat_participant
			using (study_id = (select study_id from participant_place()))`,
		sql`grant select, insert (id, participant_id, group_id, study_id, form_id, language, mode, items,
				given_on, expires_on) on consents to mufakat_participant`,
		sql`grant usage on sequence consent_numbers to mufakat_participant`,
		sql`create policy by_link_seen on consents for select to mufakat_participant using (participant_id = ${me})`,
		sql`create policy by_link_made on consents for insert to mufakat_participant
			with check (participant_id = ${me} and mode = 'link'
				and (group_id, study_id) in (select group_id, study_id from participant_place()))`,
		sql`grant select, insert (id, participant_id, group_id, study_id, scope) on withdrawals to mufakat_participant`,
		sql`create policy by_link_seen on withdrawals for select to mufakat_participant using (participant_id = ${me})`,
		sql`create policy by_link_made on withdrawals for insert to mufakat_participant
			with check (participant_id = ${me} and recorded_by is null
				and (group_id, study_id) in (select group_id, study_id from participant_place()))`,
		// Written, never read back: a phone is passed on.
		sql`grant insert (participant_id, group_id, study_id, sealed, key_id),
			update (sealed, key_id, changed_by, changed_at), select (participant_id)
			on participant_identities to mufakat_participant`,
		sql`create policy by_link on participant_identities to mufakat_participant
			using (participant_id = ${me}) with check (participant_id = ${me} and changed_by is null
				and (group_id, study_id) in (select group_id, study_id from participant_place()))`,
		sql`grant select (id, group_id, study_id, round_id, participant_id, transcript_id, ordinal, kind, mark, lowered_to, struck_at,
				starts_ms, language, body, translation, translation_language, revision, created_at, removed_at),
			update (body, lowered_to, struck_at, revision, changed_at) on turns to mufakat_participant`,
		sql`create policy by_link_seen on turns for select to mufakat_participant
			using (participant_id = ${me} and removed_at is null)`,
		sql`create policy by_link_checked on turns for update to mufakat_participant
			using (participant_id = ${me} and removed_at is null and (select may_check_turns()))
			with check (participant_id = ${me})`,
		sql`grant usage on sequence turn_changes to mufakat_participant`,
		sql`grant select (turn_id, revision, save_id, body), insert on turn_revisions to mufakat_participant`,
		sql`create policy by_link_seen on turn_revisions for select to mufakat_participant
			using (turn_id in (select id from turns))`,
		sql`create policy by_link_made on turn_revisions for insert to mufakat_participant
			with check (author_id is null and turn_id in (select id from turns))`,
		sql`grant select (id), update (validated_at) on participants to mufakat_participant`,
		sql`create policy by_link_seen on participants for select to mufakat_participant using (id = ${me})`,
		sql`create policy by_link_checked on participants for update to mufakat_participant
			using (id = ${me}) with check (id = ${me})`,
		sql`grant insert (actor_id, study_id, round_id, delegation_id, action, subject_id, detail, reason)
			on audit_entries to mufakat_participant`,
		sql`create policy by_participant on audit_entries for insert to mufakat_participant with check (actor_id is null
			and action in ('consent.give', 'consent.withdraw', 'identity.give', 'turn.amend', 'turn.check')
			and study_id = (select study_id from participant_place()))`
	])
		await statement.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
	for (const statement of [
		sql`drop policy by_participant on audit_entries`,
		sql`drop policy by_link_seen on participants`,
		sql`drop policy by_link_checked on participants`,
		sql`drop policy by_link_seen on turn_revisions`,
		sql`drop policy by_link_made on turn_revisions`,
		sql`drop policy by_link_seen on turns`,
		sql`drop policy by_link_checked on turns`,
		sql`revoke all on audit_entries, participants, turn_revisions, turns from mufakat_participant`,
		sql`revoke usage on sequence turn_changes from mufakat_participant`,
		sql`drop trigger turns_consent on turns`,
		sql`drop table recordings, sealing_keys, name_replacements, participant_identities, withdrawals, consents,
			participant_links, consent_forms`,
		sql`drop sequence consent_numbers`,
		sql`drop function check_turn_consent(), apply_withdrawal(), apply_consent(), consent_level(jsonb),
			recording_allowed(uuid), may_check_turns(), participant_place(), my_participant()`,
		sql`revoke usage on schema public from mufakat_participant`
	])
		await statement.execute(db);
}
