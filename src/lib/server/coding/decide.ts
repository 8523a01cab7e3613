import { sql } from 'kysely';
import type { ComparisonDecision } from '#lib/terms.ts';
import { mayDo } from '../access/verbs.ts';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { Problem, notFound } from '../problem.ts';
import type { RoundHead } from '../studies/queries.ts';
import { lockComparison } from './comparisons.ts';
import { differencesOf, listDecided, listMarks } from './differences.ts';
import type { ComparisonPlace } from './finishCoding.ts';
import { readAnswers } from './texts.ts';

export interface NewDecision {
	/** Made by the page: the same form sent twice decides once. */
	id: string;
	unitId: string;
	codeId: string;
	decision: Exclude<ComparisonDecision, 'new_code'>;
	reason: string;
	/** Number of the decision the page showed; 0 is none. */
	seen: number;
}

/**
 * Decides whether a code that one of two coders put on a unit stays. It can be decided anew until
 * the comparison is settled; every decision is kept. The coders themselves and whoever may compare
 * decide.
 * @throws Problem not_found where the actor may not decide, or may not read the unit; wrong_state
 * unless the comparison is open and not settled; invalid where the two do not differ;
 * changed_meanwhile where somebody else has decided since
 */
export async function decide(
	ctx: Context,
	place: ComparisonPlace,
	input: NewDecision
): Promise<void> {
	await asActor(ctx.db, ctx.actor, async (trx) => {
		const { round, comparison } = await lockComparison(trx, place, 'coding.write');
		const isCoder = comparison.coders.some(({ isActor }) => isActor);
		if (!isCoder && !mayDo('coding.compare', round.roles)) throw notFound();
		if (comparison.state !== 'comparing') throw new Problem('wrong_state');
		const { id, unitId, codeId, decision, reason, seen } = input;
		await requireReadable(trx, round, comparison.id, unitId);
		const decided = await listDecided(trx, comparison.id);
		const difference = differencesOf(await listMarks(trx, comparison.id), decided).find(
			(each) => each.unitId === unitId && each.codeId === codeId
		);
		if (!difference) throw new Problem('invalid');
		if (await isKnown(trx, comparison.id, id)) return;
		if ((difference.last?.number ?? 0) !== seen) throw new Problem('changed_meanwhile');
		const coder = decision === 'apply' ? difference.coderId : null;
		await sql`insert into comparison_decisions (id, comparison_id, study_id, unit_id, code_id,
				decision, coder_id, reason, decided_by)
			values (${id}::uuid, ${comparison.id}::uuid, ${round.studyId}::uuid, ${unitId}::uuid,
				${codeId}::uuid, ${decision}, ${coder}::uuid, ${reason}, actor_id())`.execute(trx);
		await recordAudit(trx, ctx.actor, 'comparison.decide', {
			studyId: round.studyId,
			roundId: round.id,
			subjectId: comparison.id,
			detail: { decision, code: codeId, unit: unitId }
		});
	});
}

async function isKnown(trx: Trx, comparisonId: string, id: string): Promise<boolean> {
	const found = await trx
		.selectFrom('comparison_decisions')
		.select('id')
		.where('id', '=', id)
		.where('comparison_id', '=', comparisonId)
		.executeTakeFirst();
	return found !== undefined;
}

/** Nobody decides about words they may not read. @throws Problem not_found */
async function requireReadable(
	trx: Trx,
	round: RoundHead,
	comparisonId: string,
	unitId: string
): Promise<void> {
	const unit = await trx
		.selectFrom('comparison_units as u')
		.leftJoin('turns as t', 't.id', 'u.turn_id')
		.select(['t.id as turnId', 'u.response_id as responseId', 'u.question'])
		.where('u.id', '=', unitId)
		.where('u.comparison_id', '=', comparisonId)
		.executeTakeFirst();
	if (unit?.turnId) return;
	if (!unit?.responseId) throw notFound();
	const isCoordinator = mayDo('response.review', round.roles);
	const answers = await readAnswers(trx, round.id, [unit.responseId], isCoordinator);
	if (!answers.has(`${unit.responseId}:${unit.question}`)) throw notFound();
}
