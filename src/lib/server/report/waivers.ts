import { randomUUID } from 'node:crypto';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import { Problem, notFound } from '../problem.ts';
import { checkReport } from './checkReport.ts';
import { openReport } from './reports.ts';

/**
 * Says why a sentence without a source, or with one that has changed, may be published as it is.
 * It holds for this sentence in this wording, or this state of the source. Twice is once.
 * @throws Problem not_found; reason_required; wrong_state for what is gone, which nobody can waive;
 * text_changed where the problem is not there any more
 */
export async function giveWaiver(
	ctx: Context,
	input: { roundId: string; blockId: string; issue: string; subject: string; reason: string }
): Promise<void> {
	const reason = input.reason.trim().slice(0, 2000);
	await asActor(ctx.db, ctx.actor, async (trx) => {
		const { round } = await openReport(trx, input.roundId, 'report.write', true);
		if (reason === '') throw new Problem('reason_required');
		if (input.issue === 'gone') throw new Problem('wrong_state');
		const problem = (await checkReport(trx, round.id)).find(
			({ blockId, issue, subject }) =>
				blockId === input.blockId && issue === input.issue && subject === input.subject
		);
		if (!problem || problem.issue === 'gone') throw new Problem('text_changed');
		if (problem.waiver) return;
		const id = randomUUID();
		const { blockId, issue, subject } = problem;
		await trx
			.insertInto('waivers')
			.values({
				...{ id, round_id: round.id, study_id: round.studyId, block_id: blockId },
				...{ issue, subject, reason, made_by: ctx.actor.accountId, made_at: ctx.now() }
			})
			.execute();
		await recordAudit(trx, ctx.actor, 'waiver.give', {
			studyId: round.studyId,
			roundId: round.id,
			subjectId: id,
			detail: { block: blockId, issue, label: problem.label },
			reason
		});
	});
}

/** Takes a waiver back; it stays on record. Twice is once. @throws Problem not_found */
export async function revokeWaiver(
	ctx: Context,
	input: { roundId: string; waiverId: string }
): Promise<void> {
	await asActor(ctx.db, ctx.actor, async (trx) => {
		const { round } = await openReport(trx, input.roundId, 'report.write', true);
		const found = await trx
			.selectFrom('waivers')
			.select(['id', 'block_id', 'revoked_at'])
			.where('id', '=', input.waiverId)
			.where('round_id', '=', round.id)
			.executeTakeFirst();
		if (!found) throw notFound();
		if (found.revoked_at !== null) return;
		await trx
			.updateTable('waivers')
			.set({ revoked_at: ctx.now() })
			.where('id', '=', found.id)
			.execute();
		await recordAudit(trx, ctx.actor, 'waiver.revoke', {
			studyId: round.studyId,
			roundId: round.id,
			subjectId: found.id,
			detail: { block: found.block_id }
		});
	});
}
