import { sql } from 'kysely';
import { subtreeOf } from '#lib/codes/tree.ts';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { withinSystem } from '../database/withinSystem.ts';
import { Problem, notFound } from '../problem.ts';
import { lockForChange, requireRevision } from './changeCode.ts';
import { listAllCodes } from './codebook.ts';
import { recordCodes } from './codeHistory.ts';

/**
 * Merges a code into another one of the same codebook: wherever it stood the other stands, on
 * texts the actor may not read as well, and once where both stood on the same passage. What lay
 * under it lies under the other. Both histories say so, and the merged code can still be read.
 * Gives how many codings moved.
 * @throws Problem not_found, text_changed, wrong_state where one of them is out of use already,
 * invalid for itself and for a folder that would have to stand on texts
 */
export async function mergeCode(
	ctx: Context,
	input: { codeId: string; revision: number; intoId: string }
): Promise<number> {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const code = await lockForChange(trx, input.codeId);
		if (code.mergedInto === input.intoId) return 0;
		requireRevision(code, input.revision);
		const codes = await listAllCodes(trx, code.studyId);
		const into = codes.find(({ id }) => id === input.intoId);
		if (!into) throw notFound();
		if (into.id === code.id) throw new Problem('invalid');
		if (code.status === 'merged' || into.status !== 'active') throw new Problem('wrong_state');
		const moved = await moveToCode(trx, code.id, into.id);
		if (moved > 0 && !into.isCodable) throw new Problem('invalid');

		const children = codes.filter(({ parentId, id }) => parentId === code.id && id !== into.id);
		// One that lies under the merged code comes up into its place first.
		if (subtreeOf(codes, code.id).has(into.id))
			await trx
				.updateTable('codes')
				.set({ parent_id: code.parentId, position: code.position })
				.where('id', '=', into.id)
				.execute();
		if (children.length > 0)
			await trx
				.updateTable('codes')
				.set({ parent_id: into.id })
				.where(
					'id',
					'in',
					children.map(({ id }) => id)
				)
				.execute();
		await trx
			.updateTable('codes')
			.set({ status: 'merged', merged_into: into.id })
			.where('id', '=', code.id)
			.execute();
		const detail = { codings: moved };
		await recordCodes(trx, ctx.actor, [code.id], 'merge', { ...detail, into: into.name });
		await recordCodes(trx, ctx.actor, [into.id], 'merge', { ...detail, from: code.name });
		await recordCodes(
			trx,
			ctx.actor,
			children.map(({ id }) => id),
			'move',
			{ because: 'merge' }
		);
		await recordAudit(trx, ctx.actor, 'codebook.change', {
			studyId: code.studyId,
			subjectId: code.id,
			detail: { act: 'merge', into: into.id, ...detail }
		});
		return moved;
	});
}

/**
 * Puts `to` wherever `from` stands. Runs as the system: codes on texts the actor may not read and
 * those of second coders move as well. Of two on the same passage the older one stays; what two
 * people coded for a comparison stays apart.
 */
async function moveToCode(trx: Trx, from: string, to: string): Promise<number> {
	return withinSystem(trx, async () => {
		await sql`update codings a set removed_at = now() from codings b
			where a.code_id = ${from}::uuid and b.code_id = ${to}::uuid
				and a.removed_at is null and b.removed_at is null and a.field = b.field
				and a.starts = b.starts and a.ends = b.ends
				and a.turn_id is not distinct from b.turn_id
				and a.response_id is not distinct from b.response_id
				and a.question is not distinct from b.question
				and a.comparison_id is not distinct from b.comparison_id
				and (a.comparison_id is null or a.coder_id = b.coder_id)`.execute(trx);
		const moved = await sql`update codings set code_id = ${to}::uuid
			where code_id = ${from}::uuid and removed_at is null`.execute(trx);
		return Number(moved.numAffectedRows ?? 0);
	});
}
