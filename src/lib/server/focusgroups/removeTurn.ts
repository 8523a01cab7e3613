import { sql } from 'kysely';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { lockTurn } from './changeTurn.ts';
import { type GroupHead, getGroup } from './queries.ts';

/**
 * Takes a turn out of the record; its words and revisions stay and it can come back. Again, nothing
 * happens. @throws Problem not_found
 */
export async function removeTurn(
	ctx: Context,
	input: { groupId: string; turnId: string }
): Promise<void> {
	await asActor(ctx.db, ctx.actor, async (trx) => {
		const group = await getGroup(trx, input.groupId, 'turn.write');
		await removeTurnIn(ctx, trx, group, input.turnId);
	});
}

/** The same inside of a transaction that has asked for the meeting with turn.write already. */
export async function removeTurnIn(
	ctx: Pick<Context, 'actor'>,
	trx: Trx,
	group: Pick<GroupHead, 'id' | 'studyId' | 'roundId'>,
	turnId: string
): Promise<void> {
	const { removedAt } = await lockTurn(trx, group.id, turnId);
	if (removedAt) return;
	await sql`update turns set removed_at = now() where id = ${turnId}::uuid`.execute(trx);
	await recordAudit(trx, ctx.actor, 'turn.remove', {
		studyId: group.studyId,
		roundId: group.roundId,
		subjectId: turnId,
		detail: { group: group.id }
	});
}

/** Brings a turn back as it was. @throws Problem not_found */
export async function restoreTurn(
	ctx: Context,
	input: { groupId: string; turnId: string }
): Promise<void> {
	await asActor(ctx.db, ctx.actor, async (trx) => {
		const group = await getGroup(trx, input.groupId, 'turn.write');
		const { removedAt } = await lockTurn(trx, group.id, input.turnId);
		if (!removedAt) return;
		await sql`update turns set removed_at = null where id = ${input.turnId}::uuid`.execute(trx);
		await recordAudit(trx, ctx.actor, 'turn.save', {
			studyId: group.studyId,
			roundId: group.roundId,
			subjectId: input.turnId,
			detail: { group: group.id, restored: true }
		});
	});
}
