import { sql } from 'kysely';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { withinSystem } from '../database/withinSystem.ts';
import { notFound } from '../problem.ts';
import type { RoundHead } from '../studies/queries.ts';
import { type Comparison, lockComparison } from './comparisons.ts';
import { followAnswers } from './followTexts.ts';

/** A comparison by its round and id. */
export interface ComparisonPlace {
	roundId: string;
	comparisonId: string;
}

/**
 * A coder says that they have coded all they will. When both have, the comparison is opened: each
 * sees the other's codes. Again, nothing happens.
 * @throws Problem not_found where the actor codes nothing in it
 */
export async function finishCoding(ctx: Context, place: ComparisonPlace): Promise<void> {
	await asActor(ctx.db, ctx.actor, async (trx) => {
		const { round, comparison } = await lockComparison(trx, place, 'coding.write');
		const own = comparison.coders.find(({ isActor }) => isActor);
		if (!own) throw notFound();
		if (comparison.state !== 'coding' || own.finishedAt) return;
		await trx
			.updateTable('comparison_coders')
			.set({ finished_at: ctx.now() })
			.where('comparison_id', '=', comparison.id)
			.where('account_id', '=', own.accountId)
			.execute();
		const isLast = comparison.coders.every((coder) => coder === own || coder.finishedAt);
		if (isLast) await open(trx, round, comparison);
		await audit(trx, ctx, round, comparison, isLast);
	});
}

/**
 * Opens a comparison before both coders have said that they are done. Again, nothing happens.
 * @throws Problem not_found for those who may not compare
 */
export async function openComparison(ctx: Context, place: ComparisonPlace): Promise<void> {
	await asActor(ctx.db, ctx.actor, async (trx) => {
		const { round, comparison } = await lockComparison(trx, place, 'coding.compare');
		if (comparison.state !== 'coding') return;
		await open(trx, round, comparison);
		await audit(trx, ctx, round, comparison, true);
	});
}

async function audit(
	trx: Trx,
	ctx: Context,
	round: RoundHead,
	comparison: Comparison,
	isOpen: boolean
): Promise<void> {
	await recordAudit(trx, ctx.actor, 'comparison.finish', {
		studyId: round.studyId,
		roundId: round.id,
		subjectId: comparison.id,
		detail: { opened: isOpen }
	});
}

/**
 * Keeps who coded what, for the figures, and lets the two see it. As the system: whoever opens it
 * may be blind themselves, or not read every unit. Texts that are gone are units no more.
 */
async function open(trx: Trx, round: RoundHead, { id }: Comparison): Promise<void> {
	await followAnswers(trx, round.id);
	await withinSystem(trx, async () => {
		await sql`delete from comparison_units u where u.comparison_id = ${id}::uuid and (
			exists (select from turns t where t.id = u.turn_id and t.removed_at is not null)
			or (u.response_id is not null and not exists (select from submitted_answers s
				where s.response_id = u.response_id and s.question = u.question
					and s.is_latest and s.status = 'answered')))`.execute(trx);
		await sql`insert into comparison_marks (comparison_id, study_id, unit_id, code_id, account_id)
			select distinct u.comparison_id, u.study_id, u.id, c.code_id, k.account_id
			from comparison_units u
				join comparison_coders k on k.comparison_id = u.comparison_id
				join codings c on c.coder_id = k.account_id and c.removed_at is null
					and (c.comparison_id is null or c.comparison_id = u.comparison_id)
					and (c.turn_id = u.turn_id
						or (c.response_id = u.response_id and c.question = u.question))
			where u.comparison_id = ${id}::uuid`.execute(trx);
		await sql`update comparisons set state = 'comparing' where id = ${id}::uuid`.execute(trx);
	});
}
