import { sql } from 'kysely';
import type { Text } from '#lib/xlsform/definition.ts';
import type { Context } from '../context.ts';
import type { Trx } from '../database/database.ts';
import { json } from '../database/json.ts';

/** What happened, of what somebody is to be told; in the order a digest lists it. */
export const NOTICE_KINDS = [
	'query_opened',
	'query_assigned',
	'query_reply',
	'area_returned',
	'area_submitted',
	'area_accepted',
	'area_ready',
	'handed_out',
	'proposal_made',
	'proposal_settled',
	'mentioned',
	'questionnaire_changed'
] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** What only coordinators are told; everything else is for members of the delegation. */
export const COORDINATOR_KINDS: readonly NoticeKind[] = ['query_reply', 'area_submitted'];

/** Names and a place in the application; never the words of an answer or a query (rule R16). */
export interface Notice {
	kind: NoticeKind;
	studyId: string;
	delegationId: string;
	/** Path of the page to go to, from the root. */
	path: string;
	/** Title of the issue area. */
	area?: Text;
	/** The query it is about, which the mail lets its reader answer without signing in. */
	queryId?: string;
	/**
	 * What it is about, where several things lead to one page: a comment, a handout, a proposal or
	 * a response by its id, an open proposal as openProposalSubject names it. A digest counts and
	 * drops by it.
	 */
	subject?: string;
}

/** Names what one author proposes for one answer, however often they write it anew. */
export const openProposalSubject = (
	responseId: string,
	/** Account, or link. */
	author: string,
	question: string
): string => `${responseId} ${author} ${question}`;

/**
 * Tells accounts of something, in the caller's transaction, asActor or asSystem; whoever acts is
 * left out, and so is who is neither of the delegation nor coordinates its study. They read of
 * it in their daily digest, or at once where they have chosen so (deliverNotices). Call
 * `ctx.wake('mail')` after the transaction commits.
 */
export async function tellAccounts(
	_ctx: Context,
	trx: Trx,
	accountIds: readonly string[],
	notice: Notice
): Promise<void> {
	if (accountIds.length === 0) return;
	await sql`select tell_accounts(${accountIds as string[]}::uuid[], ${notice.kind}::text,
		${notice.studyId}::uuid, ${notice.delegationId}::uuid, ${notice.path}::text,
		${json(notice.area ?? null)}, ${notice.queryId ?? null}::uuid,
		${notice.subject ?? null}::text)`.execute(trx);
}

/**
 * The accounts of one side of a delegation's talk with its coordinators that may be told of it,
 * without whoever acts; nobody where the actor belongs to neither side.
 */
export async function listToTell(
	trx: Trx,
	at: { studyId: string; delegationId: string },
	side: 'coordinator' | 'delegation'
): Promise<string[]> {
	const found = await sql<{ id: string }>`select p.account_id as id
		from people_to_tell(${at.studyId}::uuid, ${at.delegationId}::uuid) p
		where p.side = ${side}`.execute(trx);
	return found.rows.map(({ id }) => id);
}
