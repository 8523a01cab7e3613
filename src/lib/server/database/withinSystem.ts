import { sql } from 'kysely';
import type { Trx } from './database.ts';

/**
 * Runs `work` as the system inside the transaction of an actor or of whoever came by a link: for the part of a verb that
 * must touch rows the actor may not see. Whoever calls it has authorised the actor first, and
 * answers for what leaves.
 */
export async function withinSystem<T>(trx: Trx, work: () => Promise<T>): Promise<T> {
	const before = await sql<{ role: string }>`with before as materialized
		(select current_setting('role') as role)
		select role, set_config('role', 'mufakat_system', true) from before`.execute(trx);
	const result = await work();
	// Where `work` throws, the transaction is over and the role with it.
	await sql`select set_config('role', ${before.rows[0]!.role}, true)`.execute(trx);
	return result;
}
