import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createRefresh } from '#lib/client/refresh.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A page whose contents are fetched, and a server that answers when the test says so. */
function openPage() {
	const taken: string[] = [];
	const answers: ((fresh: string | undefined) => void)[] = [];
	let asked = 0;
	const page = { isTyping: false };
	const refresh = createRefresh(
		() => {
			asked += 1;
			return new Promise<string | undefined>((answer) => answers.push(answer));
		},
		(fresh) => taken.push(fresh),
		() => page.isTyping
	);
	return {
		page,
		refresh,
		taken,
		asked: () => asked,
		async answer(fresh: string | undefined) {
			answers.shift()!(fresh);
			await vi.advanceTimersByTimeAsync(0);
		}
	};
}

test('what somebody begins to type while the answer is on its way is not taken from them', async () => {
	const { page, refresh, taken, asked, answer } = openPage();
	refresh();
	page.isTyping = true;
	await answer('one');
	expect(taken).toEqual([]);
	await vi.advanceTimersByTimeAsync(60_000);
	expect(asked(), 'nothing is fetched while they type').toBe(1);
	page.isTyping = false;
	await vi.advanceTimersByTimeAsync(2000);
	expect(asked(), 'what came meanwhile is asked for anew').toBe(2);
	await answer('two');
	expect(taken).toEqual(['two']);
	await vi.advanceTimersByTimeAsync(60_000);
	expect(asked()).toBe(2);
});

test('fetched at once, then at most every two seconds, and once for many wishes', async () => {
	const { refresh, taken, asked, answer } = openPage();
	refresh();
	expect(asked()).toBe(1);
	refresh();
	refresh();
	await answer('one');
	expect(taken).toEqual(['one']);
	await vi.advanceTimersByTimeAsync(1999);
	expect(asked()).toBe(1);
	await vi.advanceTimersByTimeAsync(1);
	expect(asked()).toBe(2);
	// What cannot be fetched is left for the next time.
	await answer(undefined);
	await vi.advanceTimersByTimeAsync(60_000);
	expect([taken, asked()]).toEqual([['one'], 2]);
});
