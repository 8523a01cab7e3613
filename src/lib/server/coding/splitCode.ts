import { recordAudit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import { Problem, notFound } from '../problem.ts';
import { insertCode, lockForChange, requireParent, requireRevision } from './changeCode.ts';
import { listAllCodes } from './codebook.ts';
import { recordCodes } from './codeHistory.ts';

/**
 * Splits a code: some of its passages get a code of their own, beside it in the tree, new or split
 * off before. `codingIds` are those the person chose among what they see. Sent twice it splits
 * once. Gives how many codings moved.
 * @throws Problem not_found, text_changed, wrong_state for a code that was merged, nothing_chosen
 */
export async function splitCode(
	ctx: Context,
	input: {
		codeId: string;
		revision: number;
		/** A new code of this name, its id made by the page; or one that is there. */
		into: { newId: string; name: string; definition: string } | { existingId: string };
		codingIds: readonly string[];
	}
): Promise<number> {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const { into, codingIds } = input;
		const isNew = 'newId' in into;
		const intoId = isNew ? into.newId : into.existingId;
		const code = await lockForChange(trx, input.codeId);
		const codes = await listAllCodes(trx, code.studyId);
		// The same form once more, after what it asked for was done.
		if (isNew && codes.some(({ id }) => id === intoId)) return 0;
		requireRevision(code, input.revision);
		if (code.status === 'merged') throw new Problem('wrong_state');
		if (codingIds.length === 0) throw new Problem('nothing_chosen');
		if (isNew) {
			requireParent(codes, code.parentId);
			const words = { ...code, name: into.name, definition: into.definition, isCodable: true };
			const { studyId, codebookId, parentId } = code;
			await insertCode(trx, ctx, { id: intoId, studyId, codebookId, parentId, words }, codes);
		} else {
			const target = codes.find(({ id }) => id === intoId);
			if (!target) throw notFound();
			if (target.status !== 'active' || !target.isCodable || target.id === code.id)
				throw new Problem('invalid');
		}
		const result = await trx
			.updateTable('codings')
			.set({ code_id: intoId })
			.where('code_id', '=', code.id)
			.where('removed_at', 'is', null)
			.where('id', 'in', [...codingIds])
			.executeTakeFirst();
		const codings = Number(result.numUpdatedRows);
		if (codings === 0) throw new Problem('nothing_chosen');
		const name = isNew ? into.name : (codes.find(({ id }) => id === intoId)?.name ?? '');
		await recordCodes(trx, ctx.actor, [code.id], 'split', { codings, into: name });
		await recordCodes(trx, ctx.actor, [intoId], 'split', { codings, from: code.name }, isNew);
		await recordAudit(trx, ctx.actor, 'codebook.change', {
			studyId: code.studyId,
			subjectId: code.id,
			detail: { act: 'split', into: intoId, codings }
		});
		return codings;
	});
}
