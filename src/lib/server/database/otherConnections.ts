import { sql } from 'kysely';
import type { Database } from './database.ts';

/**
 * How many other programs have this database open, a running server for example. The embedded engine lets in
 * one only.
 */
export async function countOtherConnections({ db, engine }: Database): Promise<number> {
	if (engine === 'pglite') return 0;
	const found = await sql<{ count: number }>`select count(*)::int as count from pg_stat_activity
		where datname = current_database() and usename = current_user and pid <> pg_backend_pid()`.execute(
		db
	);
	return found.rows[0]?.count ?? 0;
}
