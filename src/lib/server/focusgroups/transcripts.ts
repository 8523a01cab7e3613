import { sql } from 'kysely';
import type { TranscriptFormat } from '#lib/terms.ts';
import { mayDo } from '../access/verbs.ts';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { notFound } from '../problem.ts';
import { type GroupHead, getGroup } from './queries.ts';

/** A transcript of a meeting, with how much of it the actor may read. */
export interface ListedTranscript {
	id: string;
	title: string;
	format: TranscriptFormat;
	language: string | null;
	translationLanguage: string | null;
	importedAt: Date;
	importedBy: string;
	removedAt: Date | null;
	turns: number;
	/** How many of them have a translation beside them. */
	translated: number;
}

/** The transcripts of a meeting, oldest first; those that were removed for staff alone. */
export async function listTranscripts(
	trx: Trx,
	groupId: string,
	{ withRemoved }: { withRemoved: boolean }
): Promise<ListedTranscript[]> {
	const found = await sql<ListedTranscript>`
		select t.id, t.title, t.format, t.language, t.translation_language as "translationLanguage",
			t.imported_at as "importedAt", a.name as "importedBy", t.removed_at as "removedAt",
			count(u.id)::int as turns, count(u.translation)::int as translated
		from transcripts t join accounts a on a.id = t.imported_by
		left join turns u on u.transcript_id = t.id and (u.removed_at is null or u.removed_at = t.removed_at)
		where t.group_id = ${groupId}::uuid and (${withRemoved} or t.removed_at is null)
		group by t.id, a.name order by t.imported_at, t.id`.execute(trx);
	return found.rows;
}

/** A meeting with its transcripts, as its page lists them. */
export async function getTranscriptList(ctx: Context, groupId: string) {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const group = await getGroup(trx, groupId, 'group.read');
		const mayWrite = mayDo('turn.write', group.roles);
		return {
			group,
			mayWrite,
			mayReadNames: mayDo('participant.identity', group.roles),
			transcripts: await listTranscripts(trx, group.id, { withRemoved: mayWrite })
		};
	});
}

/**
 * Takes a transcript away with the turns that are still in it; nothing is lost and it can come back.
 * @throws Problem not_found
 */
export async function removeTranscript(ctx: Context, at: TranscriptPlace): Promise<void> {
	await move(ctx, at, { isRemoved: true });
}

/** Brings a transcript back with the turns that went with it; those removed before stay removed. */
export async function restoreTranscript(ctx: Context, at: TranscriptPlace): Promise<void> {
	await move(ctx, at, { isRemoved: false });
}

export interface TranscriptPlace {
	groupId: string;
	transcriptId: string;
}

async function move(
	ctx: Context,
	{ groupId, transcriptId }: TranscriptPlace,
	{ isRemoved }: { isRemoved: boolean }
): Promise<void> {
	await asActor(ctx.db, ctx.actor, async (trx) => {
		const group = await getGroup(trx, groupId, 'transcript.import');
		const { removedAt } = await lockTranscript(trx, group.id, transcriptId);
		if (Boolean(removedAt) === isRemoved) return;
		// One moment for all of them: by it they come back together.
		if (isRemoved) {
			await sql`update transcripts set removed_at = now() where id = ${transcriptId}::uuid`.execute(
				trx
			);
			await sql`update turns set removed_at = now()
				where transcript_id = ${transcriptId}::uuid and removed_at is null`.execute(trx);
		} else {
			await sql`update turns u set removed_at = null from transcripts t
				where t.id = ${transcriptId}::uuid and u.transcript_id = t.id
					and u.removed_at = t.removed_at`.execute(trx);
			await sql`update transcripts set removed_at = null where id = ${transcriptId}::uuid`.execute(
				trx
			);
		}
		await recordAudit(trx, ctx.actor, 'transcript.remove', {
			...scopeOf(group),
			subjectId: transcriptId,
			detail: { group: group.id, restored: !isRemoved }
		});
	});
}

/** A transcript of the meeting, held until the transaction ends. @throws Problem not_found */
export async function lockTranscript(trx: Trx, groupId: string, transcriptId: string) {
	const found = await trx
		.selectFrom('transcripts')
		.select(['id', 'title', 'language', 'format', 'removed_at as removedAt'])
		.select('translation_language as translationLanguage')
		.where('id', '=', transcriptId)
		.where('group_id', '=', groupId)
		.forUpdate()
		.executeTakeFirst();
	if (!found) throw notFound();
	return found;
}

/** Where an act on a meeting belongs, for the audit. */
export const scopeOf = ({ studyId, roundId }: Pick<GroupHead, 'studyId' | 'roundId'>) => ({
	studyId,
	roundId
});
