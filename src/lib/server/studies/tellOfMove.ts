import type { Context } from '../context.ts';
import type { Trx } from '../database/database.ts';
import { listToTell, tellAccounts } from '../mail/notice.ts';

/** Tells everybody who answers in a round that its questionnaire has changed; link only (rule R16). */
export async function tellOfMove(
	ctx: Context,
	trx: Trx,
	round: { id: string; studyId: string }
): Promise<void> {
	const delegations = await trx
		.selectFrom('delegations')
		.select('id')
		.where('round_id', '=', round.id)
		.where('status', '=', 'active')
		.execute();
	for (const { id } of delegations) {
		const at = { studyId: round.studyId, delegationId: id };
		await tellAccounts(ctx, trx, await listToTell(trx, at, 'delegation'), {
			kind: 'questionnaire_changed',
			...at,
			path: `/respond/${id}/aside`
		});
	}
}
