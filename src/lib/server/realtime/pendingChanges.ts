import type { Change } from './messages.ts';
import { type Presence, keyOf } from './presences.ts';

/** What a page is told of a change. */
export type ToldChange = Pick<Change, 'response' | 'what'>;

/** What a page saves itself: answers to an area, notes of a meeting. */
const SAVED = ['answers', 'turns'];

/** Changes that have been heard of and not told yet; each is told once, however often it came. */
export function createPendingChanges() {
	const pending = new Map<string, { change: Change; by: Set<string | null> }>();
	return {
		add(change: Change): void {
			const { delegation, response, what, by = null } = change;
			const key = `${delegation} ${response} ${what}`;
			const known = pending.get(key) ?? { change, by: new Set() };
			known.by.add(by);
			pending.set(key, known);
		},
		/** Those of the page's own area, of its whole delegation, and how the other areas stand. */
		listFor(page: Omit<Presence, 'question'>): ToldChange[] {
			return [...pending.values()].flatMap(({ change, by }) => {
				const { delegation, response, what } = change;
				const isNear = response === page.response || response === null || what === 'state';
				// What a page saved itself it knows from the answer to its save.
				const isOwn = SAVED.includes(what) && by.size === 1 && by.has(keyOf(page));
				return delegation === page.delegation && isNear && !isOwn ? [{ response, what }] : [];
			});
		},
		clear: () => pending.clear()
	};
}
