import { type Kysely, sql } from 'kysely';

const signature = sql.raw('note_takers(uuid)');

/**
 * Who may take notes of a study's meetings, for those who do: they are told who else is at it.
 * Members as such are seen by coordinators alone; names of these people were readable before.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create function note_takers(study uuid) returns setof uuid
		language plpgsql stable security definer set search_path = public as
		$$ begin return query select distinct account_id from memberships
			where study_id = study and role in ('coordinator', 'note_taker')
				and study = any (my_studies('{coordinator,note_taker}')); end $$`.execute(db);
	await sql`alter function ${signature} owner to mufakat_system`.execute(db);
	await sql`revoke execute on function ${signature} from public`.execute(db);
	await sql`grant execute on function ${signature} to mufakat_app, mufakat_system`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
	await sql`drop function ${signature}`.execute(db);
}
