import { sql } from 'kysely';
import { listActorRoles } from '../access/authorize.ts';
import { mayDo } from '../access/verbs.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import type { DelegationStatus, StudyRole } from '#lib/terms.ts';
import { type RoundSummary, type StudyHead, listRounds } from './queries.ts';

export interface HomeStudy extends StudyHead {
	roles: StudyRole[];
	rounds: RoundSummary[];
}

/** A delegation the person answers for. */
export interface HomeDelegation {
	id: string;
	country: string;
	countryName: string;
	name: string;
	status: DelegationStatus;
	isFocalPoint: boolean;
	proposesOnly: boolean;
	study: StudyHead;
	roundName: string;
	closesOn: string;
	isClosed: boolean;
}

export interface Home {
	studies: HomeStudy[];
	delegations: HomeDelegation[];
	isAdministrator: boolean;
	mayCreateStudies: boolean;
}

/** Everything a person takes part in; open rounds first. */
export async function getHome(ctx: Context): Promise<Home> {
	return await asActor(ctx.db, ctx.actor, async (trx) => {
		const roles = await listActorRoles(trx, {});
		return {
			studies: await listMyStudies(trx, ctx.actor.accountId),
			delegations: await listMyDelegations(trx, ctx.actor.accountId),
			isAdministrator: mayDo('instance.administer', roles),
			mayCreateStudies: mayDo('study.create', roles)
		};
	});
}

async function listMyStudies(trx: Trx, accountId: string): Promise<HomeStudy[]> {
	const found = await sql<StudyHead & { roles: StudyRole[] }>`
		select s.id, s.name, s.is_invented as "isInvented", array_agg(m.role order by m.role) as roles
		from studies s join memberships m on m.study_id = s.id and m.account_id = ${accountId}::uuid
		group by s.id order by s.created_at desc`.execute(trx);
	const rounds = await listRounds(
		trx,
		found.rows.map((study) => study.id)
	);
	return found.rows.map((study) => ({
		...study,
		rounds: rounds.filter((round) => round.studyId === study.id)
	}));
}

async function listMyDelegations(trx: Trx, accountId: string): Promise<HomeDelegation[]> {
	type Row = Omit<HomeDelegation, 'study'> & {
		studyId: string;
		studyName: string;
		isInvented: boolean;
	};
	const found = await sql<Row>`
		select d.id, d.country, c.name as "countryName", d.name, d.status,
			m.is_focal_point as "isFocalPoint", m.proposes_only as "proposesOnly", r.name as "roundName", r.closes_on as "closesOn",
			r.closed_at is not null as "isClosed", s.id as "studyId", s.name as "studyName",
			s.is_invented as "isInvented"
		from delegation_members m join delegations d on d.id = m.delegation_id
		join rounds r on r.id = d.round_id join studies s on s.id = d.study_id
		join round_countries c on c.round_id = d.round_id and c.country = d.country
		where m.account_id = ${accountId}::uuid
		order by r.closed_at is not null, r.opens_on desc, c.name, d.name`.execute(trx);
	return found.rows.map(({ studyId, studyName, isInvented, ...row }) => ({
		...row,
		study: { id: studyId, name: studyName, isInvented }
	}));
}

/**
 * Where a person with only one thing to do is taken at once; undefined where there is a
 * choice to show.
 */
export function onlyPlace(home: Home): string | undefined {
	const { studies, delegations } = home;
	if (home.isAdministrator) return undefined;
	if (delegations.length === 1 && studies.length === 0) return `/respond/${delegations[0]!.id}`;
	if (delegations.length > 0 || studies.length !== 1) return undefined;
	const [study] = studies;
	const [newest] = study!.rounds;
	return newest ? `/rounds/${newest.id}` : `/studies/${study!.id}`;
}
