import { authorize } from '../access/authorize.ts';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import { Problem } from '../problem.ts';
import { lockClaim } from './queries.ts';

type Ruling = 'stands' | 'set_aside' | 'open';

/**
 * A coordinator says whether a claim stands or is set aside, and why; `open` takes the ruling
 * back. `seen` is the ruling the form was made for.
 * @throws Problem not_found, wrong_state for a withdrawn claim, changed_meanwhile where somebody
 * else ruled otherwise since
 */
export async function ruleClaim(
	ctx: Context,
	input: { studyId: string; claimId: string; ruling: Ruling; reason: string; seen: Ruling }
): Promise<void> {
	await asActor(ctx.db, ctx.actor, async (trx) => {
		await authorize(trx, 'treaty.rule', { studyId: input.studyId });
		const claim = await lockClaim(trx, input.claimId, input.studyId);
		const before = claim.ruling ?? 'open';
		if (before === input.ruling && claim.ruling_reason === input.reason) return;
		if (before !== input.seen) throw new Problem('changed_meanwhile', { fields: ['ruling'] });
		if (claim.withdrawn_at) throw new Problem('wrong_state');
		// A ruling taken back leaves nothing on the claim; its reason is in the audit.
		if (before === 'open' && input.ruling === 'open') return;
		const isRuled = input.ruling !== 'open';
		await trx
			.updateTable('treaty_actions')
			.set({
				ruling: input.ruling === 'open' ? null : input.ruling,
				ruling_reason: isRuled ? input.reason : '',
				ruled_by: isRuled ? ctx.actor.accountId : null,
				ruled_at: isRuled ? ctx.now() : null
			})
			.where('id', '=', claim.id)
			.execute();
		await recordAudit(trx, ctx.actor, 'treaty.rule', {
			studyId: claim.study_id,
			delegationId: claim.delegation_id,
			subjectId: claim.id,
			detail: {
				country: claim.country,
				instrument: claim.instrument,
				ruling: [before, input.ruling]
			},
			reason: input.reason
		});
	});
}

/**
 * A second person has looked the source up and it says so. Twice is once.
 * @throws Problem not_found, same_person for whoever made the claim, wrong_state for a withdrawn
 * one or one without a source
 */
export async function verifyClaim(
	ctx: Context,
	input: { studyId: string; claimId: string }
): Promise<void> {
	await asActor(ctx.db, ctx.actor, async (trx) => {
		await authorize(trx, 'treaty.verify', { studyId: input.studyId });
		const claim = await lockClaim(trx, input.claimId, input.studyId);
		if (claim.is_verified) return;
		if (claim.claimed_by === ctx.actor.accountId) throw new Problem('same_person');
		if (claim.withdrawn_at || claim.source === '') throw new Problem('wrong_state');
		await trx
			.updateTable('treaty_actions')
			.set({ is_verified: true, verified_by: ctx.actor.accountId, verified_at: ctx.now() })
			.where('id', '=', claim.id)
			.execute();
		await recordAudit(trx, ctx.actor, 'treaty.verify', {
			studyId: claim.study_id,
			delegationId: claim.delegation_id,
			subjectId: claim.id,
			detail: { country: claim.country, instrument: claim.instrument }
		});
	});
}
