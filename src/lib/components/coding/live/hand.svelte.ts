import { tick } from 'svelte';
import { m } from '#lib/paraglide/messages.js';
import { type Chosen, chosenSpan, stepWords, wordSpans } from '#lib/passages/wordSteps.ts';
import { type Unit, elementId } from '../unit.ts';
import type { Acts } from './acts.svelte.ts';
import type { Command } from './keys.ts';
import type { SelectedSpan } from './selection.ts';
import type { Units } from './units.svelte.ts';

/** How the list of codes is shown. */
export interface PickerState {
	/** Where the words are on the screen; null opens it at the foot. */
	rect: DOMRect | null;
	/** For fingers it begins as one button. */
	isFolded: boolean;
	takesFocus: boolean;
}

/** Reads the screen and moves about on it. */
interface Screen {
	/** Scrolls to a unit and gives it the focus where asked, once it is there. */
	show: (place: number, isFocused: boolean) => Promise<void>;
	/** Codes with a number key, in the order of the keys. */
	keys: () => readonly string[];
}

/** What somebody's hand is at: the unit, the words chosen in it, what is opened there. */
export function createHand(
	units: Units,
	acts: Acts,
	first: number,
	firstOpen: string | null,
	{ show, keys }: Screen
) {
	let here = $state(first);
	let textAt = $state(0);
	let chosen = $state<Chosen>(null);
	let open = $state(firstOpen);
	let pending = $state<SelectedSpan[]>([]);
	let picker = $state<PickerState | null>(null);
	let said = $state('');

	function leave(): void {
		chosen = null;
		pending = [];
		picker = null;
	}

	async function go(place: number): Promise<void> {
		leave();
		here = Math.max(0, Math.min(units.total - 1, place));
		textAt = 0;
		await tick();
		await show(here, true);
	}

	function step(unit: Unit, how: 'next' | 'previous' | 'widen' | 'narrow' | 'all'): void {
		const text = unit.texts[textAt] ?? unit.texts[0];
		if (!text) return;
		const shown = wordSpans(text.text, text.language).filter(({ start, end }) =>
			text.parts.some((part) => start >= part.start && end <= part.end)
		);
		chosen = stepWords(chosen, how, shown.length);
		const span = chosenSpan(shown, chosen);
		pending = span ? [{ place: unit.place, field: text.field, ...span }] : [];
		said = span ? text.text.slice(span.start, span.end) : '';
	}

	/** Where nothing is chosen a code is for the whole text. */
	function chooseAll(unit: Unit): void {
		const text = unit.texts[textAt] ?? unit.texts[0];
		const [start, end] = [text?.parts[0]?.start, text?.parts.at(-1)?.end];
		if (text && start !== undefined && end !== undefined)
			pending = [{ place: unit.place, field: text.field, start, end }];
	}

	/**
	 * Opens the list of codes for what is chosen in a unit, else for all of it. For fingers keys do
	 * not go to its field, which would bring their keyboard up.
	 */
	async function pick(unit: Unit, takesFocus = true): Promise<void> {
		here = unit.place;
		if (!pending.some(({ place }) => place === unit.place)) chooseAll(unit);
		await tick();
		const element = document.getElementById(elementId(unit.id));
		const marked = element?.querySelector('.k-pending') ?? element;
		picker = { rect: marked?.getBoundingClientRect() ?? null, isFolded: false, takesFocus };
	}

	async function quick(key: number, unit: Unit): Promise<void> {
		const code = keys()[key - 1];
		if (!code) return acts.say(m.coding_key_free({ key }));
		if (pending.length === 0) chooseAll(unit);
		const adding = acts.add(code, pending);
		leave();
		await adding;
	}

	/** The same again closes it. */
	function toggle(what: string | null): void {
		open = open === what ? null : what;
	}

	return {
		get here() {
			return here;
		},
		get open() {
			return open;
		},
		get pending() {
			return pending;
		},
		get picker() {
			return picker;
		},
		/** What a screen reader is told of the words chosen. */
		get said() {
			return said;
		},
		leave,
		toggle,
		pick,
		/** The focus or a press has come to another unit. */
		come(place: number): void {
			if (place === here) return;
			here = place;
			if (!picker) leave();
		},
		/** Words were selected with a mouse or with fingers. */
		select(spans: SelectedSpan[], shown: PickerState): void {
			chosen = null;
			pending = spans;
			here = spans[0]?.place ?? here;
			picker = shown;
		},
		async run(command: Command, unit: Unit | undefined): Promise<void> {
			if (command.do === 'go') return go(here + command.by);
			if (command.do === 'go_to') return go(command.end === 'first' ? 0 : units.total - 1);
			if (command.do === 'undo') return acts.undo();
			if (!unit) return;
			if (command.do === 'step') return step(unit, command.step);
			if (command.do === 'code') return pick(unit);
			if (command.do === 'memo') return toggle(`memos:${unit.id}`);
			if (command.do === 'quick') return quick(command.key, unit);
			leave();
			if (command.do === 'leave') open = null;
			else {
				textAt = (textAt + 1) % unit.texts.length;
				said = unit.texts[textAt]?.label ?? '';
			}
		},
		/** A code was chosen from the list. */
		async take(codeId: string): Promise<void> {
			const spans = pending;
			const goesBack = picker?.takesFocus ?? false;
			document.getSelection()?.removeAllRanges();
			const adding = acts.add(codeId, spans);
			leave();
			// At once: keys pressed while the code is on its way belong to the unit.
			if (goesBack) await show(here, true);
			if (!(await adding) && pending.length === 0 && spans[0]?.place === here) pending = spans;
		},
		/** The list of codes was closed without one. */
		async close(): Promise<void> {
			const goesBack = picker?.takesFocus ?? false;
			picker = null;
			if (goesBack) await show(here, true);
			else leave();
		}
	};
}
