import type { RoomKeeper } from '#lib/components/room/notes.svelte.ts';
import type { Queued } from '#lib/client/noteQueue.ts';
import type { RoomView } from '#lib/components/room/roomView.ts';

/** The page of a room on this device. */
export type RoomDevice = RoomKeeper & { close: () => void };

/** What the page is told. */
export interface RoomTold {
	/** Whether what waits is on the disk. */
	onKept(isKept: boolean): void;
	/** What closed pages of this room left and is not through. */
	onLeft(items: readonly Queued[]): void;
}

/** Opens what this device keeps for a room. */
export async function openRoomDevice(
	_view: RoomView,
	_page: string,
	_told: RoomTold
): Promise<RoomDevice | null> {
	return null;
}
