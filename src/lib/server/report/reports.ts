import { randomUUID } from 'node:crypto';
import type { ChapterKind, Strength } from '#lib/report/content.ts';
import type { Block, Report, ReportChapter } from '#lib/report/reportTypes.ts';
import { type DefaultBlock, defaultBlocks } from '#lib/report/defaultBlocks.ts';
import { fromTemplate } from '#lib/report/reportTemplate.ts';
import type { Live } from '#lib/report/live.ts';
import { recordAudit } from '../audit/record.ts';
import type { Verb } from '../access/verbs.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { json } from '../database/json.ts';
import { Problem, notFound } from '../problem.ts';
import { getDefinition } from '../questionnaires/queries.ts';
import { type RoundHead, getRoundHead } from '../studies/queries.ts';
import { chaptersOf } from './chaptersOf.ts';
import { findTemplate } from './findTemplate.ts';

export type { Block, Report, ReportChapter } from '#lib/report/reportTypes.ts';

/** The report of a round the actor may see; undefined where none was begun. */
export async function findReport(trx: Trx, roundId: string): Promise<Report | undefined> {
	return await trx
		.selectFrom('reports')
		.select(['round_id as roundId', 'study_id as studyId', 'language', 'title', 'subtitle'])
		.select(['publisher', 'slug', 'revision'])
		.where('round_id', '=', roundId)
		.executeTakeFirst();
}

/** @throws Problem not_found where none was begun or the actor may not see it */
export async function getReport(trx: Trx, roundId: string): Promise<Report> {
	const found = await findReport(trx, roundId);
	if (!found) throw notFound();
	return found;
}

/** The chapters that stand, in their order. */
export async function listChapters(trx: Trx, roundId: string): Promise<ReportChapter[]> {
	return await trx
		.selectFrom('chapters')
		.select(['id', 'round_id as roundId', 'study_id as studyId', 'kind', 'key', 'title'])
		.select(['position', 'revision'])
		.where('round_id', '=', roundId)
		.where('removed_at', 'is', null)
		.orderBy('position')
		.orderBy('id')
		.execute();
}

/** The blocks of a chapter that stand, in their order. */
export async function listBlocks(trx: Trx, chapterId: string): Promise<Block[]> {
	return await trx
		.selectFrom('blocks as b')
		.leftJoin('accounts as a', 'a.id', 'b.saved_by')
		.select(['b.id', 'b.chapter_id as chapterId', 'b.position', 'b.kind', 'b.body', 'b.live'])
		.select(['b.strength', 'b.is_generated as isGenerated', 'b.revision'])
		.select(['b.saved_at as savedAt', 'a.name as savedBy'])
		.where('b.chapter_id', '=', chapterId)
		.where('b.removed_at', 'is', null)
		.orderBy('b.position')
		.orderBy('b.id')
		.execute();
}

/**
 * The report of a round and what the actor may do there; with `isLocked`, held until the
 * transaction ends so that those who change its order or its citations come one after another.
 * @throws Problem not_found
 */
export async function openReport(
	trx: Trx,
	roundId: string,
	verb: Verb,
	isLocked = false
): Promise<{ round: RoundHead; report: Report }> {
	const round = await getRoundHead(trx, roundId, verb);
	if (isLocked)
		await trx
			.selectFrom('reports')
			.select('round_id')
			.where('round_id', '=', round.id)
			.forUpdate()
			.execute();
	return { round, report: await getReport(trx, round.id) };
}

/**
 * Begins the report of a round in `language`: with the chapters the study keeps, or, where it keeps
 * none or `isUsual`, a chapter for each issue area and each country, and those every study has, each
 * with its usual blocks. Where one was begun already nothing is done.
 * @throws Problem not_found for all but coordinators and editors
 */
export async function createReport(
	ctx: Context,
	roundId: string,
	language = 'en',
	{ isUsual = false } = {}
): Promise<void> {
	await asActor(ctx.db, ctx.actor, async (trx) => {
		const round = await getRoundHead(trx, roundId, 'report.write');
		const created = await trx
			.insertInto('reports')
			.values({
				round_id: round.id,
				study_id: round.studyId,
				language,
				title: `${round.study.name}, ${round.name}`.slice(0, 300),
				created_by: ctx.actor.accountId
			})
			.onConflict((conflict) => conflict.column('round_id').doNothing())
			.executeTakeFirst();
		if (!created.numInsertedOrUpdatedRows) return;
		const definition = await getDefinition(trx, round.versionId);
		const usual = await chaptersOf(trx, round.id, definition, language);
		const kept = isUsual ? null : await findTemplate(trx, round.studyId);
		const chapters = kept
			? fromTemplate(kept.chapters, usual, definition, kept.language === language)
			: usual.map((chapter) => ({ ...chapter, blocks: defaultBlocks(chapter, definition) }));
		for (const [position, { blocks, ...chapter }] of chapters.entries())
			await insertChapter(trx, ctx, round, { id: randomUUID(), position, ...chapter }, blocks);
		await recordAudit(trx, ctx.actor, 'report.create', {
			studyId: round.studyId,
			roundId: round.id,
			subjectId: round.id,
			detail: { chapters: chapters.length, language, ...(kept ? { template: kept.revision } : {}) }
		});
	});
}

/** Writes a chapter with its first blocks. */
export async function insertChapter(
	trx: Trx,
	ctx: Context,
	round: { id: string; studyId: string },
	chapter: { id: string; kind: ChapterKind; key: string; title: string; position: number },
	blocks: DefaultBlock[]
): Promise<void> {
	const of = { round_id: round.id, study_id: round.studyId };
	const { id, kind, key, title, position } = chapter;
	await trx
		.insertInto('chapters')
		.values({ id, ...of, kind, key, title, position })
		.execute();
	for (const [at, block] of blocks.entries())
		await insertBlock(trx, ctx, { id: randomUUID(), chapterId: id, ...of, position: at }, block);
}

/** What a new block says. */
export interface BlockContent {
	kind: 'text' | 'finding' | 'live';
	body?: string;
	live: Live | null;
	strength?: Strength | null;
	isGenerated: boolean;
}

/** Writes a block and its first wording. */
export async function insertBlock(
	trx: Trx,
	ctx: Context,
	at: { id: string; chapterId: string; round_id: string; study_id: string; position: number },
	{ kind, body = '', live, strength = null, isGenerated }: BlockContent
): Promise<void> {
	const { id, chapterId, position, ...of } = at;
	const content = {
		body,
		live: live === null ? null : (json(live) as never),
		strength,
		is_generated: isGenerated
	};
	await trx
		.insertInto('blocks')
		.values({
			...{ id, chapter_id: chapterId, ...of, position, kind, ...content },
			saved_by: ctx.actor.accountId,
			saved_at: ctx.now()
		})
		.execute();
	await trx
		.insertInto('block_revisions')
		.values({
			...{ block_id: id, chapter_id: chapterId, ...of, revision: 1, based_on: 0, ...content },
			standing: 'current',
			author_id: ctx.actor.accountId,
			made_at: ctx.now()
		})
		.execute();
}

/**
 * Changes what stands on the cover, and the language. `revision` is the one the form was made from.
 * @throws Problem not_found; text_changed where somebody changed it since
 */
export async function changeReport(
	ctx: Context,
	input: {
		roundId: string;
		revision: number;
		title: string;
		subtitle: string;
		publisher: string;
		language: string;
	}
): Promise<void> {
	await asActor(ctx.db, ctx.actor, async (trx) => {
		const { round, report } = await openReport(trx, input.roundId, 'report.write', true);
		const { title, subtitle, publisher, language } = input;
		const next = { title, subtitle, publisher, language };
		const changed = Object.entries(next).filter(
			([name, value]) => report[name as keyof typeof next] !== value
		);
		if (changed.length === 0) return;
		if (report.revision !== input.revision) throw new Problem('text_changed');
		await trx
			.updateTable('reports')
			.set({ ...next, revision: report.revision + 1 })
			.where('round_id', '=', round.id)
			.execute();
		await recordAudit(trx, ctx.actor, 'report.change', {
			studyId: round.studyId,
			roundId: round.id,
			subjectId: round.id,
			detail: { fields: changed.map(([name]) => name) }
		});
	});
}
