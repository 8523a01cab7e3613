import type { Queued } from '#lib/client/noteQueue.ts';
import type { RoomKeeper } from '#lib/components/room/notes.svelte.ts';
import type { RoomView } from '#lib/components/room/roomView.ts';
import { takeLock } from './locks.ts';
import { isOpenedOffline, openSignedIn } from './openVaults.ts';
import { ROOM } from './outbox.ts';
import { registerWorker } from './registerWorker.ts';
import { putRoom } from './roomCopies.ts';
import { isSparing } from './sparing.ts';
import { isOf, pageLock } from './takePending.ts';
import { dropItem, keepItem } from './waiting.ts';
import { watchLine } from './watchLine.ts';

/** The page of a room on this device. */
export interface RoomDevice extends RoomKeeper {
	/** Looks again what closed pages left. */
	look: () => void;
	close: () => void;
}

/** What the page is told. */
export interface RoomTold {
	/** Whether what was last to be kept is on the disk: no, where it is full or no trace is left. */
	onKept(isKept: boolean): void;
	/** What other pages of this room left, and is not through. */
	onLeft(items: readonly Queued[]): void;
}

/**
 * Opens what this device keeps for the notes of a room; `page` names the page that writes them.
 * null where nothing can be kept now, see openDevice.
 */
export async function openRoomDevice(
	{ home, me }: RoomView,
	page: string,
	told: RoomTold
): Promise<RoomDevice | null> {
	const opened = await openSignedIn({ account: me });
	if (opened.kind !== 'open') return null;
	const { vault } = opened;
	const place = { home, area: ROOM };
	// While this page is open nobody else sends what it wrote; the lock ends with it.
	const release = await takeLock(pageLock(page));

	async function readLeft(): Promise<void> {
		const items = (await vault.list('outbox')).flatMap(({ content }): Queued[] => {
			if (content.kind !== 'note' || !isOf(content, place) || content.page === page) return [];
			const { act, refused, code = '' } = content;
			return [{ act, ...(refused !== undefined && { refused: { code, reason: refused } }) }];
		});
		told.onLeft(items);
	}
	const look = () => void readLeft().catch(() => {});
	// In the shell the shell itself sends and tells.
	const isOffline = isOpenedOffline();
	const line = isOffline ? undefined : watchLine(vault, look);
	if (!isOffline && !isSparing()) registerWorker();
	look();

	return {
		async keep({ act, refused }) {
			const why = refused && { refused: refused.reason, code: refused.code };
			const item = { kind: 'note' as const, id: act.id, ...place, act, page, ...why };
			told.onKept(await keepItem(vault, item));
		},
		drop: (id) => dropItem(vault, id).catch(() => {}),
		copy: (view) => void putRoom(vault, view).catch(() => {}),
		look,
		close() {
			line?.stop();
			release?.();
		}
	};
}
