import { type Kysely, sql } from 'kysely';

/** A translation may come after its original: then the transcript says in which language. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`grant update (language, translation_language) on transcripts to mufakat_app`.execute(
		db
	);
}

export async function down(db: Kysely<unknown>): Promise<void> {
	await sql`revoke update (language, translation_language) on transcripts from mufakat_app`.execute(
		db
	);
}
