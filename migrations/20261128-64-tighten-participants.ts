import { type Kysely, sql } from 'kysely';

const me = sql`(select my_participant())`;

/**
 * What came up while participants' pages were built: somebody who left can have their words erased
 * for good; a participant checks their own words, not what a note-taker saw of them; and nothing of a check is
 * written once its time is over, whatever the page does.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	for (const statement of [
		sql`alter table participants add column erased_at timestamptz`,
		sql`drop policy by_link_seen on turns`,
		sql`create policy by_link_seen on turns for select to mufakat_participant
			using (participant_id = ${me} and removed_at is null and kind <> 'observation')`,
		sql`drop policy by_link_checked on turns`,
		sql`create policy by_link_checked on turns for update to mufakat_participant
			using (participant_id = ${me} and removed_at is null and kind <> 'observation'
				and (select may_check_turns()))
			with check (participant_id = ${me})`,
		// What a revision keeps beside the words, and whether a turn has changed since it was checked.
		sql`grant select (speaker, block_id, changed_at) on turns to mufakat_participant`,
		// Whether somebody else wrote since: what the person changed twice themselves is no contradiction.
		sql`grant select (author_id) on turn_revisions to mufakat_participant`,
		sql`drop policy by_link_made on turn_revisions`,
		sql`create policy by_link_made on turn_revisions for insert to mufakat_participant
			with check (author_id is null and participant_id = ${me} and (select may_check_turns())
				and turn_id in (select id from turns))`,
		sql`drop policy by_link_checked on participants`,
		sql`create policy by_link_checked on participants for update to mufakat_participant
			using (id = ${me} and (select may_check_turns())) with check (id = ${me})`
	])
		await statement.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
	for (const statement of [
		sql`drop policy by_link_checked on participants`,
		sql`create policy by_link_checked on participants for update to mufakat_participant
			using (id = ${me}) with check (id = ${me})`,
		sql`drop policy by_link_made on turn_revisions`,
		sql`create policy by_link_made on turn_revisions for insert to mufakat_participant
			with check (author_id is null and turn_id in (select id from turns))`,
		sql`revoke select (author_id) on turn_revisions from mufakat_participant`,
		sql`revoke select (speaker, block_id, changed_at) on turns from mufakat_participant`,
		sql`drop policy by_link_checked on turns`,
		sql`create policy by_link_checked on turns for update to mufakat_participant
			using (participant_id = ${me} and removed_at is null and (select may_check_turns()))
			with check (participant_id = ${me})`,
		sql`drop policy by_link_seen on turns`,
		sql`create policy by_link_seen on turns for select to mufakat_participant
			using (participant_id = ${me} and removed_at is null)`,
		sql`alter table participants drop column erased_at`
	])
		await statement.execute(db);
}
