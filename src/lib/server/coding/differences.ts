import { sql } from 'kysely';
import type { ComparisonDecision } from '#lib/terms.ts';
import type { Trx } from '../database/database.ts';

/** Who of the two put a code on a unit before they saw each other's. */
export interface Mark {
	unitId: string;
	codeId: string;
	accountId: string;
}

/** What was decided last about a code at a unit. */
export interface Decided {
	unitId: string;
	codeId: string;
	/** Of its row: whoever decides again says which one they saw. */
	number: number;
	decision: ComparisonDecision;
	reason: string;
	decidedBy: string | null;
	decidedAt: Date;
}

/** A code one of the two put on a unit and the other did not. */
export interface Difference {
	unitId: string;
	codeId: string;
	/** Who did. */
	coderId: string;
	/** null until something was decided; `defer` is not yet decided either. */
	last: Decided | null;
}

/** One code at one unit as one string. */
export const unitCode = (unitId: string, codeId: string) => `${unitId} ${codeId}`;

/** What was coded, of a comparison that is open; nothing of one that is not. */
export async function listMarks(trx: Trx, comparisonId: string): Promise<Mark[]> {
	const found = await sql<Mark>`select unit_id as "unitId", code_id as "codeId",
			account_id as "accountId"
		from comparison_marks where comparison_id = ${comparisonId}::uuid`.execute(trx);
	return found.rows;
}

/** The last decision about each code at each unit. */
export async function listDecided(trx: Trx, comparisonId: string): Promise<Decided[]> {
	const found = await sql<Decided>`select distinct on (d.unit_id, d.code_id)
			d.unit_id as "unitId", d.code_id as "codeId", d.number::int as number, d.decision, d.reason,
			a.name as "decidedBy", d.decided_at as "decidedAt"
		from comparison_decisions d left join accounts a on a.id = d.decided_by
		where d.comparison_id = ${comparisonId}::uuid
		order by d.unit_id, d.code_id, d.number desc`.execute(trx);
	return found.rows;
}

/** Where two coders differ, with what was decided about it. */
export function differencesOf(marks: readonly Mark[], decided: readonly Decided[]): Difference[] {
	const last = new Map(decided.map((each) => [unitCode(each.unitId, each.codeId), each]));
	const groups = Map.groupBy(marks, ({ unitId, codeId }) => unitCode(unitId, codeId));
	return [...groups].flatMap(([key, on]) => {
		const { unitId, codeId, accountId } = on[0]!;
		if (on.length !== 1) return [];
		return [{ unitId, codeId, coderId: accountId, last: last.get(key) ?? null }];
	});
}

/** true where it is settled whether the code stays. */
export const isDecided = ({ last }: Difference) =>
	last?.decision === 'apply' || last?.decision === 'drop';
