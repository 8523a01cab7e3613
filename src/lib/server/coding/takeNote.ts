import { sql } from 'kysely';
import type { Speaker, TurnKind, TurnMark } from '#lib/terms.ts';
import { LONGEST_TURN } from '#lib/transcripts/turnsOfCues.ts';
import { cleanText } from '#lib/xlsform/cleanText.ts';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { type TurnOutcome, changeTurnIn } from '../focusgroups/changeTurn.ts';
import { insertTurns } from '../focusgroups/insertTurns.ts';
import { type GroupHead, getGroup } from '../focusgroups/queries.ts';
import { Problem, notFound } from '../problem.ts';
import { getRoundHead } from '../studies/queries.ts';
import { type NewCoding, auditAdded, placeCodings } from './addCodings.ts';

/** Where notes are taken: a meeting, by the address of its page. */
export interface RoomPlace {
	roundId: string;
	groupId: string;
}

/** What a note says. */
export interface NoteContent {
	speaker: Speaker;
	participantId: string | null;
	kind: TurnKind;
	mark: TurnMark;
	blockId: string | null;
	body: string;
	/** Codes on all of its words; ids are made by the page. */
	codes: readonly { id: string; codeId: string }[];
}

/** A note as somebody takes it. `id` is made by the page; `at`: when it was begun, in milliseconds. */
export interface NewNote extends NoteContent {
	id: string;
	at: number;
}

/**
 * Writes down what was said or seen in the room, with its codes. Sent twice it is there once,
 * whatever has become of it since. A code that is out of use by now is left off: words that were
 * heard once come before it. Notes stand in the order they were begun, and of the same millisecond
 * in that of their ids.
 * @throws Problem not_found, notes_refused for a participant who did not agree to notes, invalid
 */
export async function takeNote(
	ctx: Context,
	place: RoomPlace,
	note: NewNote
): Promise<{ result: 'stored' | 'already'; revision: number }> {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const group = await getRoomGroup(trx, place);
		const standing = await findTurn(trx, group.id, note.id);
		if (standing !== undefined) return { result: 'already', revision: standing };
		const body = cleanText(note.body).trim();
		if (body === '' || body.length > LONGEST_TURN) throw new Problem('invalid');
		await requireSpeaker(trx, group.id, note);
		await requireBlock(trx, group.id, note.blockId);
		const { id, speaker, participantId, kind, mark, blockId } = note;
		// A clock that is ahead would keep a note at the end for good.
		const ordinal = Math.min(note.at, ctx.now().getTime());
		const turn = { ...unsaid, id, ordinal, speaker, participantId, blockId, kind, mark, body };
		const [written] = await insertTurns(trx, group, ctx.actor.accountId, [turn]);
		// Sent twice at the same moment; or an id something else has, which is no business of theirs.
		if (!written) {
			const other = await findTurn(trx, group.id, id);
			if (other === undefined) throw new Problem('invalid');
			return { result: 'already', revision: other };
		}
		await recordAudit(trx, ctx.actor, 'turn.save', {
			studyId: group.studyId,
			roundId: group.roundId,
			subjectId: id,
			detail: { group: group.id, revision: 1, kind, mark, result: 'taken' }
		});
		await putCodes(ctx, trx, group, { turnId: id, revision: 1, body, codes: note.codes });
		return { result: 'stored', revision: 1 };
	});
}

/** A change of a note: all it says now, on the revision the person saw. */
export interface NoteChange extends NoteContent {
	/** Names the save: the same again does nothing. */
	id: string;
	turnId: string;
	base: number;
}

/**
 * Changes a note, one's own or another's, as changeTurn merges it; codes that are given are put on
 * the words as they stand then.
 * @throws Problem see changeTurn
 */
export async function changeNote(
	ctx: Context,
	place: RoomPlace,
	change: NoteChange
): Promise<TurnOutcome> {
	const { id: saveId, turnId, base, speaker, participantId, codes, ...content } = change;
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const group = await getRoomGroup(trx, place);
		await requireBlock(trx, group.id, change.blockId);
		const who = { speaker, participantId };
		const asked = { turnId, saveId, base, ...content, speaker: who };
		const outcome = await changeTurnIn(ctx, trx, group, asked);
		const { revision, body } = outcome.turn;
		await putCodes(ctx, trx, group, { turnId, revision, body, codes });
		return outcome;
	});
}

/** The meeting of a round's page. @throws Problem not_found */
export async function getRoomGroup(trx: Trx, { roundId, groupId }: RoomPlace): Promise<GroupHead> {
	const group = await getGroup(trx, groupId, 'turn.write');
	if (group.roundId !== roundId) throw notFound();
	return group;
}

/** What a note in the room has none of. */
const unsaid = {
	transcriptId: null,
	startsMs: null,
	endsMs: null,
	language: null,
	translation: null,
	translationLanguage: null
};

/** The revision of a turn of this meeting; undefined where there is none. */
async function findTurn(trx: Trx, groupId: string, id: string): Promise<number | undefined> {
	const found = await trx
		.selectFrom('turns')
		.select('revision')
		.where('id', '=', id)
		.where('group_id', '=', groupId)
		.executeTakeFirst();
	return found?.revision;
}

/**
 * Who speaks is somebody of this meeting who agreed to notes. The database asks for consent once
 * more (migrations/20261128-21).
 */
async function requireSpeaker(trx: Trx, groupId: string, note: NewNote): Promise<void> {
	const { speaker, participantId } = note;
	if ((speaker === 'participant') !== (participantId !== null)) throw new Problem('invalid');
	if (participantId === null) return;
	const person = await trx
		.selectFrom('participants')
		.select('notes_refused as isRefused')
		.where('id', '=', participantId)
		.where('group_id', '=', groupId)
		.executeTakeFirst();
	if (!person) throw notFound();
	if (person.isRefused) throw new Problem('notes_refused');
}

/** A block of this meeting's guide, removed since or not. */
async function requireBlock(trx: Trx, groupId: string, blockId: string | null): Promise<void> {
	if (blockId === null) return;
	const block = await trx
		.selectFrom('guide_blocks')
		.select('id')
		.where('id', '=', blockId)
		.where('group_id', '=', groupId)
		.executeTakeFirst();
	if (!block) throw notFound();
}

/** Puts codes on all words of a note; those that are out of use are left off. */
async function putCodes(
	ctx: Context,
	trx: Trx,
	group: GroupHead,
	note: { turnId: string; revision: number; body: string; codes: NoteContent['codes'] }
): Promise<void> {
	if (note.codes.length === 0) return;
	const round = await getRoundHead(trx, group.roundId, 'coding.write');
	const wanted = note.codes.map(({ codeId }) => codeId);
	const usable = await sql<{ id: string }>`select c.id from codes c
		left join codes into_ on into_.id = c.merged_into
		where c.id = any (${wanted}::uuid[]) and c.study_id = ${group.studyId}::uuid and c.is_codable
			and (c.status = 'active' or (into_.status = 'active' and into_.is_codable))`.execute(trx);
	const known = new Set(usable.rows.map(({ id }) => id));
	const codings = note.codes
		.filter(({ codeId }) => known.has(codeId))
		.map(({ id, codeId }): NewCoding => {
			const place = { turnId: note.turnId };
			const all = { start: 0, end: note.body.length, textRevision: note.revision };
			return { id, codeId, place, field: 'body', ...all };
		});
	const added = await placeCodings(trx, ctx, round, { codings, origin: 'quick' });
	await auditAdded(trx, ctx, round, added);
}
