import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { keepTrying } from '#lib/client/keepTrying.ts';

let page: EventTarget & { visibilityState: string };
beforeEach(() => {
	const window = new EventTarget();
	page = Object.assign(new EventTarget(), { visibilityState: 'visible' });
	vi.stubGlobal('document', page);
	vi.stubGlobal('addEventListener', window.addEventListener.bind(window));
	vi.stubGlobal('dispatch', (kind: string) => window.dispatchEvent(new Event(kind)));
});
afterEach(() => vi.unstubAllGlobals());
const online = () => (globalThis as unknown as { dispatch(kind: string): void }).dispatch('online');
const rest = () => new Promise((done) => setTimeout(done));

/** Opens at the attempt of this number; before that it throws and gives null in turn. */
function opening(at: number) {
	let attempts = 0;
	const opened: string[] = [];
	const trying = keepTrying(
		async () => {
			attempts += 1;
			if (attempts < at && attempts % 2 === 1) throw new Error('no line');
			return attempts < at ? null : 'open';
		},
		(thing) => opened.push(thing)
	);
	return { trying, opened, attempts: () => attempts };
}

test('what can be had is opened once, and not asked for again', async () => {
	const { trying, opened, attempts } = opening(1);
	await rest();
	expect(opened).toEqual(['open']);
	online();
	trying.again();
	await rest();
	expect(attempts()).toBe(1);
});

test('what cannot be had is tried when the line is back, the page is looked at, or it is asked for', async () => {
	const { trying, opened, attempts } = opening(4);
	await rest();
	online();
	await rest();
	expect([attempts(), opened.length]).toEqual([2, 0]);
	page.visibilityState = 'hidden';
	page.dispatchEvent(new Event('visibilitychange'));
	await rest();
	expect(attempts(), 'a page put away asks for nothing').toBe(2);
	page.visibilityState = 'visible';
	page.dispatchEvent(new Event('visibilitychange'));
	await rest();
	expect([attempts(), opened.length]).toEqual([3, 0]);
	trying.again();
	await rest();
	expect(opened).toEqual(['open']);
});

test('one attempt at a time, and none after it was stopped', async () => {
	const { trying, attempts } = opening(9);
	online();
	online();
	await rest();
	expect(attempts()).toBe(1);
	trying.stop();
	online();
	trying.again();
	await rest();
	expect(attempts()).toBe(1);
});
