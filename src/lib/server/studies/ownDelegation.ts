import { listActorRoles } from '../access/authorize.ts';
import { mayDo } from '../access/verbs.ts';
import type { Trx } from '../database/database.ts';
import { notFound } from '../problem.ts';

/**
 * A delegation as its own members see it.
 * @throws Problem not_found for everybody else
 */
export async function getOwnDelegation(trx: Trx, delegationId: string) {
	const delegation = await trx
		.selectFrom('delegations as d')
		.innerJoin('rounds as o', 'o.id', 'd.round_id')
		.innerJoin('studies as s', 's.id', 'd.study_id')
		.innerJoin('round_countries as c', (join) =>
			join.onRef('c.round_id', '=', 'd.round_id').onRef('c.country', '=', 'd.country')
		)
		.select([
			'd.id',
			'd.country',
			'd.name',
			'd.status',
			'c.name as countryName',
			'o.id as roundId',
			'o.name as roundName',
			'o.opens_on as opensOn',
			'o.closes_on as closesOn',
			'o.closed_at as closedAt',
			'o.questionnaire_version_id as versionId',
			's.id as studyId',
			's.name as studyName',
			's.is_invented as isInvented'
		])
		.where('d.id', '=', delegationId)
		.executeTakeFirst();
	if (!delegation) throw notFound();
	const roles = await listActorRoles(trx, { delegationId });
	if (!mayDo('answer.read', roles)) throw notFound();
	return {
		...delegation,
		maySubmit: mayDo('response.submit', roles),
		/** Whether the actor says who replies to a query. */
		mayAssign: mayDo('query.assign', roles),
		/** Whether the actor writes answers or only proposes them. */
		mayWrite: mayDo('answer.save', roles)
	};
}

export type Delegation = Awaited<ReturnType<typeof getOwnDelegation>>;
