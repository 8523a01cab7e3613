import { type Kysely, sql } from 'kysely';

const team = sql`(select my_studies('{coordinator,editor,note_taker}'))::uuid[]`;
const writers = sql`(select my_studies('{coordinator,editor}'))::uuid[]`;
const tables = ['editions', 'edition_citations', 'edition_removals', 'edition_files'];

/**
 * Editions: content that one person proposed and another released, frozen under its checksum; what
 * it cites; what had to be taken out since; and the files made of it.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	for (const statement of [
		sql`create table editions (
			id uuid primary key,
			round_id uuid not null,
			study_id uuid not null,
			-- given at the release
			number integer check (number >= 1),
			state text not null default 'proposed' check (state in ('proposed', 'released', 'refused', 'taken_back')),
			title text not null,
			note text not null default '' check (length(note) <= 5000),
			-- the frozen content and the public dataset that goes with it, in the storage
			content_sha256 text not null check (content_sha256 ~ '^[0-9a-f]{64}$'),
			content_size integer not null,
			dataset_sha256 text check (dataset_sha256 ~ '^[0-9a-f]{64}$'),
			dataset_size integer,
			-- what changed since the edition before, in sentences of the report's language
			changes jsonb not null default '[]',
			proposed_by uuid not null references accounts,
			proposed_at timestamptz not null default now(),
			decided_by uuid references accounts,
			decided_at timestamptz,
			refusal text not null default '' check (length(refusal) <= 2000),
			-- rises with every removal: files of an earlier build are never given out again
			build integer not null default 1,
			unique (round_id, number),
			unique (id, study_id),
			check ((state = 'released') = (number is not null)),
			check ((state = 'proposed') = (decided_by is null)),
			-- two people publish
			check (state <> 'released' or decided_by <> proposed_by),
			foreign key (round_id, study_id) references reports (round_id, study_id) on delete cascade
		)`,
		sql`create unique index editions_one_proposal on editions (round_id) where state = 'proposed'`,
		sql`create function check_edition_state() returns trigger language plpgsql as $$ begin
			if old.state <> 'proposed' and new.state <> old.state
			then raise exception 'an edition cannot go from % to %', old.state, new.state using errcode = 'MF002';
			end if;
			if new.content_sha256 <> old.content_sha256 or new.dataset_sha256 is distinct from old.dataset_sha256
			then raise exception 'an edition is frozen' using errcode = 'MF001'; end if;
			return new; end $$`,
		sql`create trigger editions_state before update on editions for each row execute function check_edition_state()`,
		// What each edition holds of whom: a withdrawal lists them, and takes out what must go.
		sql`create table edition_citations (
			edition_id uuid not null references editions on delete cascade,
			study_id uuid not null,
			label text not null,
			kind text not null,
			turn_id uuid,
			participant_id uuid,
			response_id uuid,
			question text,
			-- of a quote, as it was printed
			level integer,
			primary key (edition_id, label)
		)`,
		sql`create index edition_citations_participant on edition_citations (participant_id)`,
		sql`create index edition_citations_turn on edition_citations (turn_id)`,
		sql`create table edition_removals (
			id uuid primary key default gen_random_uuid(),
			edition_id uuid not null references editions on delete cascade,
			study_id uuid not null,
			label text not null,
			-- how far the words may still go; below 2 they are gone
			level integer not null check (level between 0 and 5),
			-- null: it follows from a withdrawal
			removed_by uuid references accounts,
			reason text not null default '' check (length(reason) <= 2000),
			removed_at timestamptz not null default now()
		)`,
		sql`create index edition_removals_edition on edition_removals (edition_id)`,
		sql`create trigger edition_removals_append_only before update on edition_removals
			for each row execute function refuse_change()`,
		sql`create table edition_files (
			id uuid primary key,
			edition_id uuid not null references editions on delete cascade,
			study_id uuid not null,
			build integer not null,
			format text not null check (format in ('html', 'site', 'docx', 'pdf', 'one_pagers', 'figures')),
			state text not null default 'queued' check (state in ('queued', 'running', 'done', 'failed')),
			steps_done integer not null default 0,
			steps_total integer,
			sha256 text check (sha256 ~ '^[0-9a-f]{64}$'),
			size integer,
			error text,
			requested_by uuid references accounts,
			requested_at timestamptz not null default now(),
			claimed_at timestamptz,
			finished_at timestamptz,
			unique (edition_id, build, format)
		)`,
		sql`create index edition_files_waiting on edition_files (requested_at) where state in ('queued', 'running')`,
		...tables.flatMap((table) => [
			sql`alter table ${sql.table(table)} enable row level security`,
			sql`alter table ${sql.table(table)} force row level security`,
			sql`create policy system on ${sql.table(table)} to mufakat_system using (true) with check (true)`,
			sql`grant select, insert, update, delete on ${sql.table(table)} to mufakat_system`,
			sql`create policy seen on ${sql.table(table)} for select to mufakat_app using (study_id = any (${team}))`,
			sql`grant select, insert on ${sql.table(table)} to mufakat_app`
		]),
		sql`create policy made on editions for insert to mufakat_app
			with check (study_id = any (${writers}) and proposed_by = actor_id() and state = 'proposed')`,
		sql`grant update (number, state, changes, decided_by, decided_at, refusal) on editions to mufakat_app`,
		sql`create policy decided on editions for update to mufakat_app
			using (study_id = any (${writers}) and state = 'proposed')
			with check (study_id = any (${writers}) and decided_by = actor_id())`,
		sql`create policy made on edition_citations for insert to mufakat_app with check (study_id = any (${writers}))`,
		sql`create policy made on edition_removals for insert to mufakat_app
			with check (study_id = any (${writers}) and removed_by = actor_id())`,
		sql`create policy made on edition_files for insert to mufakat_app
			with check (study_id = any (${writers}) and state = 'queued')`
	])
		await statement.execute(db);
	await createRemovals(db);
}

/**
 * What is taken back leaves every released edition at once, in the transaction of the withdrawal.
 * Whoever forbids future use alone leaves what is published where it is.
 */
async function createRemovals(db: Kysely<unknown>): Promise<void> {
	for (const statement of [
		sql`create function remove_withdrawn(meeting uuid) returns void language plpgsql security definer
			set search_path = public as $$ begin
			insert into edition_removals (edition_id, study_id, label, level)
				select c.edition_id, c.study_id, c.label, coalesce(l.level, 0)
				from edition_citations c join editions e on e.id = c.edition_id and e.state = 'released'
				join turns t on t.id = c.turn_id and t.group_id = meeting
				join participants p on p.id = t.participant_id
				left join turn_levels l on l.turn_id = c.turn_id
				where p.withdrawn_scope is distinct from 'future_use'
					-- the size of a cell is what it was when the edition was made
					and coalesce(least(l.consent, l.rule, l.mark, l.checked), 0) < least(c.level,
						coalesce((select min(r.level) from edition_removals r
							where r.edition_id = c.edition_id and r.label = c.label), 5));
			update editions e set build = build + 1 where e.state = 'released' and exists
				(select from edition_removals r where r.edition_id = e.id and r.removed_at = now());
			end $$`,
		sql`create function removals_of_consent() returns trigger language plpgsql security definer
			set search_path = public as $$ begin perform remove_withdrawn(new.group_id); return null; end $$`,
		// Names that sort behind consents_applied: what the consent means is known by then.
		sql`create trigger consents_removed after insert on consents for each row execute function removals_of_consent()`,
		sql`create trigger withdrawals_removed after insert on withdrawals
			for each row execute function removals_of_consent()`,
		sql`create trigger turns_removed after update on turns for each row
			when (old.struck_at is distinct from new.struck_at or old.lowered_to is distinct from new.lowered_to
				or old.mark is distinct from new.mark or old.removed_at is distinct from new.removed_at)
			execute function removals_of_consent()`,
		// A removal a person makes counts as one, too.
		sql`create function build_again() returns trigger language plpgsql security definer
			set search_path = public as $$ begin
			update editions set build = build + 1 where id = new.edition_id; return null; end $$`,
		sql`create trigger edition_removals_built after insert on edition_removals for each row
			when (new.removed_by is not null) execute function build_again()`
	])
		await statement.execute(db);
	for (const name of ['remove_withdrawn(uuid)', 'removals_of_consent()', 'build_again()']) {
		await sql`alter function ${sql.raw(name)} owner to mufakat_system`.execute(db);
		await sql`revoke execute on function ${sql.raw(name)} from public`.execute(db);
	}
	await sql`grant execute on function remove_withdrawn(uuid) to mufakat_system`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
	await sql`drop trigger turns_removed on turns`.execute(db);
	await sql`drop trigger withdrawals_removed on withdrawals`.execute(db);
	await sql`drop trigger consents_removed on consents`.execute(db);
	await sql`drop table edition_files, edition_removals, edition_citations, editions`.execute(db);
	await sql`drop function build_again(), removals_of_consent(), remove_withdrawn(uuid), check_edition_state()`.execute(
		db
	);
}
