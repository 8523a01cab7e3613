import fc from 'fast-check';
import { expect, test } from 'vitest';
import { moveSpans } from '#lib/passages/moveSpans.ts';
import { cutsOf, lengthOf, snap } from '#lib/passages/span.ts';

const spanOf = (text: string, words: string) => {
	const start = text.indexOf(words);
	expect(start).toBeGreaterThanOrEqual(0);
	return { start, end: start + words.length };
};
const wordsAt = (text: string, span: { start: number; end: number } | null) =>
	span && text.slice(span.start, span.end);

test('a passage never ends inside a syllable, an emoji or a combining mark', () => {
	const khmer = 'ការងារសមរម្យ';
	for (let start = 0; start < khmer.length; start++)
		for (let end = start + 1; end <= khmer.length; end++) {
			const span = snap(khmer, { start, end })!;
			expect(cutsOf(khmer)).toContain(span.start);
			expect(cutsOf(khmer)).toContain(span.end);
			expect(span.start).toBeLessThanOrEqual(start);
			expect(span.end).toBeGreaterThanOrEqual(end);
		}
	expect(snap('a👩‍👧b', { start: 2, end: 3 })).toEqual({ start: 1, end: 6 });
	expect(lengthOf('e\u0301x👩‍👧')).toBe(3);
});

test('blanks at the ends of a passage are not part of it; outside of the text there is none', () => {
	expect(snap('one  two ', { start: 3, end: 9 })).toEqual({ start: 5, end: 8 });
	expect(snap('  ', { start: 0, end: 2 })).toEqual({ start: 0, end: 2 });
	expect(snap('one', { start: 3, end: 9 })).toBeNull();
	expect(snap('', { start: 0, end: 0 })).toBeNull();
});

const move = (before: string, after: string, words: string) =>
	wordsAt(after, moveSpans(before, after, [spanOf(before, words)])[0]!);

test('a passage follows its words when the text around it changes', () => {
	expect(move('The pass costs too much.', 'They say the pass costs too much.', 'costs too')).toBe(
		'costs too'
	);
	expect(move('a b c', 'a b c d', 'a b c')).toBe('a b c');
	expect(move('a b c', 'z a b c', 'a b c')).toBe('a b c');
	expect(move('one two three', 'one two and a half three', 'two three')).toBe(
		'two and a half three'
	);
	expect(move('ទៅធ្វើការនៅថៃ', 'ពួកគេទៅធ្វើការនៅថៃ', 'ធ្វើការ')).toBe('ធ្វើការ');
});

test('of a passage whose words are replaced the new words are part; of one that goes nothing is left', () => {
	expect(move('He paid 500 dollars there.', 'He paid 700 dollars there.', '500')).toBe('700');
	expect(move('He paid 500 dollars there.', 'He paid there.', '500 dollars')).toBeNull();
	expect(move('one two three', '', 'two')).toBeNull();
});

test('words that are all that stayed of a text are found among what replaced the rest', () => {
	expect(move('Distance and fees.', 'First of all Distance.', 'Distance')).toBe('Distance');
	expect(move('The officer asks for a letter.', 'Then the officer.', 'officer')).toBe('officer');
});

test('moved passages lie within the new text and keep their order', () => {
	const word = fc.constantFrom('worker', 'ការងារ', 'pass', 'และ', 'the', '👩‍👧', 'e\u0301');
	const text = fc.array(word, { maxLength: 12 }).map((words) => words.join(' '));
	fc.assert(
		fc.property(text, text, fc.nat(), fc.nat(), (before, after, one, other) => {
			const start = before.length ? one % before.length : 0;
			const end = before.length ? start + 1 + (other % (before.length - start)) : 0;
			const [moved] = moveSpans(before, after, [{ start, end }]);
			if (!moved) return;
			expect(moved.start).toBeGreaterThanOrEqual(0);
			expect(moved.end).toBeLessThanOrEqual(after.length);
			expect(moved.start).toBeLessThan(moved.end);
			if (before === after) expect(moved).toEqual(snap(before, { start, end }));
		})
	);
});
