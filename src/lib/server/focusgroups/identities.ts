import { recordAudit } from '../audit/record.ts';
import type { Config } from '../config.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { sealedPlace } from '../keys/places.ts';
import { type SealingKey, seal, unseal } from '../keys/sealing.ts';
import { Problem, notFound } from '../problem.ts';
import { type ParticipantPlace, aboutParticipant, lockParticipant } from './getParticipant.ts';

/** Who a participant is. Nothing of it ever stands unsealed in the database, the log or the record. */
export interface Identity {
	name: string;
	organisation: string;
	/** How to reach them, as they said it. */
	contact: string;
}

/** @throws Problem key_missing */
export function requireKey(config: Pick<Config, 'sealingKey'>): SealingKey {
	if (!config.sealingKey) throw new Problem('key_missing');
	return config.sealingKey;
}

/** Whether an identity is kept, and since when; for coordinators alone. Never what it says. */
export async function findIdentity(
	trx: Trx,
	participantId: string
): Promise<{ changedAt: Date; byParticipant: boolean } | undefined> {
	const row = await trx
		.selectFrom('participant_identities')
		.select(['changed_at', 'changed_by'])
		.where('participant_id', '=', participantId)
		.executeTakeFirst();
	return row && { changedAt: row.changed_at, byParticipant: row.changed_by === null };
}

/**
 * Seals who a participant is, in the place of what was sealed before.
 * @throws Problem key_missing; wrong_state for somebody who took their name or everything back;
 * not_found
 */
export async function writeIdentity(
	ctx: Context,
	input: ParticipantPlace & { identity: Identity }
): Promise<void> {
	const key = requireKey(ctx.config);
	await asActor(ctx.db, ctx.actor, async (trx) => {
		const head = await lockParticipant(trx, input, 'participant.identity');
		if (head.erasedAt || mayNotBeKept(head)) throw new Problem('wrong_state');
		const sealed = seal(key, sealedPlace.identity(head.id), input.identity);
		const changed = {
			sealed,
			key_id: key.id,
			changed_by: ctx.actor.accountId,
			changed_at: ctx.now()
		};
		await trx
			.insertInto('participant_identities')
			.values({
				participant_id: head.id,
				group_id: head.groupId,
				study_id: head.studyId,
				...changed
			})
			.onConflict((conflict) => conflict.column('participant_id').doUpdateSet(changed))
			.execute();
		await recordAudit(trx, ctx.actor, 'identity.write', aboutParticipant(head));
	});
}

/** Staff keep no name of somebody who has taken it back; only a new consent opens that again. */
export const mayNotBeKept = ({ withdrawnScope }: { withdrawnScope: string | null }): boolean =>
	withdrawnScope === 'identity' || withdrawnScope === 'all';

/**
 * Opens a sealed identity; that it was opened is recorded with who did.
 * @throws Problem key_missing, also where it was sealed with another key; not_found
 */
export async function readIdentity(ctx: Context, at: ParticipantPlace): Promise<Identity> {
	const key = requireKey(ctx.config);
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const head = await lockParticipant(trx, at, 'participant.identity');
		const row = await trx
			.selectFrom('participant_identities')
			.select(['sealed', 'key_id'])
			.where('participant_id', '=', head.id)
			.executeTakeFirst();
		if (!row) throw notFound();
		if (row.key_id !== key.id) throw new Problem('key_missing');
		const identity = unseal(
			key,
			sealedPlace.identity(head.id),
			new Uint8Array(row.sealed)
		) as Identity;
		await recordAudit(trx, ctx.actor, 'identity.read', aboutParticipant(head));
		return identity;
	});
}

/** Erases a sealed identity, with a key or without; again, nothing happens. */
export async function eraseIdentity(ctx: Context, at: ParticipantPlace): Promise<void> {
	await asActor(ctx.db, ctx.actor, async (trx) => {
		const head = await lockParticipant(trx, at, 'participant.identity');
		const erased = await trx
			.deleteFrom('participant_identities')
			.where('participant_id', '=', head.id)
			.returning('participant_id')
			.executeTakeFirst();
		if (erased)
			await recordAudit(trx, ctx.actor, 'identity.write', {
				...aboutParticipant(head),
				detail: { erased: true }
			});
	});
}
