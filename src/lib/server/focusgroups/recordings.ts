import { sql } from 'kysely';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { asActor, asSystem } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { withinSystem } from '../database/withinSystem.ts';
import { Problem, notFound } from '../problem.ts';
import { type ListedParticipant, getGroup, listParticipants } from './queries.ts';
import { listTranscripts, scopeOf } from './transcripts.ts';

/** Sound of a part of a meeting. */
export interface ListedRecording {
	id: string;
	title: string;
	transcriptId: string | null;
	/** Where it begins on the clock of the transcript, in milliseconds. */
	offsetMs: number;
	mediaType: string;
	/** In bytes. */
	size: number;
	addedAt: Date;
}

/** A file as it was stored after cleaning; its given name is never kept. */
export interface RecordingFile {
	sha256: string;
	mediaType: string;
	size: number;
	extension: string;
}

/** How long one opening of a recording lasts: a player asks for it piece by piece. */
const OPENING_MINUTES = 30;

/** The recordings the actor may hear, none of them while somebody has not agreed; by their place. */
export async function listRecordings(trx: Trx, groupId: string): Promise<ListedRecording[]> {
	return trx
		.selectFrom('recordings')
		.select(['id', 'title', 'added_at as addedAt', 'file_type as mediaType', 'file_size as size'])
		.select(['transcript_id as transcriptId', 'offset_ms as offsetMs'])
		.where('group_id', '=', groupId)
		.where('removed_at', 'is', null)
		.orderBy('offset_ms')
		.orderBy('added_at')
		.orderBy('id')
		.execute();
}

/** Who keeps a meeting from being recorded; nobody where there is no participant yet. */
export function notAgreed(participants: readonly ListedParticipant[], today: string): string[] {
	return participants
		.filter(
			({ recordingAllowed, withdrawnScope, consentUntil }) =>
				!recordingAllowed ||
				withdrawnScope === 'all' ||
				(consentUntil !== null && consentUntil < today)
		)
		.map(({ pseudonym }) => pseudonym);
}

/** The recordings of a meeting, and by pseudonym who has not agreed. */
export async function getRecordingsPage(ctx: Context, groupId: string) {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const group = await getGroup(trx, groupId, 'recording.add');
		const participants = await listParticipants(trx, group.id);
		const isAllowed = await isRecordingAllowed(trx, group.id);
		return {
			group,
			isAllowed,
			participants: participants.length,
			notAgreed: notAgreed(participants, ctx.now().toISOString().slice(0, 10)),
			recordings: await listRecordings(trx, group.id),
			// Locked ones can be neither heard nor seen, but made away with.
			locked: isAllowed ? 0 : (await listKept(trx, group.id)).length,
			transcripts: await listTranscripts(trx, group.id, { withRemoved: false })
		};
	});
}

async function isRecordingAllowed(trx: Trx, groupId: string): Promise<boolean> {
	const found = await sql<{ allowed: boolean }>`
		select recording_allowed(${groupId}::uuid) as allowed`.execute(trx);
	return found.rows[0]!.allowed;
}

/** Asked before a file is taken in: whether the actor may add one to this meeting now. */
export async function requireMayRecord(ctx: Context, groupId: string): Promise<void> {
	await asActor(ctx.db, ctx.actor, async (trx) => {
		const group = await getGroup(trx, groupId, 'recording.add');
		if (!(await isRecordingAllowed(trx, group.id))) throw new Problem('recording_not_allowed');
	});
}

/**
 * Keeps the sound of a part of a meeting; the same id again adds nothing.
 * @throws Problem not_found, recording_not_allowed, type_not_allowed where it is not sound alone
 */
export async function addRecording(
	ctx: Context,
	input: {
		id: string;
		groupId: string;
		title: string;
		transcriptId: string | null;
		offsetMs: number;
		file: RecordingFile;
	}
): Promise<void> {
	await asActor(ctx.db, ctx.actor, async (trx) => {
		const group = await getGroup(trx, input.groupId, 'recording.add');
		if (!(await isRecordingAllowed(trx, group.id))) throw new Problem('recording_not_allowed');
		if (!input.file.mediaType.startsWith('audio/')) throw new Problem('type_not_allowed');
		const transcripts = await listTranscripts(trx, group.id, { withRemoved: false });
		if (input.transcriptId && !transcripts.some(({ id }) => id === input.transcriptId))
			throw notFound();
		const added = await trx
			.insertInto('recordings')
			.values({
				id: input.id,
				group_id: group.id,
				study_id: group.studyId,
				transcript_id: input.transcriptId,
				title: input.title,
				offset_ms: input.offsetMs,
				file_sha256: input.file.sha256,
				file_type: input.file.mediaType,
				file_size: input.file.size,
				file_extension: input.file.extension,
				added_by: ctx.actor.accountId
			})
			.onConflict((conflict) => conflict.column('id').doNothing())
			.executeTakeFirst();
		if (!added.numInsertedOrUpdatedRows) return;
		await recordAudit(trx, ctx.actor, 'recording.add', {
			...scopeOf(group),
			subjectId: input.id,
			detail: { group: group.id, size: input.file.size }
		});
	});
}

interface Kept {
	id: string;
	sha256: string;
}

/** Every recording of a meeting that was not removed, whoever has agreed. */
async function listKept(trx: Trx, groupId: string): Promise<Kept[]> {
	return withinSystem(trx, () =>
		trx
			.selectFrom('recordings')
			.select(['id', 'file_sha256 as sha256'])
			.where('group_id', '=', groupId)
			.where('removed_at', 'is', null)
			.execute()
	);
}

/**
 * Takes a recording away for good, with its file; without an id all of the meeting, also those that
 * nobody may hear any more. Again, nothing happens.
 * @throws Problem not_found
 */
export async function removeRecordings(
	ctx: Context,
	input: { groupId: string; recordingId: string | null }
): Promise<void> {
	const gone = await asActor(ctx.db, ctx.actor, async (trx) => {
		const group = await getGroup(trx, input.groupId, 'recording.add');
		const kept = await listKept(trx, group.id);
		const chosen = kept.filter(({ id }) => input.recordingId === null || id === input.recordingId);
		for (const { id } of chosen) {
			await withinSystem(trx, async () => {
				await sql`update recordings set removed_at = now() where id = ${id}::uuid`.execute(trx);
			});
			await recordAudit(trx, ctx.actor, 'recording.remove', {
				...scopeOf(group),
				subjectId: id,
				detail: { group: group.id }
			});
		}
		return chosen;
	});
	for (const { sha256 } of gone) if (await isUnused(ctx, sha256)) await ctx.storage.remove(sha256);
}

/** The same bytes may have been given as evidence too, or in another meeting. */
async function isUnused(ctx: Context, sha256: string): Promise<boolean> {
	return asSystem(ctx.db, async (trx) => {
		const found =
			await sql`select 1 from recordings where file_sha256 = ${sha256} and removed_at is null
			union all select 1 from evidence where file_sha256 = ${sha256} limit 1`.execute(trx);
		return found.rows.length === 0;
	});
}

/**
 * A recording the actor may hear, for playing. Each opening is audited once: what the same person
 * asks for within half an hour is the same opening.
 * @throws Problem not_found, also from the moment somebody takes their agreement back
 */
export async function openRecording(
	ctx: Context,
	place: { groupId: string; recordingId: string }
): Promise<{ sha256: string; mediaType: string; size: number; name: string }> {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const group = await getGroup(trx, place.groupId, 'recording.add');
		const row = await trx
			.selectFrom('recordings')
			.select(['id', 'file_sha256', 'file_type', 'file_size', 'file_extension'])
			.where('id', '=', place.recordingId)
			.where('group_id', '=', group.id)
			.where('removed_at', 'is', null)
			// Two requests of one player come at once: the second sees the entry of the first.
			.forUpdate()
			.executeTakeFirst();
		if (!row) throw notFound();
		if (!(await isOpenAlready(trx, ctx, { studyId: group.studyId, recordingId: row.id })))
			await recordAudit(trx, ctx.actor, 'recording.play', {
				...scopeOf(group),
				subjectId: row.id,
				detail: { group: group.id }
			});
		return {
			sha256: row.file_sha256,
			mediaType: row.file_type,
			size: row.file_size,
			name: `recording-${row.id.slice(0, 8)}.${row.file_extension}`
		};
	});
}

async function isOpenAlready(
	trx: Trx,
	ctx: Context,
	{ studyId, recordingId }: { studyId: string; recordingId: string }
): Promise<boolean> {
	const since = new Date(ctx.now().getTime() - OPENING_MINUTES * 60_000);
	return withinSystem(trx, async () => {
		const found = await trx
			.selectFrom('audit_entries')
			.select('id')
			.where('study_id', '=', studyId)
			.where('action', '=', 'recording.play')
			.where('subject_id', '=', recordingId)
			.where('actor_id', '=', ctx.actor.accountId)
			.where('at', '>=', since)
			.limit(1)
			.executeTakeFirst();
		return found !== undefined;
	});
}
