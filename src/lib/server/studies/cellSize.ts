import { recordAudit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import { Problem } from '../problem.ts';
import { getStudyHead } from './queries.ts';
import { lockStudy } from './peopleQueries.ts';

/**
 * Sets from how many people of a country on a quote of the study may name the country (rule
 * R10). It counts at once, for what was said already too. `seen` is what the form found.
 * @throws Problem not_found for all but coordinators; changed_meanwhile where somebody else set
 * another number since
 */
export async function changeCellSize(
	ctx: Context,
	input: { studyId: string; cellSize: number; seen: number }
): Promise<void> {
	await asActor(ctx.db, ctx.actor, async (trx) => {
		const study = await getStudyHead(trx, input.studyId, 'group.prepare');
		await lockStudy(trx, study.id);
		const before = await trx
			.selectFrom('studies')
			.select('cell_size')
			.where('id', '=', study.id)
			.executeTakeFirstOrThrow();
		if (before.cell_size === input.cellSize) return;
		if (before.cell_size !== input.seen)
			throw new Problem('changed_meanwhile', { fields: ['cellSize'] });
		await trx
			.updateTable('studies')
			.set({ cell_size: input.cellSize })
			.where('id', '=', study.id)
			.execute();
		await recordAudit(trx, ctx.actor, 'study.cell_size', {
			studyId: study.id,
			subjectId: study.id,
			detail: { cellSize: [before.cell_size, input.cellSize] }
		});
	});
}
