import { sql } from 'kysely';
import type { Trx } from '../database/database.ts';

/** How many answers of a delegation were set aside when its questionnaire changed. */
export async function countAside(trx: Trx, delegationId: string): Promise<number> {
	const found = await sql<{ count: number }>`select count(*)::int as count from answers
		where delegation_id = ${delegationId}::uuid and position('@' in question) > 0
			and status <> 'empty'`.execute(trx);
	return found.rows[0]?.count ?? 0;
}
