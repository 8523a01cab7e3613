import { randomId } from '#lib/client/randomId.ts';
import { SvelteMap } from 'svelte/reactivity';
import { m } from '#lib/paraglide/messages.js';
import { snap } from '#lib/passages/span.ts';
import type { CodingView, Unit, UnitCoding } from '../unit.ts';
import type { SelectedSpan } from './selection.ts';
import { fetchWindow, sendAct, sendMemo } from './send.ts';
import type { Units } from './units.svelte.ts';

/** What was done last and can be taken back. */
type Done = { act: 'add' | 'remove'; codings: { place: number; coding: UnitCoding }[] };

export interface Status {
	words: string;
	tone: 'ok' | 'danger';
	canUndo: boolean;
}

/**
 * What a coding page that is alive does: shown at once, sent as soon as what was done before has
 * arrived, and taken back where the server will not have it.
 */
export function createActs(view: CodingView, units: Units) {
	let last: Done | null = null;
	let status = $state<Status | null>(null);
	let recent = $state([...view.recent]);
	const names = Object.fromEntries(view.codes.map(({ id, name }) => [id, name]));
	const nameOf = (id: string) => names[id] ?? '';
	/** How often each code stands here, what was done since the page came included. */
	const counts = new SvelteMap(view.codes.map(({ id, count }) => [id, count]));
	const count = (codeId: string, by: number) => counts.set(codeId, (counts.get(codeId) ?? 0) + by);

	let line: Promise<unknown> = Promise.resolve();
	/** One act is sent after the other, so that what is taken back is what was done last. */
	function inTurn<T>(act: () => Promise<T>): Promise<T> {
		const done = line.then(act);
		line = done.catch(() => {});
		return done;
	}

	function say(words: string, tone: 'ok' | 'danger' = 'ok'): void {
		status = { words, tone, canUndo: last !== null && tone === 'ok' };
	}

	/** The units of places, read anew: their words have changed. */
	async function refresh(places: readonly number[]): Promise<void> {
		for (const unit of places.flatMap((place) => units.get(place) ?? []))
			await fetchWindow(view.windowPath, view.query, { id: unit.id })
				.then((window) => units.put(window.units))
				.catch(() => {});
	}

	function toAdd(codeId: string, spans: readonly SelectedSpan[]) {
		return spans.flatMap(({ place, field, start, end }) => {
			const unit = units.get(place);
			const text = unit?.texts.find((each) => each.field === field)?.text;
			const span = text === undefined ? null : snap(text, { start, end });
			if (!unit || !span) return [];
			const isThere = unit.codings.some(
				(each) =>
					each.codeId === codeId &&
					each.field === field &&
					each.start === span.start &&
					each.end === span.end
			);
			if (isThere) return [];
			const coding: UnitCoding = {
				id: randomId(),
				codeId,
				field,
				...span,
				who: view.ownName,
				origin: 'hand',
				isSending: true
			};
			return [{ place, unit, coding }];
		});
	}

	type Adding = ReturnType<typeof toAdd>;

	async function sendAdded(codeId: string, adding: Adding): Promise<boolean> {
		const answer = await sendAct(view.roundPath, {
			act: 'add',
			codings: adding.map(({ unit, coding: { id, field, start, end } }) => ({
				id,
				codeId,
				place: unit.at,
				field,
				start,
				end,
				textRevision: unit.revision
			}))
		});
		for (const [at, { place, unit, coding }] of adding.entries()) {
			const now = answer.ok ? answer.value.codings[at] : undefined;
			units.setCodings(place, (codings) => [
				...codings.filter(({ id }) => id !== coding.id && id !== now?.id),
				...(now
					? [{ ...coding, id: now.id, start: now.start, end: now.end, isSending: false }]
					: [])
			]);
			if (now && now.textRevision !== unit.revision) void refresh([place]);
		}
		if (!answer.ok) {
			last = null;
			say(answer.words, 'danger');
			if (answer.isChanged) await refresh(adding.map(({ place }) => place));
			return false;
		}
		const fresh = adding.filter((_, at) => answer.value.codings[at]?.isNew !== false);
		last = { act: 'add', codings: fresh };
		count(codeId, fresh.length);
		say(m.coding_added({ code: nameOf(codeId), count: adding.length }));
		return true;
	}

	/** Puts a code on; false where the server will not have it. */
	async function add(codeId: string, spans: readonly SelectedSpan[]): Promise<boolean> {
		const adding = toAdd(codeId, spans);
		if (adding.length === 0) {
			say(m.coding_there_already({ code: nameOf(codeId) }));
			return true;
		}
		recent = [codeId, ...recent.filter((id) => id !== codeId)].slice(0, 9);
		for (const { place, coding } of adding)
			units.setCodings(place, (codings) => [...codings, coding]);
		return inTurn(() => sendAdded(codeId, adding));
	}

	async function remove(unit: Unit, codingId: string): Promise<void> {
		const coding = unit.codings.find(({ id }) => id === codingId);
		if (!coding) return;
		units.setCodings(unit.place, (codings) => codings.filter(({ id }) => id !== codingId));
		return inTurn(() => sendRemoved(unit, coding));
	}

	async function sendRemoved(unit: Unit, coding: UnitCoding): Promise<void> {
		const answer = await sendAct(view.roundPath, { act: 'remove', ids: [coding.id] });
		if (!answer.ok) {
			units.setCodings(unit.place, (codings) => [...codings, coding]);
			say(answer.words, 'danger');
			return;
		}
		last = { act: 'remove', codings: [{ place: unit.place, coding }] };
		count(coding.codeId, -1);
		say(m.coding_taken_off({ code: nameOf(coding.codeId) }));
	}

	async function takeBack(): Promise<void> {
		const done = last;
		if (!done) return;
		last = null;
		const ids = done.codings.map(({ coding }) => coding.id);
		const act = done.act === 'add' ? 'remove' : 'restore';
		const answer = await sendAct(view.roundPath, { act, ids });
		if (!answer.ok) {
			say(answer.words, 'danger');
			await refresh(done.codings.map(({ place }) => place));
			return;
		}
		for (const { place, coding } of done.codings) {
			const now = answer.value.codings.find(({ id }) => id === coding.id);
			count(coding.codeId, act === 'restore' ? 1 : -1);
			units.setCodings(place, (codings) => [
				...codings.filter(({ id }) => id !== coding.id),
				...(act === 'restore' && now ? [{ ...coding, start: now.start, end: now.end }] : [])
			]);
		}
		say(m.coding_undone());
	}

	/** Sends a memo's form; gives what the form says where it is not taken. */
	async function memo(unit: Unit, fields: Record<string, string>): Promise<string | null> {
		const isRemoval = 'memo' in fields;
		const id = isRemoval ? fields.memo! : fields.revision ? fields.id! : randomId();
		const { revision, ...rest } = fields;
		const answer = await sendMemo(
			view.roundPath,
			isRemoval ? { memo: id } : { ...rest, id, revision: Number(revision ?? 0) }
		);
		if (!answer.ok) {
			say(answer.words, 'danger');
			return answer.words;
		}
		const { memo: written } = answer.value;
		units.setMemos(unit.place, (memos) =>
			written
				? memos.some((each) => each.id === id)
					? memos.map((each) => (each.id === id ? written : each))
					: [...memos, written]
				: memos.filter((each) => each.id !== id)
		);
		last = null;
		say(written ? m.coding_done_memo() : m.coding_done_memo_removed());
		return null;
	}

	return {
		add,
		remove,
		undo: () => inTurn(takeBack),
		memo: (unit: Unit, fields: Record<string, string>) => inTurn(() => memo(unit, fields)),
		say,
		counts,
		get status() {
			return status;
		},
		get recent() {
			return recent;
		}
	};
}
export type Acts = ReturnType<typeof createActs>;
