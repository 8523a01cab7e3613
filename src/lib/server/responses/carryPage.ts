import { mayDo } from '../access/verbs.ts';
import { listActorRoles } from '../access/authorize.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import { notFound } from '../problem.ts';
import { getDefinition } from '../questionnaires/queries.ts';
import { answersOf } from './answer.ts';
import { type ChangedAnswer, compareRounds } from './carryChanges.ts';
import { byQuestion, listMarks } from './carryMarks.ts';
import { findEarlier, listEarlierAnswers } from './earlier.ts';
import { lookAt } from './look.ts';
import { getOwnDelegation } from '../studies/ownDelegation.ts';
import { listAnswers } from './queries.ts';

/** An answer of two rounds as its own delegation sees it. */
export interface OwnChange extends ChangedAnswer {
	/** There is an earlier answer, nobody has looked at it, and there is none now. */
	isUntouched: boolean;
}

/**
 * What became of a delegation's answers since the round before, as its draft stands now.
 * @throws Problem not_found for all but those who answer for it
 */
export async function getOwnChanges(ctx: Context, delegationId: string) {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const delegation = await getOwnDelegation(trx, delegationId);
		if (!mayDo('carry.mark', await listActorRoles(trx, { delegationId }))) throw notFound();
		const definition = await getDefinition(trx, delegation.versionId);
		const earlier = await findEarlier(trx, delegationId);
		if (!earlier) return { delegation, definition, earlier: null, changes: [] };
		const stored = await listAnswers(trx, { delegationId });
		const { session } = lookAt(definition, answersOf(stored), {
			now: ctx.now(),
			seed: delegationId
		});
		const isRelevant = (key: string) => session.question(key)?.relevant === true;
		const marks = (await listMarks(trx, [delegationId])).filter(
			({ earlierRoundId }) => earlierRoundId === earlier.roundId
		);
		const compared = compareRounds(
			{ before: earlier.definition, now: definition },
			{
				before: await listEarlierAnswers(trx, earlier),
				now: stored.filter(({ question }) => isRelevant(question))
			},
			byQuestion(marks)
		);
		const changes = compared.map((change): OwnChange => ({
			...change,
			isUntouched: change.kind === 'not_answered' && !change.mark && isRelevant(change.key)
		}));
		return { delegation, definition, earlier, changes };
	});
}
