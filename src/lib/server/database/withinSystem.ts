import { sql } from 'kysely';
import type { Trx } from './database.ts';

/**
 * Runs `work` as the system inside the actor's own transaction: for the part of a verb that
 * must touch rows the actor may not see. Whoever calls it has authorised the actor first, and
 * answers for what leaves.
 */
export async function withinSystem<T>(trx: Trx, work: () => Promise<T>): Promise<T> {
	await sql`select set_config('role', 'mufakat_system', true)`.execute(trx);
	const result = await work();
	// Where `work` throws, the transaction is over and the role with it.
	await sql`select set_config('role', 'mufakat_app', true)`.execute(trx);
	return result;
}
