import { isDeepStrictEqual } from 'node:util';
import { type TemplateChapter, templateOf } from '#lib/report/reportTemplate.ts';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { json } from '../database/json.ts';
import { Problem } from '../problem.ts';
import { findLastTemplate } from './findTemplate.ts';
import { listBlocks, listChapters, openReport } from './reports.ts';

/**
 * Keeps the chapters of a report for those of the study's other rounds, or, without `isKept`, lets
 * them begin with the usual ones again. Reports that were begun stay as they are. Twice is once.
 * @throws Problem not_found for all but coordinators and editors; text_changed where another report
 * was kept at the same moment
 */
export async function keepTemplate(
	ctx: Context,
	{ roundId, isKept }: { roundId: string; isKept: boolean }
): Promise<void> {
	await asActor(ctx.db, ctx.actor, async (trx) => {
		const { round, report } = await openReport(trx, roundId, 'report.write', true);
		const last = await findLastTemplate(trx, round.studyId);
		const chapters = isKept ? await readTemplate(trx, round.id) : null;
		const isSame =
			isDeepStrictEqual(last?.chapters ?? null, chapters) &&
			(chapters === null || last?.language === report.language);
		if (isSame) return;
		const revision = (last?.revision ?? 0) + 1;
		const { numInsertedOrUpdatedRows } = await trx
			.insertInto('report_templates')
			.values({
				...{ study_id: round.studyId, revision, language: report.language },
				chapters: chapters === null ? null : (json(chapters) as never),
				...{ round_id: round.id, saved_by: ctx.actor.accountId, saved_at: ctx.now() }
			})
			.onConflict((conflict) => conflict.columns(['study_id', 'revision']).doNothing())
			.executeTakeFirst();
		// From the report of another round at this very moment.
		if (!numInsertedOrUpdatedRows) throw new Problem('text_changed');
		await recordAudit(trx, ctx.actor, 'report.change', {
			studyId: round.studyId,
			roundId: round.id,
			subjectId: round.id,
			detail: { template: isKept ? 'kept' : 'usual', revision }
		});
	});
}

async function readTemplate(trx: Trx, roundId: string): Promise<TemplateChapter[]> {
	const chapters = await listChapters(trx, roundId);
	const standing = [];
	for (const chapter of chapters)
		standing.push({ ...chapter, blocks: await listBlocks(trx, chapter.id) });
	return templateOf(standing);
}
