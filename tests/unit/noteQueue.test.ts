import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Queued, createNoteQueue } from '#lib/client/noteQueue.ts';
import type { ActsResult, RoomAct } from '#lib/client/roomActs.ts';
import { readEntry } from '#lib/components/room/readEntry.ts';
import { showNotes } from '#lib/components/room/showNotes.ts';
import { readKey } from '#lib/components/room/keys.ts';

const note = (id: string, body = `words of ${id}`): RoomAct => ({
	...{ act: 'take', id, at: 1, speaker: 'unknown', participantId: null, kind: 'paraphrase' },
	...{ mark: 'background', blockId: null, body, codes: [] }
});

/** A server that takes each id once, a line that can fail on the way there and back, and a disk. */
function makeRoom() {
	const stored = new Map<string, string>();
	const disk = new Map<string, Queued>();
	const sent: string[][] = [];
	const plan: ('lost' | 'reply lost' | 'never')[] = [];
	const refusing = new Set<string>();
	const queue = createNoteQueue({
		async send(acts): Promise<ActsResult> {
			sent.push(acts.map(({ id }) => id));
			for (const { id } of acts) if (!disk.has(id)) throw new Error(`${id} was not kept first`);
			const fate = plan.shift();
			if (fate === 'lost') return { kind: 'later', why: 'offline' };
			if (fate === 'never') return { kind: 'never', code: 'not_found', reason: 'Gone.' };
			const outcomes = acts.map((act) => {
				if (refusing.has(act.id))
					return { id: act.id, result: 'refused' as const, code: 'notes_refused', reason: 'No.' };
				const isNew = !stored.has(act.id);
				if (isNew && act.act === 'take') stored.set(act.id, act.body);
				return { id: act.id, result: isNew ? ('stored' as const) : ('already' as const) };
			});
			return fate === 'reply lost' ? { kind: 'later', why: 'offline' } : { kind: 'done', outcomes };
		},
		async keep(queued) {
			await Promise.resolve();
			disk.set(queued.act.id, queued);
		},
		async drop(id) {
			disk.delete(id);
		},
		onOutcome: () => {},
		onChange: () => {}
	});
	return { queue, stored, disk, sent, plan, refusing };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

describe('what is done to notes', () => {
	test('is kept before it is sent, in order, and forgotten once it is through', async () => {
		const { queue, stored, disk, sent } = makeRoom();
		for (const id of ['a', 'b', 'c']) queue.add(note(id));
		await pass(10);
		expect([...stored.keys()]).toEqual(['a', 'b', 'c']);
		expect(sent.flat()).toEqual(['a', 'b', 'c']);
		expect(disk.size).toBe(0);
		expect(queue.state).toEqual({ kind: 'sent', count: 0 });
	});

	test('survives lost requests and lost replies: nothing is lost, nothing is there twice', async () => {
		const { queue, stored, disk, plan } = makeRoom();
		plan.push('lost', 'reply lost', 'lost', 'reply lost');
		queue.add(note('a'));
		await pass(1);
		queue.add(note('b'));
		await pass(1);
		expect(queue.state).toMatchObject({ kind: 'waiting', why: 'offline', count: 2 });
		expect(disk.size).toBe(2);
		await pass(60_000);
		expect([...stored]).toEqual([
			['a', 'words of a'],
			['b', 'words of b']
		]);
		expect(queue.isSent()).toBe(true);
		expect(disk.size).toBe(0);
	});

	test('tries less and less often, and at once when the line is back', async () => {
		const { queue, sent, plan, stored } = makeRoom();
		plan.push(...Array.from({ length: 100 }, () => 'lost' as const));
		queue.add(note('a'));
		await pass(10 * 60_000);
		expect(sent.length).toBeGreaterThan(15);
		expect(sent.length).toBeLessThan(30);
		plan.length = 0;
		queue.retry();
		await pass(1);
		expect(stored.has('a')).toBe(true);
	});

	test('that is refused stays with the reason and holds up nothing', async () => {
		const { queue, stored, disk, refusing } = makeRoom();
		refusing.add('a');
		queue.add(note('a'));
		queue.add(note('b'));
		await pass(10);
		expect([...stored.keys()]).toEqual(['b']);
		expect(queue.list()).toEqual([
			{ act: note('a'), refused: { code: 'notes_refused', reason: 'No.' } }
		]);
		expect(disk.get('a')?.refused?.code).toBe('notes_refused');
		// Changed by a person, it goes under the same id.
		refusing.clear();
		queue.add(note('a', 'other words'));
		await pass(10);
		expect(stored.get('a')).toBe('other words');
		expect(queue.list()).toEqual([]);
	});

	test('of a room one may no longer write in stays too, and can be thrown away', async () => {
		const { queue, disk, plan } = makeRoom();
		plan.push('never');
		queue.add(note('a'));
		await pass(10);
		expect(queue.list()[0]?.refused).toEqual({ code: 'not_found', reason: 'Gone.' });
		await queue.discard('a');
		expect(queue.list()).toEqual([]);
		expect(disk.size).toBe(0);
	});
});

const known = (id: string, at: number) => ({
	...{ id, at, speaker: 'unknown' as const, participantId: null, kind: 'paraphrase' as const },
	...{ mark: 'background' as const, blockId: null, body: `stored ${id}`, language: null },
	...{ revision: 1, change: 1, isRemoved: false, authorId: 'x', author: null, codes: ['k'] }
});

test('the list is by moment and id, with what waits laid over it', () => {
	const change: RoomAct = {
		...{ act: 'change', id: 's', turnId: 'b', base: 1, speaker: 'observer', participantId: null },
		...{ kind: 'observation', mark: 'off_record', blockId: null, body: 'mine', codes: [] }
	};
	const shown = showNotes(
		[known('c', 1), known('b', 1), known('a', 5)],
		[
			{ act: change },
			{ act: { act: 'remove', id: 'r', turnId: 'a' }, refused: { code: 'x', reason: 'y' } },
			{ act: { ...note('n'), at: 3 } as RoomAct }
		],
		{ me: 'me' }
	);
	expect(shown.map(({ id, body, standing, isRemoved }) => [id, body, standing, isRemoved])).toEqual(
		[
			['b', 'mine', 'waiting', false],
			['c', 'stored c', 'stored', false],
			['n', 'words of n', 'waiting', false],
			['a', 'stored a', 'refused', true]
		]
	);
	expect(shown[0]).toMatchObject({ mark: 'off_record', codes: ['k'] });
});

test('who speaks may stand before the words', () => {
	const people = [
		{ id: '1', pseudonym: 'P01', isRefused: false, isUnasked: false },
		{ id: '10', pseudonym: 'P10', isRefused: false, isUnasked: false },
		{ id: 'm', pseudonym: 'Mango', isRefused: false, isUnasked: false }
	];
	const read = (text: string) => readEntry(text, people);
	expect(read('1: We go.')).toEqual({ who: 'participant:1', rest: 'We go.' });
	expect(read('p10: We go.')).toEqual({ who: 'participant:10', rest: 'We go.' });
	expect(read('mango: Yes')).toEqual({ who: 'participant:m', rest: 'Yes' });
	expect(read('f: Next question')).toEqual({ who: 'facilitator', rest: 'Next question' });
	expect(read('10:30 we begin')).toBeNull();
	expect(read('2: nobody has this number')).toBeNull();
	expect(read('They said: no')).toBeNull();
});

test('keys work with Alt in the text and alone outside of it', () => {
	const press = (key: string, altKey = false, more = {}) => ({
		...{ key, code: /\d/.test(key) ? `Digit${key}` : `Key${key.toUpperCase()}` },
		...{ altKey, ctrlKey: false, metaKey: false, isComposing: false, ...more }
	});
	expect(readKey(press('3', true), true)).toEqual({ do: 'code', place: 2 });
	expect(readKey(press('3'), true)).toBeUndefined();
	expect(readKey(press('3'), false)).toEqual({ do: 'code', place: 2 });
	expect(readKey(press('µ', true, { code: 'KeyM' }), true)).toEqual({ do: 'mark' });
	expect(readKey(press('m', false, { ctrlKey: true }), false)).toBeUndefined();
	expect(readKey(press('x', false, { isComposing: true }), false)).toBeUndefined();
});
