import { sql } from 'kysely';
import { findArea } from '#lib/xlsform/definition.ts';
import { mayDo } from '../access/verbs.ts';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import type { ResponseState } from '#lib/terms.ts';
import { Problem, notFound, problemOf } from '../problem.ts';
import { getDefinition } from '../questionnaires/queries.ts';
import { tellPeople } from '../responses/notify.ts';
import { type LockedResponse, lockResponse } from '../responses/queries.ts';
import { countUnsettledQueries } from '../responses/threads.ts';

interface Decision {
	verb: 'response.accept' | 'response.return' | 'response.reopen';
	from: ResponseState;
	to: ResponseState;
	reason: string | null;
	/** Number of the submission the coordinator read, where the page knows it. */
	submission?: number | undefined;
	mail: 'area_accepted' | 'area_returned';
}

/**
 * Accepts a submitted area: from now on it may leave in datasets and editions (rule R8).
 * `submission` is the number of the submission that was read: a newer one was read by nobody.
 * @throws Problem not_found, wrong_state, query_open with the number of queries not closed
 */
export async function acceptResponse(
	ctx: Context,
	responseId: string,
	submission?: number
): Promise<void> {
	await decide(
		ctx,
		responseId,
		{
			verb: 'response.accept',
			from: 'submitted',
			to: 'accepted',
			reason: null,
			submission,
			mail: 'area_accepted'
		},
		async (trx, response) => {
			const count = await countUnsettledQueries(trx, response.id);
			if (count > 0) throw new Problem('query_open', { count });
			await markAccepted(trx, response.id, true);
		}
	);
}

/**
 * Returns a submitted area to its delegation with a reason.
 * @throws Problem not_found, wrong_state, reason_required
 */
export async function returnResponse(
	ctx: Context,
	responseId: string,
	reason: string,
	submission?: number
): Promise<void> {
	if (!reason.trim()) throw new Problem('reason_required');
	await decide(ctx, responseId, {
		verb: 'response.return',
		from: 'submitted',
		to: 'returned',
		reason: reason.trim(),
		submission,
		mail: 'area_returned'
	});
}

/**
 * Opens an accepted area again with a reason; until it is accepted anew nothing of it leaves.
 * @throws Problem not_found, wrong_state, reason_required
 */
export async function reopenResponse(
	ctx: Context,
	responseId: string,
	reason: string
): Promise<void> {
	if (!reason.trim()) throw new Problem('reason_required');
	await decide(
		ctx,
		responseId,
		{
			verb: 'response.reopen',
			from: 'accepted',
			to: 'reopened',
			reason: reason.trim(),
			mail: 'area_returned'
		},
		(trx, response) => markAccepted(trx, response.id, false)
	);
}

async function markAccepted(trx: Trx, responseId: string, isAccepted: boolean): Promise<void> {
	await trx
		.updateTable('submitted_answers')
		.set({ is_accepted: isAccepted })
		.where('response_id', '=', responseId)
		.where('is_latest', '=', true)
		.execute();
	await trx
		.updateTable('evidence')
		.set({ is_accepted: isAccepted })
		.where('response_id', '=', responseId)
		.where('is_submitted', '=', true)
		.where('removed_at', 'is', null)
		.execute();
}

async function decide(
	ctx: Context,
	responseId: string,
	decision: Decision,
	also?: (trx: Trx, response: LockedResponse) => Promise<void>
): Promise<void> {
	await asActor(ctx.db, ctx.actor, async (trx) => {
		// A lock asks for the right to write, which coordinators have on submitted areas only.
		const seen = await trx
			.selectFrom('responses')
			.select(['state', sql<string[]>`actor_roles(study_id, delegation_id)`.as('roles')])
			.where('id', '=', responseId)
			.executeTakeFirst();
		if (!seen || !mayDo(decision.verb, seen.roles)) throw notFound();
		if (seen.state !== decision.from) throw new Problem('wrong_state');
		// Gone between the two: somebody else has just returned or reopened it.
		const response = await lockResponse(trx, responseId).catch((thrown: unknown) => {
			throw problemOf(thrown)?.code === 'not_found' ? new Problem('wrong_state') : thrown;
		});
		if (response.state !== decision.from) throw new Problem('wrong_state');
		if (decision.submission !== undefined && decision.submission !== response.submission)
			throw new Problem('wrong_state');
		await also?.(trx, response);
		await trx
			.updateTable('responses')
			.set({ state: decision.to, decided_at: sql`now()`, reason: decision.reason })
			.where('id', '=', response.id)
			.execute();
		await recordAudit(trx, ctx.actor, decision.verb, {
			studyId: response.studyId,
			roundId: response.roundId,
			delegationId: response.delegationId,
			subjectId: response.id,
			detail: { area: response.area, submission: response.submission },
			reason: decision.reason
		});
		const area = findArea(await getDefinition(trx, response.versionId), response.area)!;
		await tellPeople(ctx, trx, response, 'delegation', decision.mail, {
			path: `/respond/${response.delegationId}/${response.area}`,
			area
		});
	});
	ctx.wake('mail');
}
