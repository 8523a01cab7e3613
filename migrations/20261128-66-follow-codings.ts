import { type Kysely, sql } from 'kysely';

/**
 * Codes put on by a rule come and go as one; codes and memos on an answer stay with it where a
 * round that moves to another version gives its question a new key, or sets it aside.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	for (const statement of [
		sql`alter table codings add column batch_id uuid`,
		sql`grant insert (batch_id) on codings to mufakat_app`,
		sql`create index codings_batch on codings (batch_id) where batch_id is not null`,
		sql`create index codings_answers on codings (round_id) where response_id is not null and removed_at is null`,
		sql`create index memos_group on memos (group_id) where group_id is not null`,
		sql`create index memos_answer on memos (response_id, question) where response_id is not null`,
		// All keys of one statement at once: one answer may take the key another leaves.
		sql`create function follow_answer_keys() returns trigger language plpgsql security definer
			set search_path = public as $$ begin
			update codings c set question = n.question from before o join after n
					on n.submission_id = o.submission_id and n.answer_id = o.answer_id
				where o.question <> n.question
					and c.response_id = o.response_id and c.question = o.question;
			update memos c set question = n.question from before o join after n
					on n.submission_id = o.submission_id and n.answer_id = o.answer_id
				where o.question <> n.question
					and c.response_id = o.response_id and c.question = o.question;
			update comparison_units c set question = n.question from before o join after n
					on n.submission_id = o.submission_id and n.answer_id = o.answer_id
				where o.question <> n.question
					and c.response_id = o.response_id and c.question = o.question;
			return null; end $$`,
		sql`alter function follow_answer_keys() owner to mufakat_system`,
		sql`create trigger submitted_answers_keys after update on submitted_answers
			referencing old table as before new table as after
			for each statement execute function follow_answer_keys()`
	])
		await statement.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
	await sql`drop trigger submitted_answers_keys on submitted_answers`.execute(db);
	await sql`drop function follow_answer_keys()`.execute(db);
	await sql`drop index memos_answer, memos_group, codings_answers, codings_batch`.execute(db);
	await sql`alter table codings drop column batch_id`.execute(db);
}
