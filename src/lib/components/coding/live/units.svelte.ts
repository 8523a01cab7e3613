import { SvelteMap } from 'svelte/reactivity';
import { PAGE_SIZE, type Unit, type UnitCoding, type UnitMemo, type UnitWindow } from '../unit.ts';

/** How long after a failed fetch it is tried again, in milliseconds. */
const RETRY = 3000;

/** The units of a page that is alive: those that have come, and fetching those that are looked at. */
export function createUnits(
	first: UnitWindow,
	from: number,
	fetchWindow: (from: number, count: number) => Promise<UnitWindow>
) {
	const units = new SvelteMap<number, Unit>(first.units.map((unit) => [unit.place, unit]));
	/** Pages that have come or are on their way. No field of the page looks at it. */
	let asked: number[] = [];
	let total = $state(first.total);
	let isFailing = $state(false);
	// The stretch that came with the page, which begins with a page.
	if (first.units.length > 0) asked.push(Math.floor(from / PAGE_SIZE));

	async function fetchPage(page: number): Promise<void> {
		asked.push(page);
		try {
			const window = await fetchWindow(page * PAGE_SIZE, PAGE_SIZE);
			if (window.total !== total) forget(window.total);
			if (!asked.includes(page)) asked.push(page);
			for (const unit of window.units) units.set(unit.place, unit);
			isFailing = false;
		} catch {
			isFailing = true;
			setTimeout(() => (asked = asked.filter((each) => each !== page)), RETRY);
		}
	}

	/** Somebody else has added or taken away turns: places are other ones now. */
	function forget(now: number): void {
		units.clear();
		asked = [];
		total = now;
	}

	return {
		get total() {
			return total;
		},
		get isFailing() {
			return isFailing;
		},
		get: (place: number) => units.get(place),
		find: (unitId: string) => [...units.values()].find(({ id }) => id === unitId),
		/** Sees to it that the units from `start` to `end` come, with some beyond. */
		look(start: number, end: number): void {
			const firstPage = Math.max(0, Math.floor((start - 10) / PAGE_SIZE));
			const lastPage = Math.floor(Math.min(total - 1, end + 20) / PAGE_SIZE);
			for (let page = firstPage; page <= lastPage; page++)
				if (!asked.includes(page)) void fetchPage(page);
		},
		/** Units as they stand on the server now. */
		put(fresh: readonly Unit[]): void {
			for (const unit of fresh) units.set(unit.place, unit);
		},
		setCodings(place: number, change: (codings: readonly UnitCoding[]) => UnitCoding[]): void {
			const unit = units.get(place);
			if (unit) units.set(place, { ...unit, codings: change(unit.codings) });
		},
		setMemos(place: number, change: (memos: readonly UnitMemo[]) => UnitMemo[]): void {
			const unit = units.get(place);
			if (unit) units.set(place, { ...unit, memos: change(unit.memos) });
		}
	};
}
export type Units = ReturnType<typeof createUnits>;
