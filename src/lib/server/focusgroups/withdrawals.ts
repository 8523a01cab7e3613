import type { WithdrawalScope } from '#lib/terms.ts';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { eventId } from './consents.ts';
import { type ParticipantPlace, aboutParticipant, lockParticipant } from './getParticipant.ts';
import { type Use, listUses } from './uses.ts';

/**
 * Takes back a consent for somebody, at once: the database lowers what may be used, takes words out of released
 * editions, erases a sealed identity and hides words of whoever took everything back. The same form sent twice takes back once.
 * Narrowing is never refused, whatever happened since the page was opened. Gives where the words stand or stood.
 * @throws Problem not_found
 */
export async function recordWithdrawal(
	ctx: Context,
	input: ParticipantPlace & { id: string; scope: WithdrawalScope }
): Promise<Use[]> {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const head = await lockParticipant(trx, input, 'consent.record');
		const made = await insertWithdrawal(trx, head, {
			id: eventId(input.id, input.scope),
			scope: input.scope,
			recordedBy: ctx.actor.accountId
		});
		if (made)
			await recordAudit(trx, ctx.actor, 'consent.withdraw', {
				...aboutParticipant(head),
				detail: { scope: input.scope }
			});
		return listUses(trx, head.id);
	});
}

/** false where this one was taken back already. */
export async function insertWithdrawal(
	trx: Trx,
	head: { id: string; groupId: string; studyId: string },
	given: { id: string; scope: WithdrawalScope; recordedBy: string | null }
): Promise<boolean> {
	const known = await trx
		.selectFrom('withdrawals')
		.select('id')
		.where('participant_id', '=', head.id)
		.where('id', '=', given.id)
		.executeTakeFirst();
	if (known) return false;
	await trx
		.insertInto('withdrawals')
		.values({
			id: given.id,
			participant_id: head.id,
			group_id: head.groupId,
			study_id: head.studyId,
			scope: given.scope,
			...(given.recordedBy ? { recorded_by: given.recordedBy } : {})
		})
		.execute();
	return true;
}
