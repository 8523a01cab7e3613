import { type ParticipantFacts, participantFactsOf } from '#lib/focusgroups/facts.ts';
import { changedFields, mergeFields } from '#lib/focusgroups/mergeFields.ts';
import { isSamePseudonym, nextPseudonym } from '#lib/focusgroups/pseudonym.ts';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { Problem, notFound } from '../problem.ts';
import { requireOpen } from './groups.ts';
import { type GroupHead, lockGroup } from './queries.ts';

/** Somebody who takes part; without a pseudonym they get the next number. */
export interface NewParticipant extends Omit<ParticipantFacts, 'pseudonym'> {
	id: string;
	groupId: string;
	pseudonym: string | null;
}

/** Every pseudonym ever given in a meeting, those of people removed too. */
export async function listPseudonyms(
	trx: Trx,
	groupId: string
): Promise<{ id: string; pseudonym: string }[]> {
	return trx
		.selectFrom('participants')
		.select(['id', 'pseudonym'])
		.where('group_id', '=', groupId)
		.execute();
}

/**
 * Adds somebody to a meeting by pseudonym; nothing here may say who they are. `id` is made by
 * the page: the same form sent twice adds once. Gives the pseudonym they have.
 * @throws Problem not_found, also for a country the round does not ask; wrong_state where the
 * meeting is closed; already_exists where the pseudonym was given before
 */
export async function addParticipant(ctx: Context, input: NewParticipant): Promise<string> {
	const { id, country, organisationKind, language, room } = input;
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const group = await lockGroup(trx, input.groupId, 'participant.write');
		const given = await listPseudonyms(trx, group.id);
		const before = given.find((each) => each.id === id);
		if (before) return before.pseudonym;
		requireOpen(group);
		await requireCountry(trx, group, country);
		const taken = given.map(({ pseudonym }) => pseudonym);
		const pseudonym = input.pseudonym ?? nextPseudonym(taken);
		if (taken.some((each) => isSamePseudonym(each, pseudonym))) throw new Problem('already_exists');
		await trx
			.insertInto('participants')
			.values({
				id,
				group_id: group.id,
				study_id: group.studyId,
				round_id: group.roundId,
				pseudonym,
				country,
				organisation_kind: organisationKind,
				language,
				room,
				created_by: ctx.actor.accountId
			})
			.execute();
		await audit(trx, ctx, group, id, 'participant.add');
		return pseudonym;
	});
}

/**
 * Changes what is said of a participant. `base` is what the form found, as in changeGroup.
 * @throws Problem not_found, also for a country the round does not ask; changed_meanwhile with
 * the names of the `fields`; already_exists where the pseudonym was given before; wrong_state
 * where the meeting is closed or the participant removed
 */
export async function changeParticipant(
	ctx: Context,
	input: { groupId: string; id: string; base: ParticipantFacts; facts: ParticipantFacts }
): Promise<void> {
	await asActor(ctx.db, ctx.actor, async (trx) => {
		const group = await lockGroup(trx, input.groupId, 'participant.write');
		const participant = await lockParticipant(trx, group.id, input.id);
		requireOpen(group);
		if (participant.removedAt) throw new Problem('wrong_state');
		const stored = participantFactsOf(participant);
		const { merged, conflicts } = mergeFields({ base: input.base, stored, typed: input.facts });
		if (conflicts.length > 0) throw new Problem('changed_meanwhile', { fields: conflicts });
		const changed = changedFields(stored, merged);
		if (changed.length === 0) return;
		if (changed.includes('country')) await requireCountry(trx, group, merged.country);
		const others = (await listPseudonyms(trx, group.id)).filter(({ id }) => id !== input.id);
		if (others.some((each) => isSamePseudonym(each.pseudonym, merged.pseudonym)))
			throw new Problem('already_exists');
		await trx
			.updateTable('participants')
			.set({
				pseudonym: merged.pseudonym,
				country: merged.country,
				organisation_kind: merged.organisationKind,
				language: merged.language,
				room: merged.room
			})
			.where('id', '=', input.id)
			.execute();
		await audit(trx, ctx, group, input.id, 'participant.change', { fields: changed });
	});
}

/**
 * Takes somebody off the list of a meeting. What they said stays with those who keep the
 * record and leaves with nothing (see turn_levels). Removed already, nothing happens.
 * @throws Problem not_found; wrong_state where the meeting is closed
 */
export async function removeParticipant(
	ctx: Context,
	input: { groupId: string; id: string }
): Promise<void> {
	await setRemoved(ctx, input, true);
}

/**
 * Puts somebody back on the list.
 * @throws Problem not_found; wrong_state where the meeting is closed
 */
export async function restoreParticipant(
	ctx: Context,
	input: { groupId: string; id: string }
): Promise<void> {
	await setRemoved(ctx, input, false);
}

async function setRemoved(
	ctx: Context,
	input: { groupId: string; id: string },
	isRemoved: boolean
): Promise<void> {
	await asActor(ctx.db, ctx.actor, async (trx) => {
		const group = await lockGroup(trx, input.groupId, 'participant.write');
		const participant = await lockParticipant(trx, group.id, input.id);
		requireOpen(group);
		if ((participant.removedAt !== null) === isRemoved) return;
		await trx
			.updateTable('participants')
			.set({ removed_at: isRemoved ? ctx.now() : null })
			.where('id', '=', input.id)
			.execute();
		if (isRemoved) await audit(trx, ctx, group, input.id, 'participant.remove');
		else await audit(trx, ctx, group, input.id, 'participant.change', { restored: true });
	});
}

async function lockParticipant(trx: Trx, groupId: string, id: string) {
	const found = await trx
		.selectFrom('participants')
		.select(['pseudonym', 'country', 'organisation_kind as organisationKind', 'language', 'room'])
		.select('removed_at as removedAt')
		.where('id', '=', id)
		.where('group_id', '=', groupId)
		.forUpdate()
		.executeTakeFirst();
	if (!found) throw notFound();
	return found;
}

async function requireCountry(trx: Trx, group: GroupHead, country: string | null): Promise<void> {
	if (country === null) return;
	const asked = await trx
		.selectFrom('round_countries')
		.select('country')
		.where('round_id', '=', group.roundId)
		.where('country', '=', country)
		.executeTakeFirst();
	if (!asked) throw notFound();
}

/** Never a pseudonym: somebody may have typed a name there, and an entry stays for ever. */
async function audit(
	trx: Trx,
	ctx: Context,
	group: GroupHead,
	id: string,
	action: 'participant.add' | 'participant.change' | 'participant.remove',
	detail: Record<string, unknown> = {}
): Promise<void> {
	await recordAudit(trx, ctx.actor, action, {
		studyId: group.studyId,
		roundId: group.roundId,
		subjectId: id,
		detail: { groups: [group.id], ...detail }
	});
}
