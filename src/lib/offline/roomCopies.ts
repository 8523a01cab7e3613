import type { RoomView } from '#lib/components/room/roomView.ts';
import { ROOM, type Place } from './outbox.ts';
import { placeName } from './takePending.ts';
import type { RoomCopy, Taken, Vault } from './vault.ts';

/** The shape of what is kept of a room. Raise it whenever RoomView becomes something else. */
export const ROOM_FORMAT = 1;
/** So many of the last notes are kept: what somebody needs to go on, and no more of others' words. */
const LAST_NOTES = 100;

const placeOf = (home: string): Place => ({ home, area: ROOM });
const nameOf = (vault: Vault, home: string) => vault.nameOf(`copy ${placeName(placeOf(home))}`);

type TakenRoom = Taken<'copies'> & { content: RoomCopy };
const isRoom = (copy: Taken<'copies'>): copy is TakenRoom =>
	copy.content.kind === 'room' && copy.content.format === ROOM_FORMAT;

/** Keeps a room as the server gave it to this account; gives whether it is kept. */
export async function putRoom(vault: Vault, view: RoomView): Promise<boolean> {
	// Somebody else may have signed in since: what they see is not for this key.
	if (view.me !== vault.account) return false;
	const { home } = view;
	const kept = { ...view, notes: view.notes.slice(-LAST_NOTES) };
	const content = { kind: 'room' as const, ...placeOf(home), format: ROOM_FORMAT, view: kept };
	return vault.put('copies', await nameOf(vault, home), placeName(placeOf(home)), content);
}

/** Of all copies those of rooms this version of the program can open, by the name of the meeting. */
export function readRooms(copies: readonly Taken<'copies'>[]): { view: RoomView; at: number }[] {
	const rooms = copies.filter(isRoom).map(({ at, content: { view } }) => ({ at, view }));
	return rooms.sort((a, b) => a.view.group.name.localeCompare(b.view.group.name));
}
