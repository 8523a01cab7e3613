import { recordAudit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import type { Trx } from '../database/database.ts';
import type { QueryAct, QueryState, ResponseState } from '#lib/terms.ts';
import { Problem, notFound } from '../problem.ts';

/** A query with what decides what can be done with it. */
export interface QuerySubject {
	id: string;
	studyId: string;
	roundId: string;
	responseId: string;
	delegationId: string;
	question: string;
	state: QueryState;
	/** Who of the delegation it is for; null is everybody. */
	assignedTo: string | null;
	area: string;
	responseState: ResponseState;
	/** Number of the last submission. */
	submission: number;
	versionId: string;
}

/**
 * Locks a query until the transaction ends.
 * @throws Problem not_found where the actor may not change it or it is not there
 */
export async function lockQuery(trx: Trx, queryId: string): Promise<QuerySubject> {
	const query = await trx
		.selectFrom('queries as q')
		.innerJoin('responses as r', 'r.id', 'q.response_id')
		.innerJoin('rounds as o', 'o.id', 'q.round_id')
		.select([
			'q.id',
			'q.study_id as studyId',
			'q.round_id as roundId',
			'q.response_id as responseId',
			'q.delegation_id as delegationId',
			'q.question',
			'q.state',
			'q.assigned_to as assignedTo',
			'r.area',
			'r.state as responseState',
			'r.submission',
			'o.questionnaire_version_id as versionId'
		])
		.where('q.id', '=', queryId)
		.forUpdate('q')
		.executeTakeFirst();
	if (!query) throw notFound();
	return query;
}

/**
 * Keeps an area from being accepted while a query of it opens (rule R5). Coordinators can lock
 * what is submitted or accepted; anything else cannot be accepted meanwhile.
 */
export async function holdAgainstAcceptance(
	trx: Trx,
	response: { id: string; state: ResponseState }
): Promise<void> {
	if (response.state !== 'submitted') return;
	const held = await trx
		.selectFrom('responses')
		.select('state')
		.where('id', '=', response.id)
		.forUpdate()
		.executeTakeFirst();
	if (held?.state === 'accepted') throw new Problem('wrong_state');
}

/** Adds what was said or done to the thread, and to the audit. `id` is the page's, where it made one. */
export async function say(
	ctx: Context,
	trx: Trx,
	query: {
		id: string;
		studyId: string;
		roundId: string;
		delegationId: string;
		question: string;
		area: string;
	},
	act: QueryAct,
	body: string,
	action: 'query.open' | 'query.reply' | 'query.send_back' | 'query.close',
	how: { id?: string | undefined; via?: 'mail_link' | undefined } = {}
): Promise<void> {
	await trx
		.insertInto('query_messages')
		.values({
			...(how.id && { id: how.id }),
			query_id: query.id,
			study_id: query.studyId,
			delegation_id: query.delegationId,
			act,
			body,
			author_id: ctx.actor.accountId
		})
		.execute();
	await recordAudit(trx, ctx.actor, action, {
		studyId: query.studyId,
		roundId: query.roundId,
		delegationId: query.delegationId,
		subjectId: query.id,
		detail: { area: query.area, question: query.question, ...(how.via && { via: how.via }) }
	});
}
