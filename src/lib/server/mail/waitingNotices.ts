import { sql } from 'kysely';
import type { Text } from '#lib/xlsform/definition.ts';
import type { QueryState, ResponseState } from '#lib/terms.ts';
import type { Trx } from '../database/database.ts';
import { COORDINATOR_KINDS, type NoticeKind } from './notice.ts';

/** Something one account is to be told, with the names a mail may hold. */
export interface WaitingNotice {
	kind: NoticeKind;
	study: string;
	round: string;
	delegationId: string;
	country: string;
	countryName: string;
	delegationName: string;
	path: string;
	area: Text | null;
	queryId: string | null;
	/** Whether the account may reply to queries of the delegation. */
	mayReply: boolean;
}

type Found = WaitingNotice & {
	id: string;
	isDue: boolean;
	/** Whether what it is about is still there to be looked at, as far as that can be asked. */
	isThere: boolean;
	queryState: QueryState | null;
};

/** Whether it still needs saying: a question answered meanwhile, a comment read meanwhile do not. */
function isCurrent({ kind, queryId, queryState, isThere }: Found): boolean {
	if (!queryId) return isThere;
	return kind === 'query_reply'
		? queryState === 'replied' || queryState === 'changed_after_closing'
		: queryState === 'open';
}

/** The states of a response in which each piece of news about an area is still one. */
const stateIn = (...states: ResponseState[]) => sql`exists (select from responses r
	where r.id::text = n.subject and r.state = any (${states}::text[]))`;

/** How each kind's subject is looked for; what has no subject, or is a thing of the past, is there. */
const isThere = sql`n.subject is null or case n.kind
	when 'proposal_made' then exists (select from proposals p where p.delegation_id = n.delegation_id
		and p.state = 'open'
		and concat_ws(' ', p.response_id, coalesce(p.author_id, p.link_id), p.question) = n.subject)
	when 'mentioned' then exists (select from comment_mentions t join comments c on c.id = t.comment_id
		where t.account_id = n.account_id and t.comment_id::text = n.subject
			and t.read_at is null and c.removed_at is null)
	when 'handed_out' then exists (select from handouts h where h.account_id = n.account_id
		and h.id::text = n.subject and h.revoked_at is null)
	when 'area_ready' then exists (select from area_marks k where k.response_id::text = n.subject)
	when 'area_submitted' then ${stateIn('submitted')}
	when 'area_returned' then ${stateIn('returned', 'reopened')}
	when 'area_accepted' then ${stateIn('accepted')}
	else true end`;

/**
 * Takes what waits for an account and happened before `before`, in a transaction of the system:
 * marked as mailed, so that nobody mails it again. What the account may no longer see or what no
 * longer needs saying is dropped unsaid.
 */
export async function takeNotices(
	trx: Trx,
	accountId: string,
	at: { before: Date; now: Date }
): Promise<WaitingNotice[]> {
	const found = await sql<Found>`
		select n.id, n.kind, s.name as study, o.name as round, n.delegation_id as "delegationId",
			d.country, c.name as "countryName", d.name as "delegationName", n.path, n.area,
			n.query_id as "queryId", q.state as "queryState", ${isThere} as "isThere",
			case when n.kind = any (${[...COORDINATOR_KINDS]}::text[])
				then exists (select from memberships m where m.study_id = n.study_id
					and m.account_id = n.account_id and m.role = 'coordinator')
				else exists (select from delegation_members m where m.delegation_id = n.delegation_id
					and m.account_id = n.account_id) end as "isDue",
			exists (select from delegation_members m where m.delegation_id = n.delegation_id
				and m.account_id = n.account_id and not m.proposes_only) as "mayReply"
		from notices n
		join studies s on s.id = n.study_id
		join delegations d on d.id = n.delegation_id
		join rounds o on o.id = d.round_id
		join round_countries c on c.round_id = d.round_id and c.country = d.country
		left join queries q on q.id = n.query_id
		where n.account_id = ${accountId}::uuid and n.mailed_at is null and n.created_at < ${at.before}
		order by s.name, c.name, d.name, n.created_at, n.id
		for update of n skip locked`.execute(trx);
	const told = found.rows.filter((notice) => notice.isDue && isCurrent(notice));
	const dropped = found.rows.filter((notice) => !told.includes(notice));
	if (dropped.length > 0)
		await trx
			.deleteFrom('notices')
			.where(
				'id',
				'in',
				dropped.map(({ id }) => id)
			)
			.execute();
	if (told.length > 0)
		await trx
			.updateTable('notices')
			.set({ mailed_at: at.now })
			.where(
				'id',
				'in',
				told.map(({ id }) => id)
			)
			.execute();
	// Whoever a question is for need not be told that it was asked as well.
	const assigned = new Set(
		told.filter(({ kind }) => kind === 'query_assigned').map(({ queryId }) => queryId)
	);
	return told.filter(({ kind, queryId }) => kind !== 'query_opened' || !assigned.has(queryId));
}
