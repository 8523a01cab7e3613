import { type Kysely, sql } from 'kysely';

const team = sql`study_id = any ((select my_studies('{coordinator,editor,note_taker}'))::uuid[])`;

const seen = (
	also: string
) => sql`create policy seen on memos for select to mufakat_app using (${team}
	and (visibility = 'team' or author_id = actor_id())
	and (turn_id is null or turn_id in (select id from turns))
	and (coding_id is null or coding_id in (select id from codings))
	and (response_id is null or (response_id, question) in
		(select s.response_id, s.question from submitted_answers s where s.is_latest))${sql.raw(also)})`;

/**
 * Whoever codes a text blind reads no memo of others on it either: a memo says what somebody makes
 * of the words, which is what two coders are to find each for themselves.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`drop policy seen on memos`.execute(db);
	await seen(` and (author_id = actor_id() or (
		(turn_id is null or turn_id not in (select b.turn_id from my_blind_units() b where b.turn_id is not null))
		and (response_id is null or (response_id, question) not in
			(select b.response_id, b.question from my_blind_units() b where b.response_id is not null))))`).execute(
		db
	);
}

export async function down(db: Kysely<unknown>): Promise<void> {
	await sql`drop policy seen on memos`.execute(db);
	await seen('').execute(db);
}
