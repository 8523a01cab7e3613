import { expect, test } from 'vitest';
import { packMessages, readMessage } from '#lib/server/realtime/messages.ts';
import { createAllowance } from '#lib/server/realtime/allowance.ts';
import { LASTS_MS, type Presence, createPresences } from '#lib/server/realtime/presences.ts';

const person = (page: string, question: string | null = null, account = 'dara'): Presence => ({
	page,
	account,
	delegation: 'kh',
	response: 'return',
	question
});

test('who gives no sign of life is gone after a while, and who does is not', () => {
	let now = 0;
	const presences = createPresences(() => now);
	presences.renew(person('a'));
	presences.renew(person('b', null, 'sokha'));
	now = LASTS_MS - 1;
	expect(presences.expire()).toEqual(new Set());
	presences.renew(person('b', null, 'sokha'));
	now = LASTS_MS;
	expect(presences.expire()).toEqual(new Set(['return']));
	expect(presences.list('return').map(({ page }) => page)).toEqual(['b']);
	now = 3 * LASTS_MS;
	expect(presences.expire()).toEqual(new Set(['return']));
	expect(presences.list('return')).toEqual([]);
});

test('a sign of life moves nobody, and what changes nothing is told to nobody', () => {
	const presences = createPresences(() => 0);
	expect(presences.renew(person('a'))).toBe('return');
	expect(presences.move(person('a', 'how'))).toBe('return');
	expect(presences.renew(person('a'))).toBeUndefined();
	expect(presences.move(person('a', 'how'))).toBeUndefined();
	expect(presences.list('return')).toEqual([{ page: 'a', account: 'dara', question: 'how' }]);
	expect(presences.leave({ page: 'a', account: 'sokha' })).toBeUndefined();
	expect(presences.leave({ page: 'a', account: 'dara' })).toBe('return');
	expect(presences.leave({ page: 'a', account: 'dara' })).toBeUndefined();
});

test('one account fills no list, and a list is no longer than a page can show', () => {
	const presences = createPresences(() => 0);
	for (let page = 0; page < 50; page += 1) presences.move(person(`p${page}`));
	expect(presences.list('return')).toHaveLength(6);
	for (let each = 0; each < 50; each += 1) presences.move(person('a', null, `account ${each}`));
	presences.move(person('b', 'how', 'sokha'));
	expect(presences.list('return')).toHaveLength(30);
	expect(presences.list('return')[0]).toMatchObject({ account: 'sokha' });
});

test('messages stay below what PostgreSQL takes, however many people', () => {
	const people = Array.from({ length: 300 }, (_, at) => person(`${at}`, 'ក'.repeat(200)));
	const texts = packMessages({ say: 'here', people });
	expect(Math.max(...texts.map((text) => Buffer.byteLength(text)))).toBeLessThan(8_000);
	const read = texts.flatMap(
		(text) => readMessage<{ say: 'here'; people: Presence[] }>(text)!.people
	);
	expect(read).toEqual(people);
	expect(packMessages({ say: 'here', people: [] })).toEqual([]);
	expect(packMessages({ say: 'who', people: [] })).toHaveLength(1);
	expect(readMessage('not ours')).toBeUndefined();
});

test('an allowance is used up, for each by itself, and comes back', () => {
	let now = 0;
	const may = createAllowance(2, 1_000, () => now);
	expect(['a', 'a', 'a', 'b'].map(may)).toEqual([true, true, false, true]);
	now = 1_000;
	expect(may('a')).toBe(true);
});
