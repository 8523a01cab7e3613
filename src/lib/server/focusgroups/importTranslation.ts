import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { type Alignment, alignTranslation } from '#lib/transcripts/alignTranslation.ts';
import { LONGEST_TURN } from '#lib/transcripts/turnsOfCues.ts';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { json } from '../database/json.ts';
import { Problem } from '../problem.ts';
import { type ImportRequest, type PlannedImport, isSaved, planRequest } from './importRequest.ts';
import { requireClear } from './importTranscript.ts';
import { moveCodings } from './moveCodings.ts';
import { type Turn, getGroup, turnColumns } from './queries.ts';
import { insertReplacements } from './replacements.ts';
import { lockTranscript, scopeOf } from './transcripts.ts';

/** A turn and what would stand beside it. */
export interface TranslatedTurn {
	turn: Turn;
	/** Empty where the translation has nothing for it: then the turn stays as it is. */
	translation: string;
	/** Places of the pieces in the plan's turns. */
	pieces: number[];
}

export interface PlannedTranslation extends PlannedImport {
	title: string;
	pairs: TranslatedTurn[];
	by: Alignment['by'];
	isUneven: boolean;
	/** A text beside a turn would be longer than a turn can be. */
	isTooLong: boolean;
}

/**
 * Which piece of a second file would stand beside which turn of a transcript. Writes nothing.
 * @throws Problem not_found
 */
export async function previewTranslation(
	ctx: Context,
	place: { groupId: string; transcriptId: string },
	request: ImportRequest
): Promise<PlannedTranslation> {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const group = await getGroup(trx, place.groupId, 'transcript.import');
		return plan(trx, group.id, place.transcriptId, request);
	});
}

async function plan(
	trx: Trx,
	groupId: string,
	transcriptId: string,
	request: ImportRequest
): Promise<PlannedTranslation> {
	const transcript = await lockTranscript(trx, groupId, transcriptId);
	if (transcript.removedAt) throw new Problem('wrong_state');
	const planned = await planRequest(trx, groupId, request, { mayAdd: false });
	const found = await sql<Turn>`select ${turnColumns} from turns t
		where t.transcript_id = ${transcriptId}::uuid and t.removed_at is null
		order by t.ordinal, t.id for update of t`.execute(trx);
	const pieces = planned.plan.turns.map(({ startsMs, endsMs, body }) => ({
		startsMs,
		endsMs,
		text: body
	}));
	const aligned = alignTranslation(found.rows, pieces);
	const between = ['webvtt', 'srt'].includes(request.read.format) ? ' ' : '\n';
	const pairs = found.rows.map((turn, at) => ({
		turn,
		pieces: aligned.pieces[at]!,
		translation: aligned.pieces[at]!.map((piece) => pieces[piece]!.text).join(between)
	}));
	return {
		...planned,
		title: transcript.title,
		pairs,
		by: aligned.by,
		isUneven: aligned.isUneven,
		isTooLong: pairs.some(({ translation }) => translation.length > LONGEST_TURN),
		digest: createHash('sha256')
			.update(planned.digest)
			.update(
				JSON.stringify(pairs.map(({ turn, translation }) => [turn.id, turn.revision, translation]))
			)
			.digest('hex')
	};
}

/**
 * Puts a translation beside the turns of a transcript, each as a new revision; what stood there is
 * in the history. The same request again does nothing. `seen` is the digest of the preview.
 * @throws Problem not_found, speakers_unmatched, wrong_state where the preview showed something else
 */
export async function importTranslation(
	ctx: Context,
	place: { groupId: string; transcriptId: string },
	request: ImportRequest,
	seen: string
): Promise<{ turns: number }> {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const group = await getGroup(trx, place.groupId, 'transcript.import');
		if (await isSaved(trx, place.transcriptId, request.id)) return { turns: 0 };
		const planned = await plan(trx, group.id, place.transcriptId, request);
		requireClear(planned);
		const changed = planned.pairs.filter(
			({ turn, translation }) => translation !== '' && translation !== turn.translation
		);
		if (planned.digest !== seen || planned.isTooLong || changed.length === 0)
			throw new Problem('wrong_state');
		await write(trx, changed, request, ctx.actor.accountId);
		await sql`update transcripts set translation_language = ${request.language}
			where id = ${place.transcriptId}::uuid`.execute(trx);
		const at = { group, transcriptId: place.transcriptId };
		const isSealed = await insertReplacements(ctx, trx, at, planned.plan.names);
		await recordAudit(trx, ctx.actor, 'transcript.import', {
			...scopeOf(group),
			subjectId: place.transcriptId,
			detail: {
				group: group.id,
				format: request.read.format,
				translated: changed.length,
				by: planned.by,
				names: planned.plan.names.length,
				sealed: isSealed
			}
		});
		return { turns: changed.length };
	});
}

async function write(
	trx: Trx,
	changed: readonly TranslatedTurn[],
	request: ImportRequest,
	authorId: string
): Promise<void> {
	const rows = changed.map(({ turn, translation }) => ({ id: turn.id, translation }));
	await sql`update turns set translation = n.translation, translation_language = ${request.language},
			revision = revision + 1, changed_at = now()
		from jsonb_to_recordset(${json(rows)}) as n (id uuid, translation text)
		where turns.id = n.id`.execute(trx);
	await sql`insert into turn_revisions (turn_id, group_id, study_id, revision, save_id, author_id, speaker,
			participant_id, block_id, kind, mark, lowered_to, is_struck, body, translation)
		select id, group_id, study_id, revision, ${request.id}::uuid, ${authorId}::uuid, speaker, participant_id,
			block_id, kind, mark, lowered_to, struck_at is not null, body, translation
		from turns where id = any (${rows.map(({ id }) => id)}::uuid[])`.execute(trx);
	for (const { turn, translation } of changed)
		if (turn.translation !== null)
			await moveCodings(trx, {
				id: turn.id,
				revision: turn.revision + 1,
				before: turn,
				after: { body: turn.body, translation }
			});
}
