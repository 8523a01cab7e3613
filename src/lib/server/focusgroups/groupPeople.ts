import type { MeetingRole } from '#lib/terms.ts';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { Problem, notFound } from '../problem.ts';
import { listMembers } from '../studies/peopleQueries.ts';
import { groupScope } from './groups.ts';
import { lockGroup } from './queries.ts';

/** Somebody who runs a meeting. */
export interface GroupPerson {
	id: string;
	/** Their account's name or their label; null where the account has left the study. */
	name: string | null;
	hasAccount: boolean;
	role: MeetingRole;
	room: string | null;
}

/** Who runs a meeting: facilitators first, then as the roles are listed. */
export async function listGroupPeople(trx: Trx, groupId: string): Promise<GroupPerson[]> {
	const rows = await trx
		.selectFrom('focus_group_people as p')
		.leftJoin('accounts as a', 'a.id', 'p.account_id')
		.select(['p.id', 'p.account_id as accountId', 'a.name', 'p.label', 'p.role', 'p.room'])
		.where('p.group_id', '=', groupId)
		.orderBy((eb) =>
			eb
				.case('p.role')
				.when('facilitator')
				.then(1)
				.when('note_taker')
				.then(2)
				.when('interpreter')
				.then(3)
				.else(4)
				.end()
		)
		.orderBy('p.room', (order) => order.asc().nullsFirst())
		.orderBy('p.id')
		.execute();
	return rows.map(({ id, accountId, name, label, role, room }) => ({
		id,
		name: label ?? name,
		hasAccount: accountId !== null,
		role,
		room
	}));
}

/** A role somebody has in a meeting: a member of the study, or somebody by a label. */
export interface NewGroupPerson {
	id: string;
	groupId: string;
	person: { accountId: string } | { label: string };
	role: MeetingRole;
	room: string | null;
}

/**
 * Says who runs a meeting. `id` is made by the page: the same form sent twice adds once.
 * @throws Problem not_found for all but coordinators, and for an account that is no member of
 * the study; already_exists where the person has this role there
 */
export async function addGroupPerson(ctx: Context, input: NewGroupPerson): Promise<void> {
	const { id, person, role, room } = input;
	await asActor(ctx.db, ctx.actor, async (trx) => {
		const group = await lockGroup(trx, input.groupId, 'group.prepare');
		const accountId = 'accountId' in person ? person.accountId : null;
		const label = 'label' in person ? person.label : null;
		if (accountId !== null) {
			const members = await listMembers(trx, group.studyId);
			if (!members.some((member) => member.accountId === accountId)) throw notFound();
		}
		const there = await trx
			.selectFrom('focus_group_people')
			.select(['id', 'account_id', 'label', 'role', 'room'])
			.where('group_id', '=', group.id)
			.execute();
		if (there.some((each) => each.id === id)) return;
		const isSame = (each: (typeof there)[number]) =>
			each.role === role &&
			each.room === room &&
			each.account_id === accountId &&
			each.label === label;
		if (there.some(isSame)) throw new Problem('already_exists');
		await trx
			.insertInto('focus_group_people')
			.values({
				id,
				group_id: group.id,
				study_id: group.studyId,
				account_id: accountId,
				label,
				role,
				room
			})
			.execute();
		await recordAudit(trx, ctx.actor, 'group.people', {
			...groupScope(group),
			detail: { added: true, role, accounts: accountId ? [accountId] : [] }
		});
	});
}

/**
 * Takes a role in a meeting from somebody; gone already, nothing happens.
 * @throws Problem not_found for all but coordinators
 */
export async function removeGroupPerson(
	ctx: Context,
	input: { groupId: string; personId: string }
): Promise<void> {
	await asActor(ctx.db, ctx.actor, async (trx) => {
		const group = await lockGroup(trx, input.groupId, 'group.prepare');
		const removed = await trx
			.deleteFrom('focus_group_people')
			.where('id', '=', input.personId)
			.where('group_id', '=', group.id)
			.returning(['account_id', 'role'])
			.executeTakeFirst();
		if (!removed) return;
		await recordAudit(trx, ctx.actor, 'group.people', {
			...groupScope(group),
			detail: {
				added: false,
				role: removed.role,
				accounts: removed.account_id ? [removed.account_id] : []
			}
		});
	});
}
