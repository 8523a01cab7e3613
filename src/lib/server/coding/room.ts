import { sql } from 'kysely';
import type { Placed } from '#lib/codes/tree.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { type GuideBlock, listBlocks } from '../focusgroups/guideQueries.ts';
import {
	type GroupHead,
	type ListedParticipant,
	type Turn,
	listParticipants,
	turnColumns,
	turnOrder
} from '../focusgroups/queries.ts';
import { type Code, listCodes } from './codebook.ts';
import { listCodings } from './listCodings.ts';
import { type RoomPlace, getRoomGroup } from './takeNote.ts';

/** How many notes a page begins with; the earlier ones are read when they are asked for. */
export const LATEST_NOTES = 150;
/**
 * So long may one who writes a note take until it can be read, in seconds: changes are numbered
 * when they are made, not when they are through, so that what is this new is told once more.
 */
const SETTLES = 15;

/** A note as the team reads it. */
export interface Note extends Turn {
	removedAt: Date | null;
	/** Who took it; null where it was a participant's own link or a closed account. */
	author: string | null;
	/** Ids of the codes on it, each once. */
	codes: string[];
}

/** Somebody who may take notes here. */
export interface NoteTaker {
	id: string;
	name: string;
}

export interface Room {
	group: GroupHead;
	participants: ListedParticipant[];
	blocks: GuideBlock[];
	codes: Placed<Code>[];
	noteTakers: NoteTaker[];
	/** How many notes there are; `notes` are the last of them, in order. */
	total: number;
	notes: Note[];
	/** The highest number of a change: what to ask with next time. */
	change: number;
}

/**
 * A meeting as those see it who take its notes.
 * @throws Problem not_found for everybody but coordinators and note-takers of the study
 */
export async function getRoom(
	ctx: Context,
	place: RoomPlace,
	{ isWhole }: { isWhole: boolean }
): Promise<Room> {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const group = await getRoomGroup(trx, place);
		const { total, change } = await countNotes(trx, group.id);
		const limit = isWhole ? total : LATEST_NOTES;
		const notes = await listNotes(trx, group, sql`true`, limit);
		return {
			group,
			total,
			notes,
			change,
			participants: await listParticipants(trx, group.id),
			blocks: await listBlocks(trx, group.id),
			codes: (await listCodes(trx, group.studyId)).filter(({ isCodable }) => isCodable),
			noteTakers: await listNoteTakers(trx, group.studyId)
		};
	});
}

/** What was written or changed in the room since the change with this number. */
export async function listRoomChanges(
	ctx: Context,
	place: RoomPlace,
	after: number
): Promise<Pick<Room, 'notes' | 'change'>> {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const group = await getRoomGroup(trx, place);
		const { change } = await countNotes(trx, group.id);
		const isNew = sql<boolean>`(t.change > ${after} or greatest(t.created_at, t.changed_at, t.removed_at)
			> now() - make_interval(secs => ${SETTLES}))`;
		return { change, notes: await listNotes(trx, group, isNew, null) };
	});
}

/** The room whose stream a page opens. @throws Problem not_found */
export async function findRoom(ctx: Context, place: RoomPlace): Promise<{ change: number }> {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const group = await getRoomGroup(trx, place);
		return countNotes(trx, group.id);
	});
}

async function countNotes(trx: Trx, groupId: string): Promise<{ total: number; change: number }> {
	const found = await sql<{ total: number; change: number }>`select count(*)::int as total,
			coalesce(max(change), 0) as change
		from turns where group_id = ${groupId}::uuid and transcript_id is null`.execute(trx);
	const { total, change } = found.rows[0]!;
	return { total, change: Number(change) };
}

/** The last notes of a meeting that are so, in their order. */
async function listNotes(
	trx: Trx,
	group: GroupHead,
	isWanted: ReturnType<typeof sql>,
	limit: number | null
): Promise<Note[]> {
	const found = await sql<Omit<Note, 'codes'>>`with last as materialized (
			select * from turns t where t.group_id = ${group.id}::uuid and t.transcript_id is null
				and ${isWanted} order by t.ordinal desc, t.id desc limit ${limit})
		select ${turnColumns}, t.removed_at as "removedAt", a.name as author
		from last t left join accounts a on a.id = t.author_id order by ${turnOrder}`.execute(trx);
	const turnIds = found.rows.map(({ id }) => id);
	const codings =
		turnIds.length > 0 ? await listCodings(trx, { roundId: group.roundId, turnIds }) : [];
	const codesOf = new Map<string, Set<string>>();
	for (const { place, codeId } of codings)
		if ('turnId' in place)
			codesOf.set(place.turnId, (codesOf.get(place.turnId) ?? new Set()).add(codeId));
	return found.rows.map((row) => ({ ...row, codes: [...(codesOf.get(row.id) ?? [])] }));
}

async function listNoteTakers(trx: Trx, studyId: string): Promise<NoteTaker[]> {
	const found = await sql<NoteTaker>`select a.id, a.name from accounts a
		where a.id in (select note_takers(${studyId}::uuid)) order by a.name, a.id`.execute(trx);
	return found.rows;
}
