import { authorize, listActorRoles } from '../access/authorize.ts';
import { mayDo } from '../access/verbs.ts';
import { listLastSignIns } from '../audit/queries.ts';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { asActor, asSystem } from '../database/asActor.ts';
import type { StudyRole } from '#lib/terms.ts';
import { Problem, notFound } from '../problem.ts';
import {
	type ListedInvitation,
	listInvitations,
	revokeInvitationsOf
} from './invitationQueries.ts';
import {
	type DelegationRow,
	type Member,
	type Representative,
	countCoordinators,
	listDelegations,
	listMembers,
	listRepresentatives,
	lockStudy
} from './peopleQueries.ts';

type SeenIn = { lastSignIn: Date | null };

export interface StudyPeople {
	study: { id: string; name: string };
	members: (Member & SeenIn)[];
	delegations: (DelegationRow & { people: (Representative & SeenIn)[] })[];
	invitations: ListedInvitation[];
}

/** Everybody in a study and who is invited, for its coordinators. */
export async function getStudyPeople(ctx: Context, studyId: string): Promise<StudyPeople> {
	const found = await asActor(ctx.db, ctx.actor, async (trx) => {
		await authorize(trx, 'study.people', { studyId });
		const study = await trx
			.selectFrom('studies')
			.select(['id', 'name'])
			.where('id', '=', studyId)
			.executeTakeFirst();
		if (!study) throw notFound();
		const delegations = await listDelegations(trx, studyId);
		return {
			study,
			delegations,
			members: await listMembers(trx, studyId),
			people: await listRepresentatives(
				trx,
				delegations.map(({ id }) => id)
			),
			invitations: await listInvitations(trx, { studyId }, ctx.now())
		};
	});
	const lastSignIn = await lastSignInsOf(ctx, [...found.members, ...found.people]);
	return {
		study: found.study,
		members: found.members.map(lastSignIn),
		delegations: found.delegations.map((delegation) => ({
			...delegation,
			people: found.people.filter((one) => one.delegationId === delegation.id).map(lastSignIn)
		})),
		invitations: found.invitations
	};
}

export interface Colleagues {
	delegation: DelegationRow & { study: string };
	people: (Representative & SeenIn)[];
	/** true where the reader may invite and remove; the next is empty for others. */
	mayInvite: boolean;
	invitations: ListedInvitation[];
}

/** The people of one delegation, for themselves. */
export async function getColleagues(ctx: Context, delegationId: string): Promise<Colleagues> {
	const found = await asActor(ctx.db, ctx.actor, async (trx) => {
		const held = await listActorRoles(trx, { delegationId });
		if (!mayDo('answer.read', held)) throw notFound();
		const place = await trx
			.selectFrom('delegations as d')
			.innerJoin('studies as s', 's.id', 'd.study_id')
			.select(['d.study_id', 's.name'])
			.where('d.id', '=', delegationId)
			.executeTakeFirst();
		const delegation =
			place && (await listDelegations(trx, place.study_id)).find(({ id }) => id === delegationId);
		if (!delegation) throw notFound();
		const mayInvite = mayDo('colleague.invite', held);
		return {
			delegation: { ...delegation, study: place.name },
			people: await listRepresentatives(trx, [delegationId]),
			mayInvite,
			invitations: mayInvite ? await listInvitations(trx, { delegationId }, ctx.now()) : []
		};
	});
	// When a colleague was last here is for the one who has to chase them.
	const lastSignIn = await lastSignInsOf(ctx, found.mayInvite ? found.people : []);
	return { ...found, people: found.people.map(lastSignIn) };
}

/** Asked as the system, and only about people whom the actor was just shown. */
async function lastSignInsOf(ctx: Context, people: { accountId: string }[]) {
	const ids = [...new Set(people.map(({ accountId }) => accountId))];
	const signIns = await asSystem(ctx.db, (trx) => listLastSignIns(trx, ids));
	return <P extends { accountId: string }>(person: P): P & SeenIn => ({
		...person,
		lastSignIn: signIns.get(person.accountId) ?? null
	});
}

/**
 * Takes a role in the study from a person, and closes the invitations they left open.
 * @throws Problem last_coordinator where nobody would be left to coordinate
 */
export async function removeMember(
	ctx: Context,
	input: { studyId: string; accountId: string; role: StudyRole }
): Promise<void> {
	const { studyId, accountId, role } = input;
	await asActor(ctx.db, ctx.actor, async (trx) => {
		await authorize(trx, 'member.remove', { studyId });
		await lockStudy(trx, studyId);
		const isMember = (await listMembers(trx, studyId)).some(
			(member) => member.accountId === accountId && member.role === role
		);
		if (!isMember) throw notFound();
		if (role === 'coordinator') {
			if ((await countCoordinators(trx, studyId)) === 1) throw new Problem('last_coordinator');
			// Before the role goes, for who removes themself may do nothing more afterwards.
			await revokeInvitationsOf(trx, { accountId, studyId }, ctx.now());
		}
		await recordAudit(trx, ctx.actor, 'member.remove', {
			studyId,
			subjectId: accountId,
			detail: { role }
		});
		await trx
			.deleteFrom('memberships')
			.where('study_id', '=', studyId)
			.where('account_id', '=', accountId)
			.where('role', '=', role)
			.execute();
	});
}

/**
 * Takes a person out of a delegation. A coordinator may remove anybody, a focal point those
 * who are not focal points. What the person wrote stays.
 */
export async function removeRepresentative(
	ctx: Context,
	input: { delegationId: string; accountId: string }
): Promise<void> {
	const { delegationId, accountId } = input;
	await asActor(ctx.db, ctx.actor, async (trx) => {
		const delegation = await trx
			.selectFrom('delegations')
			.select(['study_id as studyId', 'round_id as roundId'])
			.where('id', '=', delegationId)
			.executeTakeFirst();
		if (!delegation) throw notFound();
		const held = await listActorRoles(trx, { studyId: delegation.studyId, delegationId });
		const person = (await listRepresentatives(trx, [delegationId])).find(
			(one) => one.accountId === accountId
		);
		const asFocalPoint = mayDo('colleague.remove', held) && !person?.isFocalPoint;
		if (!person || !(mayDo('member.remove', held) || asFocalPoint)) throw notFound();
		await revokeInvitationsOf(trx, { accountId, ...delegation, delegationId }, ctx.now());
		await trx
			.deleteFrom('delegation_members')
			.where('delegation_id', '=', delegationId)
			.where('account_id', '=', accountId)
			.execute();
		await recordAudit(trx, ctx.actor, 'colleague.remove', {
			...delegation,
			delegationId,
			subjectId: accountId,
			detail: { role: person.isFocalPoint ? 'focal_point' : 'representative' }
		});
	});
}
