import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openLiveLine } from '#lib/client/liveLine.ts';

/** A stream of events the test speaks for. */
class Line extends EventTarget {
	static all: Line[] = [];
	isClosed = false;
	onopen: (() => void) | null = null;
	onerror: (() => void) | null = null;
	readonly href: string;
	constructor(href: string) {
		super();
		this.href = href;
		Line.all.push(this);
	}
	close(): void {
		this.isClosed = true;
	}
	say(name: string, data: unknown): void {
		this.dispatchEvent(new MessageEvent(name, { data: JSON.stringify(data) }));
	}
}

let page = Object.assign(new EventTarget(), { hidden: false });
const told = {
	change: vi.fn(),
	people: vi.fn(),
	open: vi.fn(),
	gone: vi.fn(),
	silent: vi.fn(),
	over: vi.fn()
};
let known = 1;

function open(): () => void {
	return openLiveLine({
		href: () => `/live?after=${known}`,
		onChange: told.change,
		onPeople: told.people,
		onOpen: told.open,
		onGone: told.gone,
		onSilent: told.silent,
		onOver: told.over
	});
}
const lines = () => Line.all.filter(({ isClosed }) => !isClosed);
function hide(hidden: boolean): void {
	page.hidden = hidden;
	page.dispatchEvent(new Event('visibilitychange'));
}

beforeEach(() => {
	vi.useFakeTimers();
	Line.all = [];
	page = Object.assign(new EventTarget(), { hidden: false });
	const everywhere = new EventTarget();
	vi.stubGlobal('EventSource', Line);
	vi.stubGlobal('document', page);
	vi.stubGlobal('navigator', { onLine: true });
	for (const name of ['addEventListener', 'removeEventListener', 'dispatchEvent'] as const)
		vi.stubGlobal(name, everywhere[name].bind(everywhere));
	for (const spy of Object.values(told)) spy.mockClear();
});
afterEach(() => {
	vi.useRealTimers();
	vi.unstubAllGlobals();
});

test('tells what the server says', () => {
	const stop = open();
	Line.all[0]!.onopen!();
	Line.all[0]!.say('change', { response: 'r', what: 'answers' });
	Line.all[0]!.say('people', [{ page: 'p', account: 'a', question: null }]);
	expect(told.open).toHaveBeenCalledWith(false);
	expect(told.change).toHaveBeenCalledWith('answers');
	expect(told.people).toHaveBeenCalledWith([{ page: 'p', account: 'a', question: null }]);
	stop();
	expect(lines()).toEqual([]);
});

test('a line that breaks is opened again, later and later, with what is known by then', () => {
	open();
	Line.all[0]!.onerror!();
	expect(told.gone).toHaveBeenCalledTimes(1);
	known = 7;
	vi.advanceTimersByTime(1250);
	expect(Line.all).toHaveLength(2);
	expect(Line.all[1]!.href).toBe('/live?after=7');
	Line.all[1]!.onerror!();
	vi.advanceTimersByTime(1400);
	expect(Line.all).toHaveLength(2);
	vi.advanceTimersByTime(1200);
	expect(Line.all).toHaveLength(3);
	Line.all[2]!.onopen!();
	Line.all[2]!.onerror!();
	vi.advanceTimersByTime(1250);
	expect(Line.all, 'after it was open the pauses begin anew').toHaveLength(4);
	Line.all[3]!.onopen!();
	expect(told.open).toHaveBeenLastCalledWith(true);
});

test('a tab put away gives its line back after a while, and takes one when it is looked at', () => {
	open();
	hide(true);
	vi.advanceTimersByTime(29_000);
	hide(false);
	vi.advanceTimersByTime(60_000);
	expect(lines(), 'a short look elsewhere costs nothing').toHaveLength(1);
	hide(true);
	vi.advanceTimersByTime(30_000);
	expect(lines()).toEqual([]);
	hide(false);
	expect(lines()).toHaveLength(1);
});

test('without a network no line is asked for', () => {
	vi.stubGlobal('navigator', { onLine: false });
	open();
	expect(Line.all).toEqual([]);
	vi.stubGlobal('navigator', { onLine: true });
	dispatchEvent(new Event('online'));
	expect(lines()).toHaveLength(1);
	dispatchEvent(new Event('offline'));
	expect(lines()).toEqual([]);
});

test('when it is over nothing is opened any more', () => {
	open();
	Line.all[0]!.say('over', { why: 'ended' });
	expect(told.over).toHaveBeenCalledWith('ended');
	hide(true);
	hide(false);
	dispatchEvent(new Event('online'));
	vi.advanceTimersByTime(120_000);
	expect(lines()).toEqual([]);
	expect(Line.all).toHaveLength(1);
});

test('a line that opens and carries nothing is known by its silence, until something comes', () => {
	open();
	Line.all[0]!.onopen!();
	vi.advanceTimersByTime(14_999);
	expect(told.silent).not.toHaveBeenCalled();
	vi.advanceTimersByTime(1);
	expect(told.silent).toHaveBeenCalledTimes(1);
	vi.advanceTimersByTime(60_000);
	expect(told.silent).toHaveBeenCalledTimes(3);
	Line.all[0]!.say('people', []);
	for (let beats = 0; beats < 10; beats += 1) {
		vi.advanceTimersByTime(25_000);
		Line.all[0]!.say('beat', {});
	}
	expect(told.silent, 'a quiet line is not a silent one').toHaveBeenCalledTimes(3);
	// What stands between has fallen asleep.
	vi.advanceTimersByTime(60_000);
	expect(told.silent).toHaveBeenCalledTimes(4);
	expect(lines()).toHaveLength(1);
	dispatchEvent(new Event('offline'));
	vi.advanceTimersByTime(600_000);
	expect(told.silent).toHaveBeenCalledTimes(4);
});

test('one that does not come about at all is silent from the third time on', () => {
	open();
	for (let times = 0; times < 4; times += 1) {
		Line.all.at(-1)!.onerror!();
		expect(told.silent).toHaveBeenCalledTimes(Math.max(0, times - 1));
		vi.advanceTimersByTime(12_000);
	}
});
