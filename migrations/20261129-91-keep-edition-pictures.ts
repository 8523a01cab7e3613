import { type Kysely, sql } from 'kysely';

/** The pictures of an edition as it is at a build, so that each is drawn once. Nobody reads them here. */
export async function up(db: Kysely<unknown>): Promise<void> {
	for (const statement of [
		sql`create table edition_pictures (
			edition_id uuid not null,
			study_id uuid not null,
			build integer not null,
			figure text not null,
			sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
			size integer not null,
			-- pixels
			width integer not null,
			height integer not null,
			primary key (edition_id, build, figure),
			foreign key (edition_id, study_id) references editions (id, study_id) on delete cascade
		)`,
		sql`alter table edition_pictures enable row level security`,
		sql`alter table edition_pictures force row level security`,
		sql`create policy system on edition_pictures to mufakat_system using (true) with check (true)`,
		sql`grant select, insert, update, delete on edition_pictures to mufakat_system`
	])
		await statement.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
	await sql`drop table edition_pictures`.execute(db);
}
