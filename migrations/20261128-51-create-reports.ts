import { type Kysely, sql } from 'kysely';

const team = sql`(select my_studies('{coordinator,editor,note_taker}'))::uuid[]`;
const writers = sql`(select my_studies('{coordinator,editor}'))::uuid[]`;
const kinds = sql.raw(
	`('foreword', 'method', 'area', 'country', 'treaties', 'recommendations', 'questionnaire', 'dataset', 'custom')`
);
const tables = [
	'reports',
	'chapters',
	'blocks',
	'block_revisions',
	'block_conflicts',
	'citations',
	'waivers'
];

/**
 * The compiled study of a round while it is written: chapters of blocks, which are text, findings
 * or live pictures; every wording a block had; citations, which name their source and its state
 * when it was cited; and why a sentence may be published as it is.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	for (const statement of [
		sql`create table reports (
			round_id uuid primary key,
			study_id uuid not null,
			language text not null default 'en',
			title text not null check (length(title) between 1 and 300),
			subtitle text not null default '' check (length(subtitle) <= 300),
			publisher text not null default '' check (length(publisher) <= 300),
			-- its public address; given when the first edition is released
			slug text unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 80),
			revision integer not null default 1,
			created_by uuid references accounts,
			created_at timestamptz not null default now(),
			unique (round_id, study_id),
			foreign key (round_id, study_id) references rounds (id, study_id) on delete cascade
		)`,
		sql`create table chapters (
			id uuid primary key,
			round_id uuid not null,
			study_id uuid not null,
			kind text not null check (kind in ${kinds}),
			-- name of the area, code of the country; '' for the others
			key text not null default '',
			title text not null check (length(title) between 1 and 300),
			position integer not null,
			revision integer not null default 1,
			removed_at timestamptz,
			unique (id, round_id),
			foreign key (round_id, study_id) references reports (round_id, study_id) on delete cascade
		)`,
		sql`create unique index chapters_once on chapters (round_id, kind, key)
			where removed_at is null and kind <> 'custom'`,
		sql`create index chapters_round on chapters (round_id, position)`,
		sql`create sequence block_changes`,
		sql`grant usage on sequence block_changes to mufakat_app, mufakat_system`,
		sql`create table blocks (
			id uuid primary key,
			chapter_id uuid not null,
			round_id uuid not null,
			study_id uuid not null,
			position integer not null,
			kind text not null check (kind in ('text', 'finding', 'live')),
			body text not null default '' check (length(body) <= 100000),
			-- what a live block shows: {type, question, area, country, template}
			live jsonb,
			strength text check (strength in ('well_supported', 'some_support', 'contested')),
			-- drafted from the data; false once an editor has taken it over
			is_generated boolean not null default false,
			revision integer not null default 1,
			change bigint not null default nextval('block_changes'),
			saved_by uuid references accounts,
			saved_at timestamptz not null default now(),
			removed_at timestamptz,
			check ((kind = 'live') = (live is not null)),
			check (strength is null or kind = 'finding'),
			foreign key (chapter_id, round_id) references chapters (id, round_id) on delete cascade,
			foreign key (round_id, study_id) references reports (round_id, study_id) on delete cascade
		)`,
		sql`create index blocks_chapter on blocks (chapter_id, position)`,
		sql`create index blocks_change on blocks (chapter_id, change)`,
		sql`create function number_block() returns trigger language plpgsql as $$ begin
			new.change := nextval('block_changes'); return new; end $$`,
		sql`create trigger blocks_change before update on blocks for each row execute function number_block()`,
		// As tell_change() does it, with the round in place of the delegation, the chapter of the response.
		sql`create function tell_chapter() returns trigger language plpgsql as $$
			declare page text := coalesce(current_setting('mufakat.page', true), '');
			begin perform pg_notify('mufakat_changes', json_build_object('delegation', new.round_id,
				'response', new.chapter_id, 'what', tg_argv[0],
				'by', case when page <> '' then actor_id() || ' ' || page end)::text);
			return null; end $$`,
		sql`create trigger blocks_told after insert or update on blocks
			for each row execute function tell_chapter('blocks')`,
		sql`create table block_revisions (
			block_id uuid not null references blocks on delete cascade,
			round_id uuid not null,
			chapter_id uuid not null,
			study_id uuid not null,
			revision integer not null,
			save_id uuid,
			based_on integer not null,
			-- as of answers: merged with another, kept beside, brought back
			standing text not null check (standing in ('current', 'merged', 'beside', 'restored')),
			body text not null,
			live jsonb,
			strength text,
			is_generated boolean not null default false,
			author_id uuid references accounts,
			made_at timestamptz not null default now(),
			primary key (block_id, revision)
		)`,
		sql`create unique index block_revisions_save on block_revisions (block_id, save_id)`,
		sql`create trigger block_revisions_append_only before update on block_revisions
			for each row execute function refuse_change()`,
		// A text that could not be merged stands beside until somebody chooses.
		sql`create table block_conflicts (
			block_id uuid not null,
			revision integer not null,
			chapter_id uuid not null,
			round_id uuid not null,
			study_id uuid not null,
			opened_at timestamptz not null default now(),
			resolved_at timestamptz,
			resolved_by uuid references accounts,
			primary key (block_id, revision),
			foreign key (block_id, revision) references block_revisions (block_id, revision) on delete cascade
		)`,
		sql`create trigger block_conflicts_told after insert or update on block_conflicts
			for each row execute function tell_chapter('blocks')`,
		// Cited as [@label] in a block's text. What it stands on is named here, never copied: words
		// that are taken back are gone from here too.
		sql`create table citations (
			id uuid primary key,
			round_id uuid not null,
			study_id uuid not null,
			label text not null check (label ~ '^[A-Za-z0-9][A-Za-z0-9.-]{0,59}$'),
			kind text not null check (kind in ('answer', 'quote', 'evidence', 'data', 'change', 'treaty')),
			response_id uuid references responses on delete cascade,
			-- key of an answer; name of a question for data and change
			question text check (length(question) <= 400),
			submission_id uuid references submissions on delete cascade,
			turn_id uuid references turns on delete cascade,
			evidence_id uuid references evidence on delete cascade,
			country text,
			instrument text,
			-- the passage: of the answer's text or of the turn; null where all of it is cited
			field text check (field in ('body', 'translation', 'value')),
			starts integer check (starts >= 0),
			ends integer,
			-- of what it stood on when it was cited, or last looked at
			source_hash text not null check (source_hash ~ '^[0-9a-f]{64}$'),
			made_by uuid references accounts,
			made_at timestamptz not null default now(),
			unique (round_id, label),
			check ((kind = 'quote') = (turn_id is not null)),
			check ((kind = 'evidence') = (evidence_id is not null)),
			check ((kind = 'answer') = (submission_id is not null)),
			check ((starts is null) = (ends is null) and (ends is null or ends > starts)),
			foreign key (round_id, study_id) references reports (round_id, study_id) on delete cascade
		)`,
		sql`create index citations_turn on citations (turn_id)`,
		sql`create index citations_answer on citations (response_id, question)`,
		sql`create table waivers (
			id uuid primary key,
			round_id uuid not null,
			study_id uuid not null,
			block_id uuid not null references blocks on delete cascade,
			-- unsupported: a sentence; stale: a citation
			issue text not null check (issue in ('unsupported', 'stale')),
			-- hash of the sentence; label and hash of what the source now is
			subject text not null check (length(subject) between 1 and 200),
			reason text not null check (length(reason) between 1 and 2000),
			made_by uuid not null references accounts,
			made_at timestamptz not null default now(),
			revoked_at timestamptz,
			foreign key (round_id, study_id) references reports (round_id, study_id) on delete cascade
		)`,
		sql`create unique index waivers_standing on waivers (block_id, issue, subject) where revoked_at is null`,
		sql`create index waivers_round on waivers (round_id)`,
		...tables.flatMap((table) => [
			sql`alter table ${sql.table(table)} enable row level security`,
			sql`alter table ${sql.table(table)} force row level security`,
			sql`create policy system on ${sql.table(table)} to mufakat_system using (true) with check (true)`,
			sql`grant select, insert, update, delete on ${sql.table(table)} to mufakat_system`,
			sql`create policy seen on ${sql.table(table)} for select to mufakat_app using (study_id = any (${team}))`,
			sql`create policy made on ${sql.table(table)} for insert to mufakat_app with check (study_id = any (${writers}))`,
			sql`create policy changed on ${sql.table(table)} for update to mufakat_app
				using (study_id = any (${writers})) with check (study_id = any (${writers}))`,
			sql`grant select, insert on ${sql.table(table)} to mufakat_app`
		]),
		sql`grant update (language, title, subtitle, publisher, slug, revision) on reports to mufakat_app`,
		sql`grant update (title, position, revision, removed_at) on chapters to mufakat_app`,
		sql`grant update (position, body, live, strength, is_generated, revision, saved_by, saved_at, removed_at)
			on blocks to mufakat_app`,
		sql`grant update (resolved_at, resolved_by) on block_conflicts to mufakat_app`,
		sql`grant update (source_hash, starts, ends) on citations to mufakat_app`,
		sql`grant update (revoked_at) on waivers to mufakat_app`
	])
		await statement.execute(db);
	await createFunctions(db);
}

/** A source as it was cited, for those who may read it still. */
async function createFunctions(db: Kysely<unknown>): Promise<void> {
	// An answer is shown as it was handed in then, unless its delegation has since closed it to the team.
	await sql`create function answer_as_cited(citation uuid) returns table (status text, value jsonb, reason text,
			exposure text, revision int)
		language plpgsql stable security definer set search_path = public as
		$$ begin return query select a.status, a.value, a.reason, a.exposure, a.revision from citations c
			join submitted_answers a on a.submission_id = c.submission_id and a.question = c.question
			where c.id = citation and c.study_id = any (my_studies('{coordinator,editor,note_taker}'))
				and a.exposure in ('public', 'study_team')
				and not exists (select from submitted_answers n where n.response_id = c.response_id
					and n.question = c.question and n.is_latest and n.exposure = 'coordinators'); end $$`.execute(db);
	await sql`alter function answer_as_cited(uuid) owner to mufakat_system`.execute(db);
	await sql`revoke execute on function answer_as_cited(uuid) from public`.execute(db);
	await sql`grant execute on function answer_as_cited(uuid) to mufakat_app, mufakat_system`.execute(
		db
	);
}

export async function down(db: Kysely<unknown>): Promise<void> {
	await sql`drop table waivers, citations, block_conflicts, block_revisions, blocks, chapters, reports`.execute(
		db
	);
	await sql`drop function answer_as_cited(uuid), tell_chapter(), number_block()`.execute(db);
	await sql`drop sequence block_changes`.execute(db);
}
