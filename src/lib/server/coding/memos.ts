import { sql } from 'kysely';
import { recordAudit } from '../audit/record.ts';
import { authorize } from '../access/authorize.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { Problem, notFound } from '../problem.ts';
import { type ListedMemo, memoColumns, memoTables } from './memoQueries.ts';

/** What a memo is about. */
export type MemoTarget =
	| { scope: 'study'; studyId: string }
	| { scope: 'group'; groupId: string }
	| { scope: 'turn'; turnId: string }
	| { scope: 'span'; codingId: string }
	| { scope: 'code'; codeId: string }
	| { scope: 'answer'; responseId: string; question: string };

interface Placed {
	studyId: string;
	roundId: string | null;
}

/** The study and round of what a memo is about. @throws Problem not_found where the actor sees none */
async function placeOf(trx: Trx, target: MemoTarget): Promise<Placed> {
	const source = {
		study: () => sql`select id as "studyId", null::uuid as "roundId" from studies
			where id = ${'studyId' in target ? target.studyId : null}::uuid`,
		group: () => sql`select study_id as "studyId", round_id as "roundId" from focus_groups
			where id = ${'groupId' in target ? target.groupId : null}::uuid`,
		turn: () => sql`select study_id as "studyId", round_id as "roundId" from turns
			where id = ${'turnId' in target ? target.turnId : null}::uuid and removed_at is null`,
		span: () => sql`select study_id as "studyId", round_id as "roundId" from codings
			where id = ${'codingId' in target ? target.codingId : null}::uuid and removed_at is null`,
		code: () => sql`select study_id as "studyId", null::uuid as "roundId" from codes
			where id = ${'codeId' in target ? target.codeId : null}::uuid`,
		answer: () => sql`select study_id as "studyId", round_id as "roundId" from submitted_answers
			where response_id = ${'responseId' in target ? target.responseId : null}::uuid
				and question = ${'question' in target ? target.question : null} and is_latest`
	}[target.scope];
	const found = await sql<Placed>`${source()} limit 1`.execute(trx);
	const placed = found.rows[0];
	if (!placed) throw notFound();
	return placed;
}

/**
 * Writes a memo on something the actor may see, for themselves or for the team. `id` is made by
 * the page: the same form sent twice writes it once.
 * @throws Problem not_found
 */
export async function writeMemo(
	ctx: Context,
	input: { id: string; target: MemoTarget; visibility: 'private' | 'team'; body: string }
): Promise<ListedMemo> {
	const { id, target, visibility, body } = input;
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const { studyId, roundId } = await placeOf(trx, target);
		await authorize(trx, 'memo.write', { studyId });
		const written = await trx
			.insertInto('memos')
			.values({
				id,
				study_id: studyId,
				round_id: roundId,
				scope: target.scope,
				group_id: target.scope === 'group' ? target.groupId : null,
				turn_id: target.scope === 'turn' ? target.turnId : null,
				coding_id: target.scope === 'span' ? target.codingId : null,
				code_id: target.scope === 'code' ? target.codeId : null,
				response_id: target.scope === 'answer' ? target.responseId : null,
				question: target.scope === 'answer' ? target.question : null,
				visibility,
				body,
				author_id: ctx.actor.accountId
			})
			.onConflict((conflict) => conflict.column('id').doNothing())
			.executeTakeFirst();
		if (written.numInsertedOrUpdatedRows) {
			await recordRevision(trx, ctx, { id, studyId, revision: 1, body });
			await audit(trx, ctx, { id, studyId, roundId }, 'write', target.scope);
		}
		return getMemo(trx, id);
	});
}

/**
 * Changes a memo of the actor's own. `revision` is the one they saw.
 * @throws Problem not_found, also for somebody else's; text_changed
 */
export async function changeMemo(
	ctx: Context,
	input: { id: string; revision: number; visibility: 'private' | 'team'; body: string }
): Promise<ListedMemo> {
	const { id, revision, visibility, body } = input;
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const memo = await lockOwn(trx, id);
		if (memo.removed_at) throw notFound();
		if (memo.body !== body || memo.visibility !== visibility) {
			if (memo.revision !== revision) throw new Problem('text_changed');
			await trx
				.updateTable('memos')
				.set({ body, visibility, revision: revision + 1, changed_at: ctx.now() })
				.where('id', '=', id)
				.execute();
			await recordRevision(trx, ctx, {
				id,
				studyId: memo.study_id,
				revision: revision + 1,
				body
			});
			const about = { id, studyId: memo.study_id, roundId: memo.round_id };
			await audit(trx, ctx, about, 'change', memo.scope);
		}
		return getMemo(trx, id);
	});
}

/**
 * Takes a memo of the actor's own away, once; its words stay in its history.
 * @throws Problem not_found, also for somebody else's
 */
export async function removeMemo(ctx: Context, id: string): Promise<void> {
	await asActor(ctx.db, ctx.actor, async (trx) => {
		const memo = await lockOwn(trx, id);
		if (memo.removed_at) return;
		await trx.updateTable('memos').set({ removed_at: ctx.now() }).where('id', '=', id).execute();
		const about = { id, studyId: memo.study_id, roundId: memo.round_id };
		await audit(trx, ctx, about, 'remove', memo.scope);
	});
}

async function lockOwn(trx: Trx, id: string) {
	const memo = await trx
		.selectFrom('memos')
		.select(['study_id', 'round_id', 'scope', 'body', 'visibility', 'revision', 'removed_at'])
		.where('id', '=', id)
		.where('author_id', '=', sql<string>`actor_id()`)
		.forUpdate()
		.executeTakeFirst();
	if (!memo) throw notFound();
	await authorize(trx, 'memo.write', { studyId: memo.study_id });
	return memo;
}

async function getMemo(trx: Trx, id: string): Promise<ListedMemo> {
	const found = await sql<ListedMemo>`select ${memoColumns} from ${memoTables}
		where m.id = ${id}::uuid and m.removed_at is null`.execute(trx);
	const memo = found.rows[0];
	if (!memo) throw notFound();
	return memo;
}

async function recordRevision(
	trx: Trx,
	ctx: Context,
	memo: { id: string; studyId: string; revision: number; body: string }
): Promise<void> {
	await trx
		.insertInto('memo_revisions')
		.values({
			memo_id: memo.id,
			study_id: memo.studyId,
			revision: memo.revision,
			body: memo.body,
			made_by: ctx.actor.accountId
		})
		.execute();
}

function audit(
	trx: Trx,
	ctx: Context,
	about: { id: string; studyId: string; roundId: string | null },
	act: 'write' | 'change' | 'remove',
	scope: string
) {
	return recordAudit(trx, ctx.actor, 'memo.write', {
		studyId: about.studyId,
		roundId: about.roundId,
		subjectId: about.id,
		detail: { act, scope }
	});
}
