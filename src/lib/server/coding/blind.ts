import { sql } from 'kysely';
import type { Trx } from '../database/database.ts';
import { Problem, notFound } from '../problem.ts';
import type { RoundHead } from '../studies/queries.ts';
import { type Place, placeKey } from './texts.ts';

/**
 * The comparison each code belongs to, or null: where the actor codes units blind, what they put
 * on them is theirs alone until the comparison is opened, whether the page says so or not. In the
 * order given.
 * @throws Problem not_found for a comparison that is not of this round or in which the actor codes
 * nothing, invalid for a text that is no unit of the one given, wrong_state where they have finished
 */
export async function blindAt(
	trx: Trx,
	round: RoundHead,
	codings: readonly { place: Place }[],
	comparisonId: string | undefined
): Promise<(string | null)[]> {
	const found = await sql<{
		comparisonId: string;
		finishedAt: Date | null;
		turnId: string | null;
		responseId: string | null;
		question: string | null;
	}>`select c.id as "comparisonId", k.finished_at as "finishedAt", u.turn_id as "turnId",
			u.response_id as "responseId", u.question
		from comparisons c
			join comparison_coders k on k.comparison_id = c.id and k.account_id = actor_id()
			join comparison_units u on u.comparison_id = c.id
		where c.round_id = ${round.id}::uuid and c.state = 'coding'`.execute(trx);
	const units = found.rows.filter((unit) => !comparisonId || unit.comparisonId === comparisonId);
	if (comparisonId && units.length === 0) throw notFound();
	const at = new Map(
		units.map((unit) => [unit.turnId ?? `${unit.responseId}:${unit.question}`, unit])
	);
	return codings.map(({ place }) => {
		const unit = at.get(placeKey(place));
		if (!unit && comparisonId) throw new Problem('invalid');
		if (unit?.finishedAt) throw new Problem('wrong_state');
		return unit?.comparisonId ?? null;
	});
}
