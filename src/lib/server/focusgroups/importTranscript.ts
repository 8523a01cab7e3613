import { randomUUID } from 'node:crypto';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { Problem, notFound } from '../problem.ts';
import { type ImportRequest, type PlannedImport, planRequest } from './importRequest.ts';
import { type NewTurn, insertTurns } from './insertTurns.ts';
import { type GroupHead, getGroup, lockGroup } from './queries.ts';
import { insertReplacements } from './replacements.ts';
import { scopeOf } from './transcripts.ts';

/**
 * What an import would store, as the meeting stands. Writes nothing, not even to the audit.
 * @throws Problem not_found
 */
export async function previewImport(
	ctx: Context,
	groupId: string,
	request: ImportRequest
): Promise<PlannedImport> {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const group = await getGroup(trx, groupId, 'transcript.import');
		return planRequest(trx, group.id, request, { mayAdd: true });
	});
}

export interface StoredImport {
	turns: number;
	/** Turns of participants who did not agree to notes. */
	leftOut: number;
	/** Whether the list of replaced names was kept, where there were any. */
	isSealed: boolean;
}

/**
 * Stores a transcript with new participants, its turns and the sealed list of names, all or
 * nothing; the same id again stores nothing. `seen` is the digest of the preview.
 * @throws Problem not_found, speakers_unmatched, and wrong_state where it would store anything else
 * than the preview showed, or nothing at all
 */
export async function importTranscript(
	ctx: Context,
	groupId: string,
	request: ImportRequest,
	seen: string
): Promise<StoredImport> {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const group = await lockGroup(trx, groupId, 'transcript.import');
		const stored = await findStored(trx, group.id, request.id);
		if (stored) return stored;
		const { plan, faults, digest } = await planRequest(trx, group.id, request, { mayAdd: true });
		requireClear({ plan, faults });
		if (digest !== seen || plan.turns.length === 0) throw new Problem('wrong_state');
		await trx
			.insertInto('transcripts')
			.values({
				id: request.id,
				group_id: group.id,
				study_id: group.studyId,
				title: plan.title.slice(0, 200) || '–',
				format: request.read.format,
				language: request.language,
				translation_language: plan.turns.some(({ translation }) => translation)
					? request.translationLanguage
					: null,
				imported_by: ctx.actor.accountId
			})
			.execute();
		const added = await addParticipants(ctx, trx, group, plan.turns);
		await insertTurns(trx, group, ctx.actor.accountId, turnsOf(request, plan.turns, added));
		const place = { group, transcriptId: request.id };
		const isKept = await insertReplacements(ctx, trx, place, plan.names);
		const isSealed = isKept || plan.names.length === 0;
		const leftOut = Object.values(plan.leftOut).reduce((sum, count) => sum + count, 0);
		await recordAudit(trx, ctx.actor, 'transcript.import', {
			...scopeOf(group),
			subjectId: request.id,
			detail: {
				group: group.id,
				format: request.read.format,
				turns: plan.turns.length,
				left_out: leftOut,
				participants: added.size,
				names: plan.names.length,
				sealed: isSealed
			}
		});
		return { turns: plan.turns.length, leftOut, isSealed };
	});
}

/**
 * Everybody who speaks is somebody, and no replacement tells a name.
 * @throws Problem speakers_unmatched
 */
export function requireClear({ plan, faults }: Pick<PlannedImport, 'plan' | 'faults'>): void {
	if (Object.keys(faults).length > 0 || plan.telling.length > 0)
		throw new Problem('speakers_unmatched', { names: '…' });
}

/** The form was sent twice: what the first time did. */
async function findStored(
	trx: Trx,
	groupId: string,
	transcriptId: string
): Promise<StoredImport | undefined> {
	const found = await trx
		.selectFrom('transcripts')
		.select(['id', 'group_id as groupId'])
		.where('id', '=', transcriptId)
		.executeTakeFirst();
	if (!found) return undefined;
	if (found.groupId !== groupId) throw notFound();
	return { turns: 0, leftOut: 0, isSealed: true };
}

type Planned = PlannedImport['plan']['turns'];

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** New participants who speak, by pseudonym; whoever only was left out is nobody here. */
async function addParticipants(
	ctx: Context,
	trx: Trx,
	group: GroupHead,
	turns: Planned
): Promise<Map<string, string>> {
	const added = new Map<string, string>();
	for (const { participant } of turns) {
		if (participant === null || UUID.test(participant) || added.has(participant)) continue;
		const id = randomUUID();
		added.set(participant, id);
		await trx
			.insertInto('participants')
			.values({
				id,
				group_id: group.id,
				study_id: group.studyId,
				round_id: group.roundId,
				pseudonym: participant,
				created_by: ctx.actor.accountId
			})
			.execute();
		await recordAudit(trx, ctx.actor, 'participant.add', {
			...scopeOf(group),
			subjectId: id,
			detail: { group: group.id, by: 'import' }
		});
	}
	return added;
}

function turnsOf(
	request: ImportRequest,
	turns: Planned,
	added: ReadonlyMap<string, string>
): NewTurn[] {
	return turns.map((turn, at) => ({
		id: randomUUID(),
		transcriptId: request.id,
		ordinal: at + 1,
		speaker: turn.speaker,
		participantId: turn.participant && (added.get(turn.participant) ?? turn.participant),
		blockId: null,
		kind: request.kind,
		mark: request.mark,
		startsMs: turn.startsMs,
		endsMs: turn.endsMs,
		language: request.language,
		body: turn.body,
		translation: turn.translation,
		translationLanguage: turn.translation ? request.translationLanguage : null
	}));
}
