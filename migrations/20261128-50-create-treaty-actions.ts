import { type Kysely, sql } from 'kysely';

const team = sql`(select my_studies('{coordinator,editor,note_taker,reader}'))::uuid[]`;
const coordinated = sql`(select my_studies('{coordinator}'))::uuid[]`;
const tables = ['treaty_instruments', 'treaty_actions'];
// YYYY, YYYY-MM or YYYY-MM-DD: as exact as the source is, and no more.
const partial = sql.raw(`~ '^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$'`);

/**
 * What states did with treaties (rule R15), claim by claim. Nothing here is a status: that is
 * derived, and claims that contradict each other stand side by side until a coordinator rules.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	for (const statement of [
		sql`create table treaty_instruments (
			study_id uuid not null references studies on delete cascade,
			code text not null check (code ~ '^[A-Za-z0-9_-]{1,40}$'),
			short text not null check (length(short) between 1 and 60),
			name jsonb not null,
			position integer not null default 0,
			primary key (study_id, code)
		)`,
		sql`create table treaty_actions (
			id uuid primary key,
			study_id uuid not null,
			country text not null check (country ~ '^[A-Z0-9-]{2,12}$'),
			-- a part of the state that acts for itself; '' for all of it
			territory text not null default '' check (length(territory) <= 120),
			instrument text not null,
			-- none: no action was known on the day as_of
			action text not null check (action in ('signed', 'ratified', 'acceded', 'succeeded', 'denounced',
				'reservation', 'declaration', 'withdrew_reservation', 'entry_into_force', 'none')),
			happened_on text check (happened_on ${partial}),
			note text not null default '' check (length(note) <= 4000),
			source text not null default '' check (length(source) <= 2000),
			link text check (link ~ '^https?://' and length(link) <= 2000),
			as_of text not null check (as_of ${partial}),
			-- null: it came with Mufakat
			claimed_by uuid references accounts,
			-- whose answer it was taken from, if from one
			delegation_id uuid references delegations on delete set null,
			made_at timestamptz not null default now(),
			is_verified boolean not null default false,
			verified_by uuid references accounts,
			verified_at timestamptz,
			-- what a coordinator decided where claims contradict each other
			ruling text check (ruling in ('stands', 'set_aside')),
			ruling_reason text not null default '' check (length(ruling_reason) <= 2000),
			ruled_by uuid references accounts,
			ruled_at timestamptz,
			check (not is_verified or source <> ''),
			check ((ruling is null) = (ruled_by is null)),
			foreign key (study_id, instrument) references treaty_instruments (study_id, code) on delete cascade
		)`,
		sql`create index treaty_actions_cell on treaty_actions (study_id, country, instrument)`,
		// A claim never changes; it is verified, ruled on, or contradicted by another one.
		sql`create trigger treaty_actions_kept before update of country, territory, instrument, action, happened_on,
			note, source, link, as_of, claimed_by, made_at on treaty_actions
			for each row execute function refuse_change()`,
		...tables.flatMap((table) => [
			sql`alter table ${sql.table(table)} enable row level security`,
			sql`alter table ${sql.table(table)} force row level security`,
			sql`create policy system on ${sql.table(table)} to mufakat_system using (true) with check (true)`,
			sql`grant select, insert, update, delete on ${sql.table(table)} to mufakat_system`,
			sql`create policy seen on ${sql.table(table)} for select to mufakat_app using (study_id = any (${team})
				or study_id = any ((select my_answered_studies())::uuid[]))`,
			sql`create policy made on ${sql.table(table)} for insert to mufakat_app with check (study_id = any (${coordinated}))`
		]),
		sql`grant select, insert, update (short, name, position) on treaty_instruments to mufakat_app`,
		sql`create policy changed on treaty_instruments for update to mufakat_app
			using (study_id = any (${coordinated})) with check (study_id = any (${coordinated}))`,
		sql`grant select, insert, update (is_verified, verified_by, verified_at, ruling, ruling_reason, ruled_by, ruled_at)
			on treaty_actions to mufakat_app`,
		sql`create policy decided on treaty_actions for update to mufakat_app
			using (study_id = any (${coordinated})) with check (study_id = any (${coordinated}))`
	])
		await statement.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
	await sql`drop table treaty_actions, treaty_instruments`.execute(db);
}
