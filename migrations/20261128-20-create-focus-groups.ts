import { type Kysely, sql } from 'kysely';

const staff = sql`(select my_studies('{coordinator,note_taker}'))::uuid[]`;
const team = sql`(select my_studies('{coordinator,editor,note_taker}'))::uuid[]`;
const editors = sql`(select my_studies('{editor}'))::uuid[]`;
const coordinated = sql`(select my_studies('{coordinator}'))::uuid[]`;
const tables = [
	'focus_groups',
	'focus_group_people',
	'guide_blocks',
	'participants',
	'transcripts',
	'turns',
	'turn_revisions'
];

/**
 * Focus groups (rules R9 and R10): the meeting, who runs it, its guide, participants by pseudonym
 * and what was said, turn by turn. What of it may leave is in the migration after this one.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	for (const statement of [
		// From how many respondents of a country on a quote may name the country.
		sql`alter table studies add column cell_size smallint not null default 3 check (cell_size between 1 and 50)`,
		// As tell_change() does it, with the focus group in place of delegation and response.
		sql`create function tell_group() returns trigger language plpgsql as $$
			declare page text := coalesce(current_setting('mufakat.page', true), '');
			begin perform pg_notify('mufakat_changes', json_build_object('delegation', new.group_id,
				'response', new.group_id, 'what', tg_argv[0],
				'by', case when page <> '' then actor_id() || ' ' || page end)::text);
			return null; end $$`,
		sql`create table focus_groups (
			id uuid primary key,
			study_id uuid not null,
			round_id uuid not null,
			name text not null check (length(name) between 1 and 200),
			purpose text not null default '' check (length(purpose) <= 5000),
			held_on date,
			ends_on date,
			hours text not null default '' check (length(hours) <= 60),
			place text not null default '' check (length(place) <= 300),
			is_online boolean not null default false,
			languages text[] not null default '{}',
			rooms text[] not null default '{}',
			rule text not null default 'chatham_house' check (rule in ('open', 'chatham_house')),
			-- the mark a new turn begins with; nothing is quotable by accident
			turn_mark text not null default 'background' check (turn_mark in ('background', 'quotable')),
			ground_rules text not null default '' check (length(ground_rules) <= 5000),
			-- until when participants may change their own turns
			validation_until date,
			closed_at timestamptz,
			revision integer not null default 1,
			created_by uuid not null references accounts,
			created_at timestamptz not null default now(),
			check (ends_on is null or ends_on >= held_on),
			unique (id, study_id),
			unique (id, round_id, study_id),
			foreign key (round_id, study_id) references rounds (id, study_id) on delete cascade
		)`,
		sql`create index focus_groups_round on focus_groups (round_id)`,
		sql`create table focus_group_people (
			id uuid primary key,
			group_id uuid not null,
			study_id uuid not null,
			account_id uuid references accounts,
			-- somebody without an account, an interpreter for example
			label text check (length(label) between 1 and 120),
			role text not null check (role in ('facilitator', 'note_taker', 'interpreter', 'observer')),
			room text,
			check ((account_id is null) <> (label is null)),
			foreign key (group_id, study_id) references focus_groups (id, study_id) on delete cascade
		)`,
		sql`create index focus_group_people_group on focus_group_people (group_id)`,
		sql`create table guide_blocks (
			id uuid primary key,
			group_id uuid not null,
			study_id uuid not null,
			position integer not null,
			title text not null check (length(title) between 1 and 300),
			area text,
			questions text[] not null default '{}',
			minutes smallint check (minutes between 1 and 600),
			main_question text not null default '' check (length(main_question) <= 2000),
			probes text[] not null default '{}',
			-- what of the answers to bring up, as chosen: [{kind, question, countries, note}]
			-- whose answers they are is read anew by everybody who opens the guide (rule R4)
			seeds jsonb not null default '[]',
			revision integer not null default 1,
			removed_at timestamptz,
			unique (id, group_id),
			foreign key (group_id, study_id) references focus_groups (id, study_id) on delete cascade
		)`,
		sql`create index guide_blocks_group on guide_blocks (group_id, position)`,
		// consent_level and what follows it are what the consents say, kept by triggers; see docs/focus-groups.md.
		sql`create table participants (
			id uuid primary key,
			group_id uuid not null,
			study_id uuid not null,
			round_id uuid not null,
			pseudonym text not null check (pseudonym ~ '^\\S(.{0,38}\\S)?$'),
			country text,
			organisation_kind text check (length(organisation_kind) between 1 and 120),
			language text not null default 'en',
			room text,
			consent_level smallint not null default 0 check (consent_level between 0 and 5),
			consent_until date,
			recording_allowed boolean not null default false,
			translation_allowed boolean not null default false,
			-- said no to taking part or to notes: nothing they say is written down
			notes_refused boolean not null default false,
			consented_at timestamptz,
			withdrawn_scope text check (withdrawn_scope in ('all', 'quotes', 'identity', 'future_use')),
			validated_at timestamptz,
			removed_at timestamptz,
			created_by uuid not null references accounts,
			created_at timestamptz not null default now(),
			unique (group_id, pseudonym),
			unique (id, group_id),
			foreign key (group_id, round_id, study_id) references focus_groups (id, round_id, study_id) on delete cascade
		)`,
		sql`create index participants_round on participants (round_id, country)`,
		sql`create table transcripts (
			id uuid primary key,
			group_id uuid not null,
			study_id uuid not null,
			-- given by whoever imports; never the name of the file, which may hold a person's
			title text not null check (length(title) between 1 and 200),
			format text not null check (format in ('webvtt', 'srt', 'docx', 'text', 'csv')),
			language text,
			translation_language text,
			imported_by uuid not null references accounts,
			imported_at timestamptz not null default now(),
			removed_at timestamptz,
			unique (id, group_id),
			foreign key (group_id, study_id) references focus_groups (id, study_id) on delete cascade
		)`,
		sql`create index transcripts_group on transcripts (group_id)`,
		sql`create sequence turn_changes`,
		sql`create function number_turn() returns trigger language plpgsql as $$ begin
			new.change := nextval('turn_changes'); return new; end $$`,
		sql`grant usage on sequence turn_changes to mufakat_app, mufakat_system`,
		sql`create table turns (
			id uuid primary key,
			group_id uuid not null,
			study_id uuid not null,
			round_id uuid not null,
			-- null: a note taken in the room
			transcript_id uuid,
			-- place in the transcript; of a note the moment it was begun, in milliseconds since 1970
			ordinal bigint not null,
			speaker text not null check (speaker in
				('participant', 'facilitator', 'interpreter', 'note_taker', 'observer', 'unknown')),
			participant_id uuid,
			block_id uuid,
			kind text not null check (kind in ('verbatim', 'paraphrase', 'observation')),
			mark text not null default 'background' check (mark in ('off_record', 'background', 'quotable')),
			-- by the participant: the highest level at which their words may be used
			lowered_to smallint check (lowered_to between 0 and 5),
			struck_at timestamptz,
			starts_ms integer check (starts_ms >= 0),
			ends_ms integer check (ends_ms >= starts_ms),
			language text,
			body text not null check (length(body) <= 20000),
			translation text check (length(translation) <= 20000),
			translation_language text,
			author_id uuid references accounts,
			revision integer not null default 1,
			change bigint not null default nextval('turn_changes'),
			created_at timestamptz not null default now(),
			changed_at timestamptz not null default now(),
			removed_at timestamptz,
			check ((speaker = 'participant') = (participant_id is not null)),
			unique (id, group_id),
			foreign key (group_id, round_id, study_id) references focus_groups (id, round_id, study_id) on delete cascade,
			foreign key (transcript_id, group_id) references transcripts (id, group_id) on delete cascade,
			foreign key (participant_id, group_id) references participants (id, group_id),
			foreign key (block_id, group_id) references guide_blocks (id, group_id) on delete set null (block_id)
		)`,
		sql`create index turns_group on turns (group_id, transcript_id, ordinal)`,
		sql`create index turns_change on turns (group_id, change)`,
		sql`create index turns_participant on turns (participant_id)`,
		sql`create index turns_round on turns (round_id)`,
		// Words are found by three letters at a time, in every script; see search_turns.
		sql`create extension if not exists pg_trgm`,
		sql`create index turns_body_words on turns using gin (lower(normalize(body)) gin_trgm_ops)`,
		sql`create index turns_translation_words on turns using gin (lower(normalize(translation)) gin_trgm_ops)`,
		sql`create trigger turns_change before update on turns for each row execute function number_turn()`,
		sql`create trigger turns_told after insert or update on turns
			for each row execute function tell_group('turns')`,
		sql`create table turn_revisions (
			turn_id uuid not null,
			group_id uuid not null,
			study_id uuid not null,
			revision integer not null,
			-- made by the page: the same save again adds nothing
			save_id uuid,
			-- null: the participant, when checking their turns
			author_id uuid references accounts,
			speaker text not null,
			participant_id uuid,
			block_id uuid,
			kind text not null,
			mark text not null,
			lowered_to smallint,
			is_struck boolean not null default false,
			body text not null,
			translation text,
			made_at timestamptz not null default now(),
			primary key (turn_id, revision),
			foreign key (turn_id, group_id) references turns (id, group_id) on delete cascade
		)`,
		sql`create unique index turn_revisions_save on turn_revisions (turn_id, save_id)`,
		sql`create trigger turn_revisions_append_only before update on turn_revisions
			for each row execute function refuse_change()`,
		...tables.flatMap((table) => [
			sql`alter table ${sql.table(table)} enable row level security`,
			sql`alter table ${sql.table(table)} force row level security`,
			sql`create policy system on ${sql.table(table)} to mufakat_system using (true) with check (true)`,
			sql`grant select, insert, update, delete on ${sql.table(table)} to mufakat_system`
		])
	])
		await statement.execute(db);
	await createFunctions(db);
	await openToTeam(db);
}

/** Whose words the asker may work with, each asked once for a statement. */
async function createFunctions(db: Kysely<unknown>): Promise<void> {
	const functions: Record<string, ReturnType<typeof sql>> = {
		// Who has taken everything back: nobody reads their words any more.
		'withdrawn_participants()': sql`create function withdrawn_participants() returns setof uuid
			language plpgsql stable security definer set search_path = public as
			$$ begin return query select id from participants where withdrawn_scope = 'all'
				and study_id = any (my_studies('{coordinator,editor,note_taker}')); end $$`,
		// Who lets their words shape the study at least as background, now.
		'background_participants()': sql`create function background_participants() returns setof uuid
			language plpgsql stable security definer set search_path = public as
			$$ begin return query select id from participants where consent_level >= 1
				and (consent_until is null or consent_until >= current_date)
				and study_id = any (my_studies('{coordinator,editor,note_taker}')); end $$`,
		// The index is asked as the system, because a policy would keep it from being used. It gives
		// ids; whether their turns may be read the policies of turns say.
		'search_turns(uuid, text)': sql`create function search_turns(round uuid, pattern text) returns setof uuid
			language plpgsql stable security definer set search_path = public as
			$$ begin return query select id from turns where round_id = round
				and study_id = any (my_studies('{coordinator,editor,note_taker}'))
				and (lower(normalize(body)) like pattern or lower(normalize(translation)) like pattern); end $$`
	};
	for (const [signature, statement] of Object.entries(functions)) {
		await statement.execute(db);
		await sql`alter function ${sql.raw(signature)} owner to mufakat_system`.execute(db);
		await sql`revoke execute on function ${sql.raw(signature)} from public`.execute(db);
		await sql`grant execute on function ${sql.raw(signature)} to mufakat_app, mufakat_system`.execute(
			db
		);
	}
}

/**
 * Coordinators and note-takers keep the record. Editors read what may shape the study: nothing
 * off the record, nobody who has not agreed. What was struck or taken back nobody reads.
 */
async function openToTeam(db: Kysely<unknown>): Promise<void> {
	for (const statement of [
		sql`grant select, insert (id, study_id, round_id, name, purpose, held_on, ends_on, hours, place, is_online,
				languages, rooms, rule, turn_mark, ground_rules, created_by),
			update (name, purpose, held_on, ends_on, hours, place, is_online, languages, rooms, rule,
				turn_mark, ground_rules, validation_until, closed_at, revision) on focus_groups to mufakat_app`,
		sql`create policy seen on focus_groups for select to mufakat_app using (study_id = any (${team}))`,
		sql`create policy made on focus_groups for insert to mufakat_app
			with check (study_id = any (${coordinated}) and created_by = actor_id())`,
		sql`create policy changed on focus_groups for update to mufakat_app
			using (study_id = any (${staff})) with check (study_id = any (${staff}))`,

		...['focus_group_people', 'guide_blocks'].flatMap((table) => [
			sql`grant select, insert, update, delete on ${sql.table(table)} to mufakat_app`,
			sql`create policy seen on ${sql.table(table)} for select to mufakat_app using (study_id = any (${team}))`,
			sql`create policy kept on ${sql.table(table)} to mufakat_app
				using (study_id = any (${staff})) with check (study_id = any (${staff}))`
		]),

		sql`grant select, insert (id, group_id, study_id, round_id, pseudonym, country, organisation_kind, language, room, created_by),
			update (pseudonym, country, organisation_kind, language, room, removed_at) on participants to mufakat_app`,
		sql`create policy seen on participants for select to mufakat_app using (study_id = any (${team}))`,
		sql`create policy made on participants for insert to mufakat_app
			with check (study_id = any (${staff}) and created_by = actor_id())`,
		sql`create policy changed on participants for update to mufakat_app
			using (study_id = any (${staff})) with check (study_id = any (${staff}))`,

		sql`grant select, insert (id, group_id, study_id, title, format, language, translation_language, imported_by),
			update (title, removed_at) on transcripts to mufakat_app`,
		sql`create policy seen on transcripts for select to mufakat_app using (study_id = any (${team}))`,
		sql`create policy made on transcripts for insert to mufakat_app
			with check (study_id = any (${staff}) and imported_by = actor_id())`,
		sql`create policy changed on transcripts for update to mufakat_app
			using (study_id = any (${staff})) with check (study_id = any (${staff}))`,

		sql`grant select, insert (id, group_id, study_id, round_id, transcript_id, ordinal, speaker, participant_id, block_id,
				kind, mark, starts_ms, ends_ms, language, body, translation, translation_language, author_id),
			update (ordinal, speaker, participant_id, block_id, kind, mark, starts_ms, ends_ms, language, body,
				translation, translation_language, revision, changed_at, removed_at) on turns to mufakat_app`,
		sql`create policy seen on turns for select to mufakat_app using (struck_at is null
			and (participant_id is null or participant_id not in (select withdrawn_participants()))
			and (study_id = any (${staff}) or (study_id = any (${editors}) and mark <> 'off_record' and removed_at is null
				and coalesce(lowered_to, 5) >= 1
				and (speaker = 'facilitator' or participant_id in (select background_participants())))))`,
		sql`create policy made on turns for insert to mufakat_app with check (study_id = any (${staff})
			and author_id = actor_id())`,
		sql`create policy changed on turns for update to mufakat_app
			using (study_id = any (${staff})) with check (study_id = any (${staff}))`,

		// Earlier wordings are for those who keep the record alone.
		sql`grant select, insert on turn_revisions to mufakat_app`,
		sql`create policy seen on turn_revisions for select to mufakat_app
			using (study_id = any (${staff}) and turn_id in (select id from turns))`,
		sql`create policy made on turn_revisions for insert to mufakat_app
			with check (study_id = any (${staff}) and author_id = actor_id())`
	])
		await statement.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
	await sql`drop table turn_revisions, turns, transcripts, participants, guide_blocks,
		focus_group_people, focus_groups`.execute(db);
	await sql`drop function search_turns(uuid, text), background_participants(), withdrawn_participants(),
		number_turn(), tell_group()`.execute(db);
	await sql`drop extension pg_trgm`.execute(db);
	await sql`drop sequence turn_changes`.execute(db);
	await sql`alter table studies drop column cell_size`.execute(db);
}
