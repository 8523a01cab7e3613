import { sql } from 'kysely';
import { type Text } from '#lib/xlsform/definition.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import type { DelegationStatus, ResponseState } from '#lib/terms.ts';
import { notFound } from '../problem.ts';
import { getDefinition } from '../questionnaires/queries.ts';
import { type ListedInvitation, listInvitations } from './invitationQueries.ts';
import { type RoundHead, getRoundHead } from './queries.ts';

export interface DelegationMember {
	accountId: string;
	name: string;
	email: string;
	organisation: string;
	isFocalPoint: boolean;
	joinedAt: Date;
}

export interface DelegationArea {
	area: string;
	number: number;
	title: Text;
	responseId: string | null;
	/** `hidden` where the actor does not see it. */
	state: ResponseState | 'hidden';
	answered: number;
	asked: number;
	submission: number;
	submittedAt: Date | null;
	decidedAt: Date | null;
}

export interface DelegationPage {
	round: RoundHead;
	isCoordinator: boolean;
	delegation: {
		id: string;
		country: string;
		countryName: string;
		name: string;
		status: DelegationStatus;
	};
	/** Why the status is what it is; null where none was given or the actor may not read it. */
	statusReason: string | null;
	members: DelegationMember[];
	invitations: ListedInvitation[];
	areas: DelegationArea[];
}

/**
 * One delegation of a round: people, areas and where each stands. Others than coordinators
 * see accepted areas and no people.
 * @throws Problem not_found, also for the delegation of another round
 */
export async function getDelegation(
	ctx: Context,
	roundId: string,
	delegationId: string
): Promise<DelegationPage> {
	return await asActor(ctx.db, ctx.actor, async (trx) => {
		const round = await getRoundHead(trx, roundId, 'round.read');
		const delegation = await findDelegation(trx, round.id, delegationId);
		if (!delegation) throw notFound();
		const { statusReason, ...shown } = delegation;
		return {
			round,
			isCoordinator: round.roles.includes('coordinator'),
			delegation: shown,
			statusReason,
			members: await listMembers(trx, delegation.id),
			invitations: await listInvitations(trx, { delegationId: delegation.id }, ctx.now()),
			areas: await listAreas(trx, round, delegation.id)
		};
	});
}

async function findDelegation(trx: Trx, roundId: string, delegationId: string) {
	type Row = DelegationPage['delegation'] & { statusReason: string | null };
	const found = await sql<Row>`select d.id, d.country, c.name as "countryName", d.name, d.status,
			(select a.reason from audit_entries a where a.study_id = d.study_id and a.delegation_id = d.id
				and a.action = 'delegation.status' order by a.id desc limit 1) as "statusReason"
		from delegations d join round_countries c on c.round_id = d.round_id and c.country = d.country
		where d.id = ${delegationId}::uuid and d.round_id = ${roundId}::uuid`.execute(trx);
	return found.rows[0];
}

async function listMembers(trx: Trx, delegationId: string): Promise<DelegationMember[]> {
	return await trx
		.selectFrom('delegation_members as m')
		.innerJoin('accounts as a', 'a.id', 'm.account_id')
		.select([
			'a.id as accountId',
			'a.name',
			'a.email',
			'm.organisation',
			'm.is_focal_point as isFocalPoint',
			'm.created_at as joinedAt'
		])
		.where('m.delegation_id', '=', delegationId)
		.orderBy('m.is_focal_point', 'desc')
		.orderBy('a.name')
		.execute();
}

async function listAreas(
	trx: Trx,
	round: RoundHead,
	delegationId: string
): Promise<DelegationArea[]> {
	const definition = await getDefinition(trx, round.versionId);
	const rows = await trx
		.selectFrom('responses')
		.select(['id', 'area', 'state', 'answered', 'asked', 'submission'])
		.select(['submitted_at', 'decided_at'])
		.where('delegation_id', '=', delegationId)
		.execute();
	return definition.areas.map(({ name, number, title }) => {
		const found = rows.find((row) => row.area === name);
		return {
			area: name,
			number,
			title,
			responseId: found?.id ?? null,
			state: found?.state ?? 'hidden',
			answered: found?.answered ?? 0,
			asked: found?.asked ?? 0,
			submission: found?.submission ?? 0,
			submittedAt: found?.submitted_at ?? null,
			decidedAt: found?.decided_at ?? null
		};
	});
}
