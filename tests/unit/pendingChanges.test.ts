import { expect, test } from 'vitest';
import { createPendingChanges } from '#lib/server/realtime/pendingChanges.ts';

const page = { page: 'p1', account: 'sokha', delegation: 'kh', response: 'return' };
const change = (what: string, response: string | null = 'return', by: string | null = null) => ({
	delegation: 'kh',
	response,
	what,
	by
});

test('a page hears of its own area, of its whole delegation, and how other areas stand', () => {
	const changes = createPendingChanges();
	changes.add(change('answers'));
	changes.add(change('answers'));
	changes.add(change('answers', 'justice'));
	changes.add(change('state', 'justice'));
	changes.add(change('people', null));
	expect(changes.listFor(page)).toEqual([
		{ response: 'return', what: 'answers' },
		{ response: 'justice', what: 'state' },
		{ response: null, what: 'people' }
	]);
	expect(changes.listFor({ ...page, delegation: 'id', response: 'other' })).toEqual([]);
	changes.clear();
	expect(changes.listFor(page)).toEqual([]);
});

test('a page is not told of its own answers alone, and is of anything else', () => {
	const changes = createPendingChanges();
	changes.add(change('answers', 'return', 'sokha p1'));
	expect(changes.listFor(page)).toEqual([]);
	expect(changes.listFor({ ...page, page: 'p2' })).toHaveLength(1);
	// A colleague saved in the same moment.
	changes.add(change('answers', 'return', 'dara p3'));
	expect(changes.listFor(page)).toEqual([{ response: 'return', what: 'answers' }]);
	changes.clear();
	changes.add(change('conflicts', 'return', 'sokha p1'));
	expect(changes.listFor(page)).toHaveLength(1);
});
