import type { TemplateChapter } from '#lib/report/reportTemplate.ts';
import type { Trx } from '../database/database.ts';

/** With which chapters the reports of a study begin, and where it was kept from. */
export interface ReportTemplate {
	revision: number;
	language: string;
	chapters: TemplateChapter[];
	round: string;
	savedAt: Date;
	/** null where this person may not know who it was. */
	savedBy: string | null;
}

/** The template of a study as far as the actor sees it; null where reports begin with the usual chapters. */
export async function findTemplate(trx: Trx, studyId: string): Promise<ReportTemplate | null> {
	const last = await findLastTemplate(trx, studyId);
	return last?.chapters ? { ...last, chapters: last.chapters } : null;
}

/** The last that was kept or given up. */
export async function findLastTemplate(trx: Trx, studyId: string) {
	return await trx
		.selectFrom('report_templates as t')
		.innerJoin('rounds as r', 'r.id', 't.round_id')
		.leftJoin('accounts as a', 'a.id', 't.saved_by')
		.select(['t.revision', 't.language', 't.chapters', 'r.name as round'])
		.select(['t.saved_at as savedAt', 'a.name as savedBy'])
		.where('t.study_id', '=', studyId)
		.orderBy('t.revision', 'desc')
		.limit(1)
		.executeTakeFirst();
}
