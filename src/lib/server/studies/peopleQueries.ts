import type { Trx } from '../database/database.ts';
import type { DelegationStatus, StudyRole } from '#lib/terms.ts';

export interface Member {
	accountId: string;
	name: string;
	email: string;
	role: StudyRole;
}

export interface Representative {
	accountId: string;
	name: string;
	email: string;
	organisation: string;
	isFocalPoint: boolean;
	proposesOnly: boolean;
}

export interface DelegationRow {
	id: string;
	round: string;
	country: string;
	countryName: string;
	name: string;
	status: DelegationStatus;
}

/** One entry per person and role. */
export function listMembers(trx: Trx, studyId: string): Promise<Member[]> {
	return trx
		.selectFrom('memberships as m')
		.innerJoin('accounts as a', 'a.id', 'm.account_id')
		.select(['a.id as accountId', 'a.name', 'a.email', 'm.role'])
		.where('m.study_id', '=', studyId)
		.orderBy('a.name')
		.orderBy('m.role')
		.execute();
}

/** The delegations of a study, the newest round first, then by country's name. */
export function listDelegations(trx: Trx, studyId: string): Promise<DelegationRow[]> {
	return trx
		.selectFrom('delegations as d')
		.innerJoin('rounds as r', 'r.id', 'd.round_id')
		.innerJoin('round_countries as c', (on) =>
			on.onRef('c.round_id', '=', 'd.round_id').onRef('c.country', '=', 'd.country')
		)
		.select(['d.id', 'r.name as round', 'd.country', 'c.name as countryName', 'd.name', 'd.status'])
		.where('d.study_id', '=', studyId)
		.orderBy('r.opens_on', 'desc')
		.orderBy('r.id')
		.orderBy('c.name')
		.orderBy('d.name')
		.execute();
}

/** Who answers in these delegations, focal points first. */
export async function listRepresentatives(
	trx: Trx,
	delegationIds: string[]
): Promise<(Representative & { delegationId: string })[]> {
	if (delegationIds.length === 0) return [];
	return trx
		.selectFrom('delegation_members as m')
		.innerJoin('accounts as a', 'a.id', 'm.account_id')
		.select([
			'm.delegation_id as delegationId',
			'a.id as accountId',
			'a.name',
			'a.email',
			'm.organisation',
			'm.is_focal_point as isFocalPoint',
			'm.proposes_only as proposesOnly'
		])
		.where('m.delegation_id', 'in', delegationIds)
		.orderBy('m.is_focal_point', 'desc')
		.orderBy('a.name')
		.execute();
}

/** Locks the study, so that two coordinators who remove each other do it one after the other. */
export async function lockStudy(trx: Trx, studyId: string): Promise<void> {
	await trx.selectFrom('studies').select('id').where('id', '=', studyId).forUpdate().execute();
}

export async function countCoordinators(trx: Trx, studyId: string): Promise<number> {
	const { count } = await trx
		.selectFrom('memberships')
		.select((at) => at.fn.countAll<number>().as('count'))
		.where('study_id', '=', studyId)
		.where('role', '=', 'coordinator')
		.executeTakeFirstOrThrow();
	return Number(count);
}
