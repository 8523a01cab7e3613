import type { Trx } from '../database/database.ts';
import type { QueryAct, QueryKind, QueryState } from '#lib/terms.ts';

const DAY = 86_400_000;

/** A coordinator's question on one answer, with everything said about it. */
export interface QueryThread {
	id: string;
	question: string;
	kind: QueryKind;
	state: QueryState;
	openedAt: Date;
	closedAt: Date | null;
	/** Whole days from its opening to its closing, or to now. */
	days: number;
	/** Open because the reply did not settle it. */
	isSentBack: boolean;
	/** Who of the delegation it is for; null is everybody. */
	assignedTo: string | null;
	/** Their name. */
	assigned: string | null;
	messages: { act: QueryAct; body: string; author: string | null; at: Date }[];
}

/** The queries of a response (or one of them), oldest first. */
export async function listQueries(
	trx: Trx,
	scope: { responseId: string; queryId?: string },
	now: Date
): Promise<QueryThread[]> {
	let query = trx
		.selectFrom('queries as q')
		.leftJoin('accounts as a', 'a.id', 'q.assigned_to')
		.select([
			'q.id',
			'q.question',
			'q.kind',
			'q.state',
			'q.opened_at as openedAt',
			'q.closed_at as closedAt',
			'q.assigned_to as assignedTo',
			'a.name as assigned'
		])
		.where('q.response_id', '=', scope.responseId)
		.orderBy('q.opened_at');
	if (scope.queryId) query = query.where('q.id', '=', scope.queryId);
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
	return threads.map((thread) => {
		const said = messages.filter((message) => message.query_id === thread.id);
		return {
			...thread,
			days: daysOpen(thread, now),
			isSentBack: thread.state === 'open' && said.at(-1)?.act === 'send_back',
			messages: said.map(({ act, body, author, at }) => ({ act, body, author, at }))
		};
	});
}

/** Whole days from a query's opening to its closing, or to now where it is not closed any more. */
export function daysOpen(
	query: { state: QueryState; openedAt: Date; closedAt: Date | null },
	now: Date
): number {
	const end = (query.state === 'closed' && query.closedAt) || now;
	return Math.max(0, Math.floor((end.getTime() - query.openedAt.getTime()) / DAY));
}

/** The queries a delegation has yet to reply to, the oldest first. */
export async function listOpenQueries(trx: Trx, delegationId: string, now: Date) {
	const queries = await trx
		.selectFrom('queries as q')
		.leftJoin('accounts as a', 'a.id', 'q.assigned_to')
		.select([
			'q.id',
			'q.response_id as responseId',
			'q.question',
			'q.state',
			'q.kind',
			'q.opened_at as openedAt',
			'q.closed_at as closedAt',
			'q.assigned_to as assignedTo',
			'a.name as assigned'
		])
		.where('q.delegation_id', '=', delegationId)
		.where('q.state', '=', 'open')
		.orderBy('q.opened_at')
		.execute();
	return queries.map((query) => ({ ...query, days: daysOpen(query, now) }));
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

/** Members of a delegation who may reply to queries, by name. */
export async function listRepliers(trx: Trx, delegationId: string) {
	return trx
		.selectFrom('delegation_members as m')
		.innerJoin('accounts as a', 'a.id', 'm.account_id')
		.select(['a.id', 'a.name'])
		.where('m.delegation_id', '=', delegationId)
		.where('m.proposes_only', '=', false)
		.orderBy('a.name')
		.execute();
}
