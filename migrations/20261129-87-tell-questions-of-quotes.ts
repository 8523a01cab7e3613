import { type Kysely, sql } from 'kysely';

/**
 * Which questions a quote belongs to: those its block of the guide is about, for everybody who
 * reads quotes, as their area is; and those whose answer the turn was set against, for the team
 * alone, which makes these relations and reads them.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	for (const statement of [
		sql`create function quote_questions(round uuid) returns table (turn_id uuid, question text)
			language plpgsql stable security definer set search_path = public as
			$$ begin return query with q as materialized (select x.turn_id, x.block_id from quotes(round) x)
			select q.turn_id, unnest(b.questions) from q join guide_blocks b on b.id = q.block_id
			union select q.turn_id, a.question from q join turn_answers a on a.turn_id = q.turn_id
				where a.removed_at is null and (actor_id() is null
					or a.study_id = any (my_studies('{coordinator,editor,note_taker}'))); end $$`,
		sql`alter function quote_questions(uuid) owner to mufakat_system`,
		sql`revoke execute on function quote_questions(uuid) from public`,
		sql`grant execute on function quote_questions(uuid) to mufakat_app, mufakat_system`
	])
		await statement.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
	await sql`drop function quote_questions(uuid)`.execute(db);
}
