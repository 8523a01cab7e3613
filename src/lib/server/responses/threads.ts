import type { Trx } from '../database/database.ts';
import type { QueryAct, QueryKind, QueryState } from '#lib/terms.ts';

/** A coordinator's question on one answer, with everything said about it. */
export interface QueryThread {
	id: string;
	question: string;
	kind: QueryKind;
	state: QueryState;
	openedAt: Date;
	closedAt: Date | null;
	messages: { act: QueryAct; body: string; author: string | null; at: Date }[];
}

/** The queries of a response (or one of them), oldest first. */
export async function listQueries(
	trx: Trx,
	scope: { responseId: string; queryId?: string }
): Promise<QueryThread[]> {
	let query = trx
		.selectFrom('queries')
		.select(['id', 'question', 'kind', 'state', 'opened_at as openedAt', 'closed_at as closedAt'])
		.where('response_id', '=', scope.responseId)
		.orderBy('opened_at');
	if (scope.queryId) query = query.where('id', '=', scope.queryId);
	const threads = await query.execute();
	if (threads.length === 0) return [];
	const messages = await trx
		.selectFrom('query_messages as t')
		.leftJoin('accounts as p', 'p.id', 't.author_id')
		.select(['t.query_id', 't.act', 't.body', 'p.name as author', 't.created_at as at'])
		.where(
			't.query_id',
			'in',
			threads.map((thread) => thread.id)
		)
		.orderBy('t.created_at')
		.execute();
	return threads.map((thread) => ({
		...thread,
		messages: messages
			.filter((message) => message.query_id === thread.id)
			.map(({ act, body, author, at }) => ({ act, body, author, at }))
	}));
}

/** Queries that keep a response from being accepted (rule R5). */
export async function countUnsettledQueries(trx: Trx, responseId: string): Promise<number> {
	const row = await trx
		.selectFrom('queries')
		.select((eb) => eb.fn.countAll<number>().as('count'))
		.where('response_id', '=', responseId)
		.where('state', '<>', 'closed')
		.executeTakeFirstOrThrow();
	return Number(row.count);
}
