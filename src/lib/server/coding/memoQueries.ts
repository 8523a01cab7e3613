import { sql } from 'kysely';
import type { MemoScope } from '#lib/terms.ts';
import type { Trx } from '../database/database.ts';

export interface ListedMemo {
	id: string;
	scope: MemoScope;
	roundId: string | null;
	groupId: string | null;
	turnId: string | null;
	codingId: string | null;
	codeId: string | null;
	responseId: string | null;
	question: string | null;
	visibility: 'private' | 'team';
	body: string;
	author: string | null;
	isOwn: boolean;
	revision: number;
	changedAt: Date;
}

/**
 * Columns of memos `m` with their author `a`. What a memo on a passage belongs to is the turn or
 * answer its code lies on (codings `k`).
 */
export const memoColumns = sql`m.id, m.scope, m.round_id as "roundId", m.group_id as "groupId",
	coalesce(m.turn_id, k.turn_id) as "turnId", m.coding_id as "codingId", m.code_id as "codeId",
	coalesce(m.response_id, k.response_id) as "responseId", coalesce(m.question, k.question) as question,
	m.visibility, m.body, a.name as author, m.author_id is not distinct from actor_id() as "isOwn",
	m.revision, m.changed_at as "changedAt"`;

/** Where memos are read from: with their author and, of a passage, its code. */
export const memoTables = sql`memos m left join accounts a on a.id = m.author_id
	left join codings k on k.id = m.coding_id`;

/** Memos the actor may read on these turns or answers and the passages in them, oldest first. */
export async function listMemosAt(
	trx: Trx,
	at: { turnIds: readonly string[] } | { responseIds: readonly string[] }
): Promise<ListedMemo[]> {
	const ids = 'turnIds' in at ? [...at.turnIds] : [...at.responseIds];
	const column = 'turnIds' in at ? sql.raw('turn_id') : sql.raw('response_id');
	const found = await sql<ListedMemo>`select ${memoColumns} from ${memoTables}
		where m.removed_at is null and (m.${column} = any (${ids}::uuid[])
			or m.coding_id in (select id from codings where ${column} = any (${ids}::uuid[])))
		order by m.created_at, m.id`.execute(trx);
	return found.rows;
}

/** Memos on one thing other than a text: a meeting, a code, the study. */
export async function listMemosOf(
	trx: Trx,
	of: { groupId: string } | { codeId: string } | { studyId: string }
): Promise<ListedMemo[]> {
	const condition =
		'groupId' in of
			? sql`m.scope = 'group' and m.group_id = ${of.groupId}::uuid`
			: 'codeId' in of
				? sql`m.scope = 'code' and m.code_id = ${of.codeId}::uuid`
				: sql`m.scope = 'study' and m.study_id = ${of.studyId}::uuid`;
	const found = await sql<ListedMemo>`select ${memoColumns} from ${memoTables}
		where m.removed_at is null and ${condition} order by m.created_at, m.id`.execute(trx);
	return found.rows;
}
