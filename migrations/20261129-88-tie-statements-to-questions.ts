import { type Kysely, sql } from 'kysely';

/** A statement may be about one question of the questionnaire, and then stands beside its answers. */
export async function up(db: Kysely<unknown>): Promise<void> {
	for (const statement of [
		sql`alter table statements add column question text check (length(question) <= 400)`,
		sql`create index statements_question on statements (round_id, question) where question is not null`,
		sql`grant insert (question), update (question) on statements to mufakat_app`
	])
		await statement.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
	await sql`alter table statements drop column question`.execute(db);
}
