import type { Text } from '#lib/xlsform/definition.ts';
import type { Context } from '../context.ts';
import type { Trx } from '../database/database.ts';

/** What happened, of what somebody is to be told. */
export type NoticeKind =
	| 'query_opened'
	| 'query_reply'
	| 'query_assigned'
	| 'area_submitted'
	| 'area_returned'
	| 'area_accepted'
	| 'area_ready'
	| 'questionnaire_changed'
	| 'handed_out'
	| 'proposal_made'
	| 'proposal_settled'
	| 'mentioned';

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
}

/**
 * Tells accounts of something, in the caller's transaction; whoever acts is left out. They
 * read of it in their daily digest, or at once where they have chosen so. Call
 * `ctx.wake('mail')` after the transaction commits.
 */
export async function tellAccounts(
	_ctx: Context,
	_trx: Trx,
	_accountIds: readonly string[],
	_notice: Notice
): Promise<void> {}
