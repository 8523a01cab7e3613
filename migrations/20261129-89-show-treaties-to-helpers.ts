import { type Kysely, sql } from 'kysely';

const columns =
	sql.raw(`id, study_id, country, territory, instrument, action, happened_on, note, source, as_of,
	delegation_id, made_at, is_verified, ruling, withdrawn_at`);

/**
 * Whoever came by a link and is asked whether what is known of a treaty is right has to read it:
 * what came with Mufakat and what a coordinator ruled on, of the link's country. Not who said so.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`grant select (${columns}) on treaty_actions to mufakat_helper`.execute(db);
	await sql`create policy by_link on treaty_actions for select to mufakat_helper
		using ((claimed_by is null or ruling = 'stands')
			and ruling is distinct from 'set_aside' and withdrawn_at is null
			and (study_id, country) in (select study_id, country from helper_place()))`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
	await sql`drop policy by_link on treaty_actions`.execute(db);
	await sql`revoke select (${columns}) on treaty_actions from mufakat_helper`.execute(db);
}
