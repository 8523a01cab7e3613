import { LONG_FACTS, type GroupFacts, factsOf } from '#lib/focusgroups/facts.ts';
import { changedFields, mergeFields } from '#lib/focusgroups/mergeFields.ts';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { withinSystem } from '../database/withinSystem.ts';
import { Problem } from '../problem.ts';
import { getRoundHead } from '../studies/queries.ts';
import { type GroupHead, lockGroup } from './queries.ts';

/** Facts whose values may stand in the audit record; the others are people's words. */
const AUDITED = ['rule', 'turnMark', 'heldOn', 'endsOn', 'isOnline', 'validationUntil'] as const;

function requireOrder({ heldOn, endsOn }: GroupFacts): void {
	if (endsOn && (!heldOn || endsOn < heldOn)) throw new Problem('invalid', { field: 'endsOn' });
}

/** The columns of a meeting's facts. */
function columnsOf(facts: GroupFacts) {
	return {
		name: facts.name,
		purpose: facts.purpose,
		held_on: facts.heldOn,
		ends_on: facts.endsOn,
		hours: facts.hours,
		place: facts.place,
		is_online: facts.isOnline,
		languages: facts.languages,
		rooms: facts.rooms,
		rule: facts.rule,
		turn_mark: facts.turnMark,
		ground_rules: facts.groundRules
	};
}

/**
 * Sets up a meeting of a round. `id` is made by the page: the same form sent twice makes one.
 * Take PLAIN_FACTS for what is not said. Meetings may be held after a round has closed.
 * @throws Problem not_found for all but coordinators, invalid where the days are out of order
 */
export async function createGroup(
	ctx: Context,
	input: { id: string; roundId: string; facts: GroupFacts }
): Promise<void> {
	const { id, facts } = input;
	await asActor(ctx.db, ctx.actor, async (trx) => {
		const round = await getRoundHead(trx, input.roundId, 'group.prepare');
		requireOrder(facts);
		const made = await trx
			.insertInto('focus_groups')
			.values({
				id,
				study_id: round.studyId,
				round_id: round.id,
				...columnsOf(facts),
				created_by: ctx.actor.accountId
			})
			.onConflict((conflict) => conflict.column('id').doNothing())
			.executeTakeFirst();
		if (!made.numInsertedOrUpdatedRows) return;
		if (facts.validationUntil)
			await trx
				.updateTable('focus_groups')
				.set({ validation_until: facts.validationUntil })
				.where('id', '=', id)
				.execute();
		await recordAudit(trx, ctx.actor, 'group.create', {
			studyId: round.studyId,
			roundId: round.id,
			subjectId: id,
			detail: { rule: facts.rule, mark: facts.turnMark }
		});
	});
}

/**
 * Changes what is said of a meeting. `base` is what the form found: what others changed since
 * is kept, and nothing is written where both changed the same in different ways. Under a wider
 * rule more may leave, so once somebody has spoken it needs a reason.
 * @throws Problem not_found for all but coordinators; changed_meanwhile with the names of the
 * `fields`; invalid where the days are out of order; reason_required
 */
export async function changeGroup(
	ctx: Context,
	input: { groupId: string; base: GroupFacts; facts: GroupFacts; reason?: string }
): Promise<void> {
	await asActor(ctx.db, ctx.actor, async (trx) => {
		const group = await lockGroup(trx, input.groupId, 'group.prepare');
		const stored = factsOf(group);
		const { merged, conflicts } = mergeFields({ base: input.base, stored, typed: input.facts }, [
			...LONG_FACTS
		]);
		if (conflicts.length > 0) throw new Problem('changed_meanwhile', { fields: conflicts });
		const changed = changedFields(stored, merged);
		if (changed.length === 0) return;
		requireOrder(merged);
		const reason = input.reason?.trim() || null;
		const isWider = stored.rule === 'chatham_house' && merged.rule === 'open';
		if (isWider && !reason && (await hasTurns(trx, group.id))) throw new Problem('reason_required');
		await trx
			.updateTable('focus_groups')
			.set({
				...columnsOf(merged),
				validation_until: merged.validationUntil,
				revision: group.revision + 1
			})
			.where('id', '=', group.id)
			.execute();
		const values = AUDITED.filter((name) => changed.includes(name)).map((name) => [
			name,
			[stored[name], merged[name]]
		]);
		await recordAudit(trx, ctx.actor, 'group.change', {
			...groupScope(group),
			detail: { fields: changed, ...Object.fromEntries(values) },
			reason: isWider ? reason : null
		});
	});
}

/** Whether anything was ever said in a meeting, also what nobody may read any more. */
export async function hasTurns(trx: Trx, groupId: string): Promise<boolean> {
	const turn = await withinSystem(trx, () =>
		trx.selectFrom('turns').select('id').where('group_id', '=', groupId).limit(1).executeTakeFirst()
	);
	return turn !== undefined;
}

/**
 * Closes a meeting: its guide and participants stay as they are. What people agree to or take
 * back goes on, and so do checking and coding. Closed already, nothing happens.
 * @throws Problem not_found for all but coordinators
 */
export async function closeGroup(ctx: Context, groupId: string): Promise<void> {
	await setClosed(ctx, groupId, true);
}

/**
 * Opens a meeting again; open already, nothing happens.
 * @throws Problem not_found for all but coordinators
 */
export async function openGroup(ctx: Context, groupId: string): Promise<void> {
	await setClosed(ctx, groupId, false);
}

async function setClosed(ctx: Context, groupId: string, isClosed: boolean): Promise<void> {
	await asActor(ctx.db, ctx.actor, async (trx) => {
		const group = await lockGroup(trx, groupId, 'group.prepare');
		if ((group.closedAt !== null) === isClosed) return;
		await trx
			.updateTable('focus_groups')
			.set({ closed_at: isClosed ? ctx.now() : null, revision: group.revision + 1 })
			.where('id', '=', group.id)
			.execute();
		await recordAudit(trx, ctx.actor, 'group.change', {
			...groupScope(group),
			detail: { closed: isClosed }
		});
	});
}

/** @throws Problem wrong_state where the meeting is closed */
export function requireOpen(group: Pick<GroupHead, 'closedAt'>): void {
	if (group.closedAt) throw new Problem('wrong_state');
}

/** What an audit entry about a meeting is about. */
export function groupScope(group: Pick<GroupHead, 'id' | 'studyId' | 'roundId'>) {
	return { studyId: group.studyId, roundId: group.roundId, subjectId: group.id };
}
