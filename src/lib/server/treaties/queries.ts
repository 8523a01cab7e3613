import type { Expression, SqlBool } from 'kysely';
import type { ListedClaim } from '#lib/treaties/listedClaim.ts';
import type { Text } from '#lib/xlsform/definition.ts';
import type { Trx } from '../database/database.ts';
import { notFound } from '../problem.ts';

export interface Instrument {
	code: string;
	short: string;
	name: Text;
}

/** The treaties a study looks at, in its order. */
export function listInstruments(trx: Trx, studyId: string): Promise<Instrument[]> {
	return trx
		.selectFrom('treaty_instruments')
		.select(['code', 'short', 'name'])
		.where('study_id', '=', studyId)
		.orderBy('position')
		.orderBy('code')
		.execute();
}

/** @throws Problem not_found */
export async function getInstrument(trx: Trx, studyId: string, code: string): Promise<Instrument> {
	const found = (await listInstruments(trx, studyId)).find((each) => each.code === code);
	if (!found) throw notFound();
	return found;
}

/** The claims of a study the actor may see, oldest first; of one country or one treaty where given. */
export async function listClaims(
	trx: Trx,
	studyId: string,
	of: { country?: string; instrument?: string } = {}
): Promise<ListedClaim[]> {
	const rows = await trx
		.selectFrom('treaty_actions as t')
		.leftJoin('accounts as c', 'c.id', 't.claimed_by')
		.leftJoin('accounts as v', 'v.id', 't.verified_by')
		.leftJoin('accounts as r', 'r.id', 't.ruled_by')
		.selectAll('t')
		.select(['c.name as claimedName', 'v.name as verifiedName', 'r.name as ruledName'])
		.where('t.study_id', '=', studyId)
		.where(({ eb, and }): Expression<SqlBool> =>
			and([
				...(of.country === undefined ? [] : [eb('t.country', '=', of.country)]),
				...(of.instrument === undefined ? [] : [eb('t.instrument', '=', of.instrument)])
			])
		)
		.orderBy('t.made_at')
		.orderBy('t.happened_on')
		.orderBy('t.id')
		.execute();
	return rows.map((row) => ({
		id: row.id,
		country: row.country,
		territory: row.territory,
		instrument: row.instrument,
		action: row.action,
		happenedOn: row.happened_on,
		note: row.note,
		source: row.source,
		link: row.link,
		asOf: row.as_of,
		claimedBy: row.claimed_by ? { id: row.claimed_by, name: row.claimedName } : null,
		delegationId: row.delegation_id,
		madeAt: row.made_at,
		isVerified: row.is_verified,
		verifiedBy: row.verifiedName,
		verifiedAt: row.verified_at,
		ruling: row.ruling,
		rulingReason: row.ruling_reason,
		ruledBy: row.ruledName,
		ruledAt: row.ruled_at,
		isWithdrawn: row.withdrawn_at !== null
	}));
}

/**
 * The claims a report may rest on (rule R15): what a delegation claims counts once a coordinator ruled
 * that it stands, whoever asks, and not any more once it withdrew for its safety.
 */
export async function listStandingClaims(trx: Trx, studyId: string): Promise<ListedClaim[]> {
	const unsafe = await trx
		.selectFrom('delegations')
		.select('id')
		.where('study_id', '=', studyId)
		.where('status', '=', 'withdrawn_for_safety')
		.execute();
	const gone = new Set(unsafe.map(({ id }) => id));
	return (await listClaims(trx, studyId)).filter(
		({ delegationId, ruling, isWithdrawn }) =>
			!isWithdrawn &&
			ruling !== 'set_aside' &&
			(delegationId === null || (ruling === 'stands' && !gone.has(delegationId)))
	);
}

/** A claim, held until the transaction ends. @throws Problem not_found */
export async function lockClaim(trx: Trx, id: string, studyId: string) {
	const found = await trx
		.selectFrom('treaty_actions')
		.selectAll()
		.where('id', '=', id)
		.where('study_id', '=', studyId)
		.forUpdate()
		.executeTakeFirst();
	if (!found) throw notFound();
	return found;
}
