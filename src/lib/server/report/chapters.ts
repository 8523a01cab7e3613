import { randomUUID } from 'node:crypto';
import type { ChapterKind } from '#lib/report/content.ts';
import { defaultBlocks } from '#lib/report/defaultBlocks.ts';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { Problem, notFound } from '../problem.ts';
import { getDefinition } from '../questionnaires/queries.ts';
import { getChapter } from './blocks.ts';
import { chaptersOf } from './chaptersOf.ts';
import { placed } from './placed.ts';
import { type Report, insertChapter, listChapters, openReport } from './reports.ts';

/** So many chapters may stand in a report. */
const MOST_CHAPTERS = 200;

async function auditChapter(
	ctx: Context,
	trx: Trx,
	report: Report,
	chapter: string,
	detail: Record<string, unknown>
): Promise<void> {
	await recordAudit(trx, ctx.actor, 'report.change', {
		studyId: report.studyId,
		roundId: report.roundId,
		subjectId: chapter,
		detail
	});
}

/**
 * Adds a chapter at the end: one of the editors' own with a title, or one every report has that is
 * not there. `id` is made by the page: the same form sent twice adds one.
 * @throws Problem not_found, also for an area or country the round does not ask; already_exists;
 * invalid without a title and beyond MOST_CHAPTERS
 */
export async function addChapter(
	ctx: Context,
	input: { roundId: string; id: string; kind: ChapterKind; key: string; title: string }
): Promise<void> {
	await asActor(ctx.db, ctx.actor, async (trx) => {
		const { round, report } = await openReport(trx, input.roundId, 'report.write', true);
		const known = await trx
			.selectFrom('chapters')
			.select(['title', 'kind'])
			.where('id', '=', input.id)
			.executeTakeFirst();
		if (known && (known.kind !== 'custom' || known.title === input.title.trim())) return;
		// A page gone back to still holds the id of what it sent: another title is another chapter.
		const id = known ? randomUUID() : input.id;
		const standing = await listChapters(trx, round.id);
		if (standing.length >= MOST_CHAPTERS) throw new Problem('invalid');
		const definition = await getDefinition(trx, round.versionId);
		const { kind, key } = input;
		const usual = (await chaptersOf(trx, round.id, definition, report.language)).find(
			(chapter) => chapter.kind === kind && chapter.key === key
		);
		if (kind !== 'custom' && !usual) throw notFound();
		if (kind !== 'custom' && standing.some((each) => each.kind === kind && each.key === key))
			throw new Problem('already_exists');
		const title = input.title.trim() || usual?.title;
		if (!title) throw new Problem('invalid');
		const position = (standing.at(-1)?.position ?? 0) + 1;
		const chapter = { id, kind, key: kind === 'custom' ? '' : key, title, position };
		await insertChapter(trx, ctx, round, chapter, defaultBlocks(chapter, definition));
		await auditChapter(ctx, trx, report, id, { added: kind });
	});
}

/**
 * Gives a chapter another title. `revision` is the one the form was made from.
 * @throws Problem not_found; invalid without a title; text_changed where somebody did since
 */
export async function renameChapter(
	ctx: Context,
	input: { roundId: string; chapterId: string; title: string; revision: number }
): Promise<void> {
	await asActor(ctx.db, ctx.actor, async (trx) => {
		const { report } = await openReport(trx, input.roundId, 'report.write', true);
		const chapter = await getChapter(trx, input);
		const title = input.title.trim();
		if (!title) throw new Problem('invalid');
		if (title === chapter.title) return;
		if (chapter.revision !== input.revision) throw new Problem('text_changed');
		await trx
			.updateTable('chapters')
			.set({ title, revision: chapter.revision + 1 })
			.where('id', '=', chapter.id)
			.execute();
		await auditChapter(ctx, trx, report, chapter.id, { fields: ['title'] });
	});
}

/** Puts a chapter at a place, from 0. Twice is once. @throws Problem not_found */
export async function moveChapter(
	ctx: Context,
	input: { roundId: string; chapterId: string; place: number }
): Promise<void> {
	await asActor(ctx.db, ctx.actor, async (trx) => {
		const { report } = await openReport(trx, input.roundId, 'report.write', true);
		const chapter = await getChapter(trx, input);
		const before = (await listChapters(trx, input.roundId)).map(({ id }) => id);
		const after = placed(before, chapter.id, input.place);
		if (after.every((id, at) => id === before[at])) return;
		for (const [position, id] of after.entries())
			await trx.updateTable('chapters').set({ position }).where('id', '=', id).execute();
		await auditChapter(ctx, trx, report, chapter.id, { place: after.indexOf(chapter.id) });
	});
}

/**
 * Takes a chapter out with all that is in it, or brings it back as it was. Twice is once.
 * @throws Problem not_found; already_exists where another of its kind stands by now
 */
export async function removeChapter(
	ctx: Context,
	input: { roundId: string; chapterId: string; isRemoved: boolean }
): Promise<void> {
	await asActor(ctx.db, ctx.actor, async (trx) => {
		const { report } = await openReport(trx, input.roundId, 'report.write', true);
		const found = await trx
			.selectFrom('chapters')
			.select(['id', 'kind', 'key', 'removed_at'])
			.where('id', '=', input.chapterId)
			.where('round_id', '=', report.roundId)
			.executeTakeFirst();
		if (!found) throw notFound();
		if ((found.removed_at !== null) === input.isRemoved) return;
		await trx
			.updateTable('chapters')
			.set({ removed_at: input.isRemoved ? ctx.now() : null })
			.where('id', '=', found.id)
			.execute();
		await auditChapter(ctx, trx, report, found.id, { removed: input.isRemoved });
	});
}
