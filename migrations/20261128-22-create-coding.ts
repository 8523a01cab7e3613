import { type Kysely, sql } from 'kysely';

const team = sql`(select my_studies('{coordinator,editor,note_taker}'))::uuid[]`;
const shapers = sql`(select my_studies('{coordinator,editor}'))::uuid[]`;
const tables = [
	'codebooks',
	'codes',
	'code_revisions',
	'codebook_versions',
	'comparisons',
	'comparison_coders',
	'comparison_units',
	'comparison_decisions',
	'codings',
	'memos',
	'memo_revisions'
];

/**
 * One codebook of a study, codes on spans of turns and of narrative answers, memos, and second
 * coders who work blind. Offsets are UTF-16 units of one field of one turn or answer.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	for (const statement of [
		sql`create table codebooks (
			id uuid primary key default gen_random_uuid(),
			study_id uuid not null unique references studies on delete cascade,
			version integer not null default 0,
			created_at timestamptz not null default now(),
			unique (id, study_id)
		)`,
		sql`create table codes (
			id uuid primary key,
			study_id uuid not null,
			codebook_id uuid not null,
			parent_id uuid,
			name text not null check (length(name) between 1 and 200),
			definition text not null default '' check (length(definition) <= 5000),
			include_when text not null default '' check (length(include_when) <= 5000),
			exclude_when text not null default '' check (length(exclude_when) <= 5000),
			example text not null default '' check (length(example) <= 5000),
			colour text not null default '#7a4b86' check (colour ~ '^#[0-9a-f]{6}$'),
			-- false: a folder of codes
			is_codable boolean not null default true,
			status text not null default 'active' check (status in ('active', 'merged', 'retired')),
			merged_into uuid,
			position integer not null default 0,
			revision integer not null default 1,
			created_by uuid references accounts,
			created_at timestamptz not null default now(),
			check ((status = 'merged') = (merged_into is not null)),
			check (parent_id <> id),
			unique (id, study_id),
			foreign key (codebook_id, study_id) references codebooks (id, study_id) on delete cascade,
			foreign key (parent_id, study_id) references codes (id, study_id),
			foreign key (merged_into, study_id) references codes (id, study_id)
		)`,
		sql`create index codes_codebook on codes (codebook_id, parent_id, position)`,
		sql`create table code_revisions (
			code_id uuid not null,
			study_id uuid not null,
			revision integer not null,
			act text not null check (act in ('create', 'change', 'move', 'merge', 'split', 'retire', 'restore', 'import')),
			-- the code as it then stood
			snapshot jsonb not null,
			detail jsonb not null default '{}',
			made_by uuid references accounts,
			made_at timestamptz not null default now(),
			primary key (code_id, revision),
			foreign key (code_id, study_id) references codes (id, study_id) on delete cascade
		)`,
		sql`create trigger code_revisions_append_only before update on code_revisions
			for each row execute function refuse_change()`,
		sql`create table codebook_versions (
			id uuid primary key,
			codebook_id uuid not null,
			study_id uuid not null,
			version integer not null,
			note text not null default '' check (length(note) <= 1000),
			-- every code as it then stood
			codes jsonb not null,
			frozen_by uuid not null references accounts,
			frozen_at timestamptz not null default now(),
			unique (codebook_id, version),
			unique (id, study_id),
			foreign key (codebook_id, study_id) references codebooks (id, study_id) on delete cascade
		)`,
		sql`create trigger codebook_versions_append_only before update on codebook_versions
			for each row execute function refuse_change()`,

		// A second coder codes the same units without seeing the first one's codes.
		sql`create table comparisons (
			id uuid primary key,
			study_id uuid not null,
			round_id uuid not null,
			name text not null check (length(name) between 1 and 200),
			version_id uuid,
			state text not null default 'coding' check (state in ('coding', 'comparing', 'settled')),
			created_by uuid not null references accounts,
			created_at timestamptz not null default now(),
			unique (id, study_id),
			foreign key (round_id, study_id) references rounds (id, study_id) on delete cascade,
			foreign key (version_id, study_id) references codebook_versions (id, study_id)
		)`,
		sql`create index comparisons_round on comparisons (round_id)`,
		sql`create table comparison_coders (
			comparison_id uuid not null,
			study_id uuid not null,
			account_id uuid not null references accounts,
			finished_at timestamptz,
			primary key (comparison_id, account_id),
			foreign key (comparison_id, study_id) references comparisons (id, study_id) on delete cascade
		)`,
		sql`create index comparison_coders_account on comparison_coders (account_id)`,
		// A unit is a turn or an answer: what two coders have either coded or not.
		sql`create table comparison_units (
			id uuid primary key default gen_random_uuid(),
			comparison_id uuid not null,
			study_id uuid not null,
			turn_id uuid references turns on delete cascade,
			response_id uuid references responses on delete cascade,
			question text,
			check ((turn_id is null) <> (response_id is null)),
			check ((response_id is null) = (question is null)),
			unique nulls not distinct (comparison_id, turn_id, response_id, question),
			foreign key (comparison_id, study_id) references comparisons (id, study_id) on delete cascade
		)`,
		sql`create index comparison_units_turn on comparison_units (turn_id)`,
		sql`create index comparison_units_answer on comparison_units (response_id, question)`,

		// What the two agreed about one code at one unit, of several the last; the talk is the value.
		sql`create table comparison_decisions (
			id uuid primary key,
			number bigint generated always as identity,
			comparison_id uuid not null,
			study_id uuid not null,
			unit_id uuid not null references comparison_units on delete cascade,
			code_id uuid not null,
			decision text not null check (decision in ('apply', 'drop', 'new_code', 'defer')),
			-- whose codings stay, for apply; null: both
			coder_id uuid references accounts,
			reason text not null default '' check (length(reason) <= 2000),
			decided_by uuid not null references accounts,
			decided_at timestamptz not null default now(),
			foreign key (comparison_id, study_id) references comparisons (id, study_id) on delete cascade,
			foreign key (code_id, study_id) references codes (id, study_id)
		)`,
		sql`create index comparison_decisions_unit on comparison_decisions (comparison_id, unit_id, code_id)`,
		sql`create trigger comparison_decisions_append_only before update on comparison_decisions
			for each row execute function refuse_change()`,

		sql`create table codings (
			id uuid primary key,
			study_id uuid not null,
			round_id uuid not null,
			code_id uuid not null,
			turn_id uuid references turns on delete cascade,
			response_id uuid references responses on delete cascade,
			question text check (length(question) <= 400),
			field text not null check (field in ('body', 'translation', 'value')),
			-- UTF-16 units, end exclusive, on a boundary of graphemes
			starts integer not null check (starts >= 0),
			ends integer not null,
			-- revision of the turn, or of the answer as submitted, that the offsets belong to
			text_revision integer not null,
			coder_id uuid references accounts,
			-- codes of a second coder until they are settled
			comparison_id uuid,
			origin text not null default 'hand' check (origin in ('hand', 'auto', 'quick', 'import', 'settled')),
			created_at timestamptz not null default now(),
			removed_at timestamptz,
			removed_by uuid references accounts,
			check (ends > starts),
			check ((turn_id is null) <> (response_id is null)),
			check ((response_id is null) = (question is null)),
			check ((field = 'value') = (turn_id is null)),
			unique (id, study_id),
			foreign key (code_id, study_id) references codes (id, study_id),
			foreign key (round_id, study_id) references rounds (id, study_id) on delete cascade,
			foreign key (comparison_id, study_id) references comparisons (id, study_id) on delete cascade
		)`,
		sql`create index codings_turn on codings (turn_id) where removed_at is null`,
		sql`create index codings_answer on codings (response_id, question) where removed_at is null`,
		sql`create index codings_code on codings (code_id) where removed_at is null`,
		sql`create index codings_round on codings (round_id) where removed_at is null`,

		sql`create table memos (
			id uuid primary key,
			study_id uuid not null references studies on delete cascade,
			round_id uuid,
			scope text not null check (scope in ('study', 'group', 'turn', 'span', 'code', 'answer')),
			group_id uuid references focus_groups on delete cascade,
			turn_id uuid references turns on delete cascade,
			coding_id uuid references codings on delete cascade,
			code_id uuid references codes on delete cascade,
			response_id uuid references responses on delete cascade,
			question text,
			visibility text not null default 'team' check (visibility in ('private', 'team')),
			body text not null check (length(body) <= 20000),
			author_id uuid references accounts,
			revision integer not null default 1,
			created_at timestamptz not null default now(),
			changed_at timestamptz not null default now(),
			removed_at timestamptz
		)`,
		sql`create table memo_revisions (
			memo_id uuid not null references memos on delete cascade,
			study_id uuid not null,
			revision integer not null,
			body text not null,
			made_by uuid references accounts,
			made_at timestamptz not null default now(),
			primary key (memo_id, revision)
		)`,
		sql`create trigger memo_revisions_append_only before update on memo_revisions
			for each row execute function refuse_change()`,
		sql`create index memos_study on memos (study_id, scope)`,
		sql`create index memos_turn on memos (turn_id)`,
		sql`create index memos_coding on memos (coding_id)`,
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

async function createFunctions(db: Kysely<unknown>): Promise<void> {
	// The units at which the asker codes blind: there they see their own codes alone.
	await sql`create function my_blind_units() returns table (turn_id uuid, response_id uuid, question text)
		language plpgsql stable security definer set search_path = public as
		$$ begin return query select u.turn_id, u.response_id, u.question from comparison_units u
			join comparisons c on c.id = u.comparison_id and c.state = 'coding'
			join comparison_coders k on k.comparison_id = c.id and k.account_id = actor_id(); end $$`.execute(
		db
	);
	await sql`alter function my_blind_units() owner to mufakat_system`.execute(db);
	await sql`revoke execute on function my_blind_units() from public`.execute(db);
	await sql`grant execute on function my_blind_units() to mufakat_app, mufakat_system`.execute(db);
}

/** A code on a text is seen by whoever sees the text, and while somebody codes blind by nobody else. */
async function openToTeam(db: Kysely<unknown>): Promise<void> {
	for (const statement of [
		...['codebooks', 'codes', 'code_revisions', 'codebook_versions', 'comparisons'].flatMap(
			(table) => [
				sql`grant select, insert on ${sql.table(table)} to mufakat_app`,
				sql`create policy seen on ${sql.table(table)} for select to mufakat_app using (study_id = any (${team}))`,
				sql`create policy made on ${sql.table(table)} for insert to mufakat_app with check (study_id = any (${shapers}))`
			]
		),
		sql`grant update (version) on codebooks to mufakat_app`,
		sql`grant update (parent_id, name, definition, include_when, exclude_when, example, colour, is_codable,
			status, merged_into, position, revision) on codes to mufakat_app`,
		sql`grant update (name, state) on comparisons to mufakat_app`,
		...['codebooks', 'codes', 'comparisons'].map(
			(table) => sql`create policy changed on ${sql.table(table)} for update to mufakat_app
				using (study_id = any (${shapers})) with check (study_id = any (${shapers}))`
		),
		sql`grant select, insert, update (finished_at) on comparison_coders to mufakat_app`,
		sql`create policy seen on comparison_coders for select to mufakat_app using (study_id = any (${team}))`,
		sql`create policy made on comparison_coders for insert to mufakat_app with check (study_id = any (${shapers}))`,
		sql`create policy finished on comparison_coders for update to mufakat_app
			using (account_id = actor_id() and study_id = any (${team}))
			with check (account_id = actor_id() and study_id = any (${team}))`,
		sql`grant select, insert on comparison_units to mufakat_app`,
		sql`create policy seen on comparison_units for select to mufakat_app using (study_id = any (${team}))`,
		sql`create policy made on comparison_units for insert to mufakat_app with check (study_id = any (${shapers}))`,

		sql`grant select, insert (id, comparison_id, study_id, unit_id, code_id, decision, coder_id, reason, decided_by)
			on comparison_decisions to mufakat_app`,
		sql`create policy seen on comparison_decisions for select to mufakat_app using (study_id = any (${team})
			and comparison_id in (select id from comparisons where state <> 'coding'))`,
		sql`create policy made on comparison_decisions for insert to mufakat_app with check (study_id = any (${team})
			and decided_by = actor_id() and comparison_id in (select id from comparisons where state <> 'coding'))`,

		sql`grant select, insert (id, study_id, round_id, code_id, turn_id, response_id, question, field, starts, ends,
				text_revision, coder_id, comparison_id, origin),
			update (code_id, starts, ends, text_revision, comparison_id, origin, removed_at, removed_by) on codings to mufakat_app`,
		sql`create policy seen on codings for select to mufakat_app using (study_id = any (${team})
			and (turn_id is null or turn_id in (select id from turns))
			and (response_id is null or (response_id, question) in
				(select s.response_id, s.question from submitted_answers s where s.is_latest))
			and (coder_id = actor_id() or (
				(comparison_id is null or comparison_id in (select id from comparisons where state <> 'coding'))
				and (turn_id is null or turn_id not in (select b.turn_id from my_blind_units() b where b.turn_id is not null))
				and (response_id is null or (response_id, question) not in
					(select b.response_id, b.question from my_blind_units() b where b.response_id is not null)))))`,
		sql`create policy made on codings for insert to mufakat_app with check (study_id = any (${team})
			and coder_id = actor_id()
			and (turn_id is null or exists (select from turns t where t.id = turn_id
				and t.study_id = codings.study_id and t.round_id = codings.round_id))
			and (response_id is null or exists (select from submitted_answers s where s.response_id = codings.response_id
				and s.question = codings.question and s.study_id = codings.study_id and s.round_id = codings.round_id)))`,
		sql`create policy changed on codings for update to mufakat_app
			using (study_id = any (${team})) with check (study_id = any (${team}))`,

		sql`grant select, insert (id, study_id, round_id, scope, group_id, turn_id, coding_id, code_id, response_id,
				question, visibility, body, author_id),
			update (visibility, body, revision, changed_at, removed_at) on memos to mufakat_app`,
		sql`create policy seen on memos for select to mufakat_app using (study_id = any (${team})
			and (visibility = 'team' or author_id = actor_id())
			and (turn_id is null or turn_id in (select id from turns))
			and (coding_id is null or coding_id in (select id from codings))
			and (response_id is null or (response_id, question) in
				(select s.response_id, s.question from submitted_answers s where s.is_latest)))`,
		sql`create policy made on memos for insert to mufakat_app with check (study_id = any (${team})
			and author_id = actor_id())`,
		sql`create policy changed on memos for update to mufakat_app
			using (author_id = actor_id()) with check (author_id = actor_id())`,
		sql`grant select, insert (memo_id, study_id, revision, body, made_by) on memo_revisions to mufakat_app`,
		sql`create policy seen on memo_revisions for select to mufakat_app
			using (memo_id in (select id from memos))`,
		sql`create policy made on memo_revisions for insert to mufakat_app
			with check (made_by = actor_id() and memo_id in (select id from memos where author_id = actor_id()))`
	])
		await statement.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
	await sql`drop table memo_revisions, memos, codings, comparison_decisions, comparison_units, comparison_coders, comparisons,
		codebook_versions, code_revisions, codes, codebooks`.execute(db);
	await sql`drop function my_blind_units()`.execute(db);
}
