import { randomId } from '#lib/client/randomId.ts';
import type { Pending } from '#lib/client/saves.ts';
import { takeLock } from './locks.ts';
import type { Place } from './outbox.ts';
import { joinPending } from './sendPending.ts';
import type { Taken, Vault } from './vault.ts';

export const pageLock = (name: string) => `page ${name}`;
export const isOf = ({ home, area }: Place, place: Place) =>
	home === place.home && area === place.area;

/** What one open page keeps its answers under, and what closed pages of the same area left. */
export interface OwnPending {
	name: string;
	restored: Pending | null;
	release: () => void;
}

/**
 * Takes over what closed pages of an area left, so that nobody else sends it, and gives the
 * name this page keeps its own under. What an open tab keeps is left to that tab.
 */
export async function takePending(
	vault: Vault,
	place: Place & { response: string }
): Promise<OwnPending> {
	const left = (await vault.list('pending')).filter(({ content }) => isOf(content, place));
	const held: { kept: Taken<'pending'>; release: () => void }[] = [];
	for (const kept of left) {
		const release = await takeLock(pageLock(kept.name));
		// Read again: its tab may have sent it just before it closed.
		const now = release && (await vault.get('pending', kept.name));
		if (release && now) held.push({ kept: now, release });
		else release?.();
	}
	const [first, ...others] = held;
	if (!first) {
		const name = randomId();
		return { name, restored: null, release: (await takeLock(pageLock(name))) ?? (() => {}) };
	}
	const { name } = first.kept;
	const restored =
		others.length === 0
			? first.kept.content.pending
			: joinPending(
					held.map(({ kept }) => kept.content.pending),
					randomId
				);
	if (others.length > 0) {
		await vault.put('pending', name, placeName(place), {
			...first.kept.content,
			pending: restored
		});
		for (const { kept, release } of others) {
			await vault.remove('pending', kept.name);
			release();
		}
	}
	return { name, restored, release: first.release };
}

/** How a place is named before that is made unreadable. */
export const placeName = ({ home, area }: Place) => `${home}/${area}`;
