import { sql } from 'kysely';
import type { Actor } from '../database/asActor.ts';
import type { CodeAct, CodeSnapshot } from '../database/codingTables.ts';
import type { Trx } from '../database/database.ts';
import { json } from '../database/json.ts';

/**
 * Writes how codes stand now into their histories, under one act; their revision rises by one
 * where they are not new. `detail` holds names and counts, never coded words.
 */
export async function recordCodes(
	trx: Trx,
	actor: Actor,
	codeIds: readonly string[],
	act: CodeAct,
	detail: Record<string, unknown> = {},
	areNew = act === 'create'
): Promise<void> {
	if (codeIds.length === 0) return;
	const ids = [...codeIds];
	if (!areNew)
		await sql`update codes set revision = revision + 1 where id = any (${ids}::uuid[])`.execute(
			trx
		);
	await sql`insert into code_revisions (code_id, study_id, revision, act, snapshot, detail, made_by)
		select id, study_id, revision, ${act}, ${snapshot}, ${json(detail)}, ${actor.accountId}::uuid
		from codes where id = any (${ids}::uuid[])`.execute(trx);
}

/** A row of codes as a CodeSnapshot. */
export const snapshot = sql`jsonb_build_object('id', id, 'parentId', parent_id, 'name', name,
	'definition', definition, 'includeWhen', include_when, 'excludeWhen', exclude_when,
	'example', example, 'colour', colour, 'isCodable', is_codable, 'status', status,
	'mergedInto', merged_into, 'position', position)`;

export interface CodeRevision {
	revision: number;
	act: CodeAct;
	snapshot: CodeSnapshot;
	detail: Record<string, unknown>;
	/** null where the program did it. */
	madeBy: string | null;
	madeAt: Date;
}

/** All that was done to a code, newest first. */
export async function listCodeRevisions(trx: Trx, codeId: string): Promise<CodeRevision[]> {
	const found = await sql<CodeRevision>`select r.revision, r.act, r.snapshot, r.detail,
			a.name as "madeBy", r.made_at as "madeAt"
		from code_revisions r left join accounts a on a.id = r.made_by
		where r.code_id = ${codeId}::uuid order by r.revision desc`.execute(trx);
	return found.rows;
}
