import { sql } from 'kysely';
import type { AnswerContent } from '#lib/xlsform/answers.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import { notFound } from '../problem.ts';
import { mayDo } from '../access/verbs.ts';

/** An answer as it was last saved, and by whose account. */
export interface ChangedAnswer extends AnswerContent {
	question: string;
	revision: number;
	by: string;
}

export interface Changes {
	/** The highest number of a change there is: what to ask with next time. */
	change: number;
	/** In the order in which they were saved; the entries of repeats are answers too. */
	answers: ChangedAnswer[];
}

/**
 * What was saved in one area since the change with this number.
 * @throws Problem not_found for everybody but members of the delegation
 */
export async function listChanges(
	ctx: Context,
	delegationId: string,
	area: string,
	after: number
): Promise<Changes> {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const rows = await trx
			.selectFrom('responses as r')
			.leftJoin('answers as a', (join) =>
				join.onRef('a.response_id', '=', 'r.id').on('a.change', '>', after)
			)
			.select(['a.question', 'a.revision', 'a.status', 'a.value', 'a.reason', 'a.exposure'])
			.select(['a.change', 'a.saved_by as by'])
			// Here and not before, because every page asks this whenever a colleague has saved.
			.select(sql<string[]>`(select actor_roles(null, ${delegationId}::uuid))`.as('roles'))
			.where('r.delegation_id', '=', delegationId)
			.where('r.area', '=', area)
			.orderBy('a.change')
			.execute();
		if (!mayDo('answer.read', rows[0]?.roles ?? [])) throw notFound();
		const answers = rows.flatMap(({ question, revision, status, value, reason, exposure, by }) =>
			question !== null && revision !== null && status !== null && exposure !== null && by !== null
				? [{ question, revision, status, value, reason, exposure, by }]
				: []
		);
		return { change: rows.at(-1)?.change ?? after, answers };
	});
}
