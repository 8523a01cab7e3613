import { sql } from 'kysely';
import { LONGEST_TURN } from '#lib/transcripts/turnsOfCues.ts';
import { type Speaker, TURN_MARKS, type TurnKind, type TurnMark } from '#lib/terms.ts';
import { cleanText } from '#lib/xlsform/cleanText.ts';
import { type Merge, mergeAnswerText } from '#lib/xlsform/mergeText.ts';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { Problem, notFound } from '../problem.ts';
import { moveCodings } from './moveCodings.ts';
import { type GroupHead, type Turn, getGroup, turnColumns } from './queries.ts';

/** Who spoke: a participant, or somebody in another role, who has no participant. */
export interface TurnSpeaker {
	speaker: Speaker;
	participantId: string | null;
}

/** What somebody wants a turn to be. What is left out stays as it is. */
export interface TurnChange {
	turnId: string;
	/** Made by the page: the same save again does nothing. */
	saveId: string;
	/** The revision the person saw when they began. */
	base: number;
	body?: string;
	/** Null or empty takes the translation away. */
	translation?: string | null;
	translationLanguage?: string | null;
	kind?: TurnKind;
	mark?: TurnMark;
	speaker?: TurnSpeaker;
	blockId?: string | null;
}

/**
 * What became of it. `saved`: as sent, `merged` with what somebody else changed meanwhile, `both`:
 * where the two contradict each other and both stand in the turn now, one after the other.
 */
export interface TurnOutcome {
	result: 'saved' | 'merged' | 'both' | 'unchanged';
	/** As it stands now. */
	turn: Turn;
	/** What somebody else set meanwhile to something else, and stays as they set it. */
	kept: ('speaker' | 'kind' | 'block')[];
}

/**
 * Changes one turn on the revision somebody saw (rule R3): edits of different places merge, where
 * they contradict both stay. Codes follow their words.
 * @throws Problem not_found, notes_refused for a participant who did not agree, wrong_state for a
 * turn that was removed or whose two texts do not fit in one, invalid for one without words
 */
export async function changeTurn(
	ctx: Context,
	groupId: string,
	change: TurnChange
): Promise<TurnOutcome> {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const group = await getGroup(trx, groupId, 'turn.write');
		return changeTurnIn(ctx, trx, group, change);
	});
}

/** The same inside of a transaction that has asked for the meeting with turn.write already. */
export async function changeTurnIn(
	ctx: Pick<Context, 'actor'>,
	trx: Trx,
	group: Pick<GroupHead, 'id' | 'studyId' | 'roundId'>,
	change: TurnChange
): Promise<TurnOutcome> {
	const { turn, removedAt } = await lockTurn(trx, group.id, change.turnId);
	if (removedAt) throw new Problem('wrong_state');
	if (await isSavedAlready(trx, change)) return { result: 'unchanged', turn, kept: [] };
	if (change.speaker) await requireSpeaker(trx, group.id, change.speaker);
	const base = await findBase(trx, turn, change.base);
	const settled = settle(base, change, turn);
	if (settled.fields.length === 0) return { result: 'unchanged', turn, kept: settled.kept };
	const revision = turn.revision + 1;
	const next = { ...turn, ...settled.next, revision };
	await write(trx, next, { saveId: change.saveId, authorId: ctx.actor.accountId });
	if (next.body !== turn.body || next.translation !== turn.translation)
		await moveCodings(trx, { id: turn.id, revision, before: turn, after: next });
	await recordAudit(trx, ctx.actor, 'turn.save', {
		studyId: group.studyId,
		roundId: group.roundId,
		subjectId: turn.id,
		detail: { group: group.id, revision, fields: settled.fields, result: settled.result }
	});
	return { result: settled.result, turn: next, kept: settled.kept };
}

/** A turn of a meeting, held until the transaction ends. @throws Problem not_found */
export async function lockTurn(
	trx: Trx,
	groupId: string,
	turnId: string
): Promise<{ turn: Turn; removedAt: Date | null }> {
	const found = await sql<Turn & { removedAt: Date | null }>`
		select ${turnColumns}, t.removed_at as "removedAt" from turns t
		where t.id = ${turnId}::uuid and t.group_id = ${groupId}::uuid for update of t`.execute(trx);
	const row = found.rows[0];
	if (!row) throw notFound();
	const { removedAt, ...turn } = row;
	return { turn, removedAt };
}

/** Participants are somebody of this meeting, all others nobody in particular. */
async function requireSpeaker(trx: Trx, groupId: string, who: TurnSpeaker): Promise<void> {
	if ((who.speaker === 'participant') !== (who.participantId !== null))
		throw new Problem('invalid');
	if (who.participantId === null) return;
	const found = await trx
		.selectFrom('participants')
		.select('id')
		.where('id', '=', who.participantId)
		.where('group_id', '=', groupId)
		.where('removed_at', 'is', null)
		.executeTakeFirst();
	if (!found) throw notFound();
}

async function isSavedAlready(trx: Trx, { turnId, saveId }: TurnChange): Promise<boolean> {
	const found = await trx
		.selectFrom('turn_revisions')
		.select('revision')
		.where('turn_id', '=', turnId)
		.where('save_id', '=', saveId)
		.executeTakeFirst();
	return found !== undefined;
}

type Content = Pick<
	Turn,
	'body' | 'translation' | 'kind' | 'mark' | 'speaker' | 'participantId' | 'blockId'
>;

/** What the person began from; what stands, where nobody changed it since or the revision is not known. */
async function findBase(trx: Trx, turn: Turn, base: number): Promise<Content> {
	if (base >= turn.revision) return turn;
	const found = await sql<Content>`select body, translation, kind, mark, speaker,
			participant_id as "participantId", block_id as "blockId"
		from turn_revisions where turn_id = ${turn.id}::uuid and revision = ${base}`.execute(trx);
	return found.rows[0] ?? turn;
}

type Settled = Pick<TurnOutcome, 'result' | 'kept'> & {
	next: Content & Pick<Turn, 'translationLanguage'>;
	fields: string[];
};

/** Holds what was asked against what the person saw and what stands. Writes nothing. */
function settle(base: Content, change: TurnChange, now: Turn): Settled {
	const results = new Set<'saved' | 'merged' | 'both'>();
	const kept: TurnOutcome['kept'] = [];
	const textOf = (mine: string | undefined, before: string, stands: string) => {
		const merged = mergeTexts(before, mine === undefined ? before : cleanText(mine).trim(), stands);
		results.add(merged.result);
		return merged.text;
	};
	/** One of two values: theirs where both changed it. */
	const oneOf = <T>(
		field: TurnOutcome['kept'][number],
		mine: T | undefined,
		before: T,
		stands: T
	): T => {
		const same = (a: T, b: T) => JSON.stringify(a) === JSON.stringify(b);
		if (mine === undefined || same(mine, before) || same(mine, stands)) return stands;
		if (same(before, stands)) return mine;
		kept.push(field);
		return stands;
	};
	const who = ({ speaker, participantId }: Content): TurnSpeaker => ({ speaker, participantId });
	const body = textOf(change.body, base.body, now.body);
	const asked = change.translation === undefined ? undefined : (change.translation ?? '');
	const translation = textOf(asked, base.translation ?? '', now.translation ?? '') || null;
	if (body === '') throw new Problem('invalid');
	const next = {
		body,
		translation,
		translationLanguage:
			translation === null ? null : (change.translationLanguage ?? now.translationLanguage),
		kind: oneOf('kind', change.kind, base.kind, now.kind),
		mark: markOf(change.mark, base.mark, now.mark),
		...oneOf('speaker', change.speaker, who(base), who(now)),
		blockId: oneOf('block', change.blockId, base.blockId, now.blockId)
	};
	const fields = (Object.keys(next) as (keyof typeof next)[]).filter(
		(field) => next[field] !== now[field]
	);
	const result = results.has('both') ? 'both' : results.has('merged') ? 'merged' : 'saved';
	return { next, fields, result, kept };
}

function mergeTexts(
	base: string,
	mine: string,
	theirs: string
): { text: string; result: 'saved' | 'merged' | 'both' } {
	if (base === theirs || mine === theirs || mine === base)
		return { text: base === theirs ? mine : theirs, result: 'saved' };
	// Emptying a text and adding to it is a disagreement, not an edit elsewhere.
	const merge: Merge<string> =
		mine === '' || theirs === '' ? { conflict: true } : mergeAnswerText(base, mine, theirs);
	const text = merge.conflict ? [theirs, mine].filter(Boolean).join('\n\n') : merge.merged;
	if (text.length > LONGEST_TURN) throw new Problem('wrong_state');
	return { text, result: merge.conflict ? 'both' : 'merged' };
}

/** Of two marks that were both changed the narrower holds (rule R10). */
function markOf(mine: TurnMark | undefined, base: TurnMark, theirs: TurnMark): TurnMark {
	if (mine === undefined || mine === base) return theirs;
	if (theirs === base) return mine;
	return TURN_MARKS[Math.min(TURN_MARKS.indexOf(mine), TURN_MARKS.indexOf(theirs))]!;
}

async function write(
	trx: Trx,
	turn: Turn,
	{ saveId, authorId }: { saveId: string; authorId: string }
): Promise<void> {
	await sql`update turns set body = ${turn.body}, translation = ${turn.translation},
			translation_language = ${turn.translationLanguage}, kind = ${turn.kind}, mark = ${turn.mark},
			speaker = ${turn.speaker}, participant_id = ${turn.participantId}::uuid,
			block_id = ${turn.blockId}::uuid, revision = ${turn.revision}, changed_at = now()
		where id = ${turn.id}::uuid`.execute(trx);
	await insertRevision(trx, turn.id, saveId, authorId);
}

/** Writes down how a turn stands now, as its revision. */
export async function insertRevision(
	trx: Trx,
	turnId: string,
	saveId: string | null,
	authorId: string
): Promise<void> {
	await sql`insert into turn_revisions (turn_id, group_id, study_id, revision, save_id, author_id, speaker,
			participant_id, block_id, kind, mark, lowered_to, is_struck, body, translation)
		select id, group_id, study_id, revision, ${saveId}::uuid, ${authorId}::uuid, speaker, participant_id,
			block_id, kind, mark, lowered_to, struck_at is not null, body, translation
		from turns where id = ${turnId}::uuid`.execute(trx);
}
