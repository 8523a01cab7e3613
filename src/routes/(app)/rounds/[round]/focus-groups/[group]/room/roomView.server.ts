import type { RequestEvent } from '@sveltejs/kit';
import { lookOf } from '#lib/codes/palette.ts';
import type { NoteView, RoomView } from '#lib/components/room/roomView.ts';
import type { Context } from '#lib/server/context.ts';
import { type Note, getRoom } from '#lib/server/coding/room.ts';
import type { RoomPlace } from '#lib/server/coding/takeNote.ts';

export const placeOf = ({ params }: RequestEvent): RoomPlace => ({
	roundId: params.round ?? '',
	groupId: params.group ?? ''
});

/** A note as its page is given it. */
export function viewNote(note: Note): NoteView {
	const { id, ordinal, speaker, participantId, kind, mark, blockId, body, language } = note;
	const { revision, change, removedAt, authorId, author, codes } = note;
	return {
		...{ id, at: Number(ordinal), speaker, participantId, kind, mark, blockId, body, language },
		...{ revision, change: Number(change), isRemoved: removedAt !== null, authorId, author, codes }
	};
}

/** The notes of a room as the page and a device are given them. */
export async function getRoomView(
	ctx: Context,
	place: RoomPlace,
	asked: { isWhole: boolean }
): Promise<RoomView> {
	const { group, ...room } = await getRoom(ctx, place, asked);
	return {
		home: `/rounds/${group.roundId}/focus-groups/${group.id}`,
		me: ctx.actor.accountId,
		group: { id: group.id, name: group.name, isClosed: group.closedAt !== null },
		round: { id: group.round.id, name: group.round.name },
		study: { id: group.study.id, name: group.study.name, isInvented: group.study.isInvented },
		turnMark: group.turnMark,
		participants: room.participants.map(({ id, pseudonym, notesRefused, consentedAt }) => ({
			...{ id, pseudonym, isRefused: notesRefused, isUnasked: consentedAt === null }
		})),
		blocks: room.blocks.map(({ id, title }) => ({ id, title })),
		codes: room.codes.map(({ id, name, colour }) => {
			const { name: look, sign } = lookOf(colour);
			return { id, name, look, sign };
		}),
		noteTakers: room.noteTakers,
		total: room.total,
		notes: room.notes.map(viewNote),
		change: room.change
	};
}
