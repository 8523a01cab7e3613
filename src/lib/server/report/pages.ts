import type { Piece } from '#lib/report/content.ts';
import { readAnswerKey } from '#lib/xlsform/answerKey.ts';
import type { Definition } from '#lib/xlsform/definition.ts';
import { mayDo } from '../access/verbs.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { getDefinition } from '../questionnaires/queries.ts';
import { listEarlier } from '../responses/earlier.ts';
import { type RoundHead, getRoundHead } from '../studies/queries.ts';
import { listInstruments } from '../treaties/queries.ts';
import { listConflicts } from './blockHistory.ts';
import { getChapter } from './blocks.ts';
import { type UsualChapter, chaptersOf } from './chaptersOf.ts';
import { type ReportProblem, checkReport } from './checkReport.ts';
import { type CitedSource, listCitedSources } from './citedSources.ts';
import { countConflicts } from './conflicts.ts';
import { drawLive } from './live.ts';
import { type LiveData, readLiveData } from './liveData.ts';
import { type Material, listMaterial } from './material.ts';
import { type CodedPassage, listPassages } from './passages.ts';
import { type Spread, listSpreads } from './spreads.ts';
import {
	type Block,
	type Report,
	type ReportChapter,
	findReport,
	listBlocks,
	listChapters,
	openReport
} from './reports.ts';
import { type ReportTemplate, findTemplate } from './findTemplate.ts';

/** The report of a round as its first page shows it. */
export interface ReportHome {
	round: RoundHead;
	mayWrite: boolean;
	/** null where none was begun. */
	report: Report | null;
	chapters: ReportChapter[];
	/** Taken out, to be brought back. */
	removed: Pick<ReportChapter, 'id' | 'title'>[];
	/** Usual chapters that are not there. */
	missing: UsualChapter[];
	problems: ReportProblem[];
	/** Conflicts that wait for a choice, by chapter. */
	conflicts: Record<string, number>;
	/** Where the chapters come from with which reports of the study begin; null for the usual ones. */
	template: Omit<ReportTemplate, 'chapters'> | null;
}

/** @throws Problem not_found for all but coordinators, editors and note-takers */
export async function getReportHome(ctx: Context, roundId: string): Promise<ReportHome> {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const round = await getRoundHead(trx, roundId, 'report.read');
		const report = (await findReport(trx, round.id)) ?? null;
		const chapters = await listChapters(trx, round.id);
		const definition = await getDefinition(trx, round.versionId);
		const usual = report ? await chaptersOf(trx, round.id, definition, report.language) : [];
		const removed = await trx
			.selectFrom('chapters')
			.select(['id', 'title', 'kind', 'key'])
			.where('round_id', '=', round.id)
			.where('removed_at', 'is not', null)
			.orderBy('position')
			.execute();
		const template = await findTemplate(trx, round.studyId);
		const isOf = (one: UsualChapter) => (other: { kind: string; key: string }) =>
			one.kind === other.kind && one.key === other.key;
		return {
			...{ round, mayWrite: mayDo('report.write', round.roles), report, chapters, removed },
			missing: usual.filter((one) => ![...chapters, ...removed].some(isOf(one))),
			problems: await checkReport(trx, round.id),
			conflicts: await countConflicts(trx, round.id),
			template: template && withoutChapters(template)
		};
	});
}

const withoutChapters = ({ revision, language, round, savedAt, savedBy }: ReportTemplate) => ({
	...{ revision, language, round, savedAt, savedBy }
});

/** A block as the workbench shows it: live ones with what they show now. */
export type WorkBlock = Block & { pieces: Piece[] };

export interface Workbench {
	round: RoundHead;
	report: Report;
	definition: Definition;
	mayWrite: boolean;
	chapters: ReportChapter[];
	chapter: ReportChapter;
	blocks: WorkBlock[];
	removed: Pick<Block, 'id' | 'kind' | 'body'>[];
	conflicts: Awaited<ReturnType<typeof listConflicts>>;
	/** Of this chapter. */
	problems: ReportProblem[];
	sources: CitedSource[];
	filter: { area: string; country: string };
	countries: { code: string; name: string }[];
	/** Codes and short names of the treaties the study looks at. */
	instruments: { code: string; short: string }[];
	/** Whether a country answered in a round before. */
	hasEarlier: boolean;
	material: Material;
	/** What was coded of it. */
	passages: CodedPassage[];
	/** How the answers to each of its questions are spread, by the question's name. */
	spreads: Record<string, Spread>;
}

/**
 * One chapter with the material beside it. What is beside a chapter about an area or a country is
 * about that; `filter` narrows it otherwise.
 * @throws Problem not_found
 */
export async function getWorkbench(
	ctx: Context,
	at: { roundId: string; chapterId: string },
	filter: { area: string | null; country: string | null }
): Promise<Workbench> {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const { round, report } = await openReport(trx, at.roundId, 'report.read');
		const { id } = await getChapter(trx, at);
		const chapters = await listChapters(trx, round.id);
		const chapter = chapters.find((each) => each.id === id)!;
		const { kind, key } = chapter;
		const narrowed = {
			area: filter.area ?? (kind === 'area' ? key : ''),
			country: filter.country ?? (kind === 'country' ? key : '')
		};
		const data = await readLiveData(trx, round.id, report.language);
		const material = await listMaterial(trx, round.id, narrowed);
		const hasEarlier = (await listEarlier(trx, round.id)).size > 0;
		const answered = new Set(
			material.answers.map(({ question }) => readAnswerKey(question)?.name ?? question)
		);
		return {
			...{ round, report, definition: await getDefinition(trx, round.versionId) },
			...{ mayWrite: mayDo('report.write', round.roles), chapters, chapter },
			blocks: await drawBlocks(trx, data, id),
			removed: await listRemoved(trx, id),
			conflicts: await listConflicts(trx, id),
			problems: (await checkReport(trx, round.id)).filter(({ chapterId }) => chapterId === id),
			sources: await listCitedSources(trx, round.id, report.language),
			filter: narrowed,
			countries: await listCountries(trx, round.id),
			instruments: (await listInstruments(trx, round.studyId)).map(({ code, short }) => ({
				...{ code, short }
			})),
			...{ hasEarlier, material },
			passages: await listPassages(trx, round, material),
			// All areas at once would be a page of a hundred pictures.
			spreads: await listSpreads(data, answered, { hasPictures: narrowed.area !== '', hasEarlier })
		};
	});
}

async function drawBlocks(trx: Trx, data: LiveData, chapterId: string): Promise<WorkBlock[]> {
	const drawn: WorkBlock[] = [];
	for (const block of await listBlocks(trx, chapterId))
		drawn.push({ ...block, pieces: block.live ? await drawLive(data, block.live) : [] });
	return drawn;
}

async function listRemoved(trx: Trx, chapterId: string) {
	return await trx
		.selectFrom('blocks')
		.select(['id', 'kind', 'body'])
		.where('chapter_id', '=', chapterId)
		.where('removed_at', 'is not', null)
		.orderBy('removed_at', 'desc')
		.limit(50)
		.execute();
}

async function listCountries(trx: Trx, roundId: string) {
	return await trx
		.selectFrom('round_countries')
		.select(['country as code', 'name'])
		.where('round_id', '=', roundId)
		.orderBy('name')
		.execute();
}

/** What stands between a report and its edition. @throws Problem not_found */
export async function getCheckPage(ctx: Context, roundId: string) {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const { round, report } = await openReport(trx, roundId, 'report.read');
		return {
			...{ round, report, mayWrite: mayDo('report.write', round.roles) },
			chapters: await listChapters(trx, round.id),
			/** Those there are; a text may cite any. */
			labels: await listLabels(trx, round.id),
			problems: await checkReport(trx, round.id),
			conflicts: await countConflicts(trx, round.id)
		};
	});
}

async function listLabels(trx: Trx, roundId: string): Promise<string[]> {
	const rows = await trx
		.selectFrom('citations')
		.select('label')
		.where('round_id', '=', roundId)
		.execute();
	return rows.map(({ label }) => label);
}
