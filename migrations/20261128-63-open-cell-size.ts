import { type Kysely, sql } from 'kysely';

/** Coordinators say from how many people of a country on a quote may name it (rule R10). */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`grant update (cell_size) on studies to mufakat_app`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
	await sql`revoke update (cell_size) on studies from mufakat_app`.execute(db);
}
