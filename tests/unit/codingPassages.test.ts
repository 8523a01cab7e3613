import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { answerText, narrativeParts } from '#lib/passages/answerText.ts';
import { excerpt, findWords } from '#lib/passages/excerpt.ts';
import { layersOf } from '#lib/passages/layers.ts';
import { nearestWord, similarity } from '#lib/passages/nearWords.ts';
import { cutsOf } from '#lib/passages/span.ts';
import { chosenSpan, stepWords, wordSpans } from '#lib/passages/wordSteps.ts';
import type { Question } from '#lib/xlsform/definition.ts';

const hits = (text: string, words: string) =>
	findWords(text, words).map(({ start, end }) => text.slice(start, end));

describe('finding words', () => {
	test.each([
		['The letter, a LETTER.', 'letter', ['letter', 'LETTER']],
		['ត្រូវការលិខិតពីនិយោជក', 'លិខិត', ['លិខិត']],
		['แรงงานต้องมีจดหมาย', 'จดหมาย', ['จดหมาย']],
		['အလုပ်သမားများ စာလိုအပ်သည်', 'စာလို', ['စာလို']],
		['ແຮງງານຕ້ອງມີຈົດໝາຍ', 'ຈົດໝາຍ', ['ຈົດໝາຍ']],
		['Phí MÔI GIỚI', 'môi giới', ['MÔI GIỚI']],
		['Cafe\u0301, CAFÉ', 'café', ['Cafe\u0301', 'CAFÉ']],
		['a 👩‍👧 b', '👩‍👧', ['👩‍👧']],
		['ΟΔΟΣ', 'οδος', ['ΟΔΟΣ']],
		['aaa', 'aa', ['aa']],
		['nothing', '  ', []],
		['', 'x', []]
	])('in %s: %s', (text, words, expected) => {
		expect(hits(text, words)).toEqual(expected);
	});

	test('part of a grapheme stands for all of it', () => {
		expect(hits('ការងារ', 'ក')).toEqual(['កា']);
	});

	test('whatever the text, hits are between graphemes and in order', () => {
		const piece = fc.constantFrom('ab', 'កា', 'រ', '👩‍👧', 'e\u0301', ' ', 'ที่', 'က်');
		const text = fc.array(piece, { maxLength: 20 }).map((pieces) => pieces.join(''));
		fc.assert(
			fc.property(text, piece, (whole, words) => {
				const cuts = cutsOf(whole);
				let last = 0;
				for (const { start, end } of findWords(whole, words)) {
					expect(cuts).toContain(start);
					expect(cuts).toContain(end);
					expect(start).toBeGreaterThanOrEqual(last);
					last = end;
				}
			})
		);
	});
});

describe('excerpts', () => {
	const whole = (text: string, words: string, most: number) => {
		const cut = excerpt(text, findWords(text, words)[0]!, most);
		return `${cut.cutBefore ? '…' : ''}${cut.before}[${cut.hit}]${cut.after}${cut.cutAfter ? '…' : ''}`;
	};
	test('are cut between words where one ends near', () => {
		const text = 'We go with the worker to the labour office, but the officer asks for a letter.';
		expect(whole(text, 'labour', 16)).toBe('…worker to the [labour] office, but…');
		expect(whole('Short letter.', 'letter', 40)).toBe('Short [letter].');
	});

	test.each([
		'ពលករទេសន្តរប្រវេសន៍ត្រូវការលិខិតពីនិយោជកមុនពេលដាក់ពាក្យបណ្តឹង',
		'แรงงานข้ามชาติต้องมีจดหมายจากนายจ้างก่อนยื่นคำร้อง',
		'ရွှေ့ပြောင်းအလုပ်သမားများ စာလိုအပ်သည်',
		'ແຮງງານເຄື່ອນຍ້າຍຕ້ອງມີຈົດໝາຍຈາກນາຍຈ້າງ',
		'👩‍👧👨‍👩‍👦🇰🇭 e\u0301e\u0301e\u0301 👩🏽‍⚖️'
	])('%s is never cut inside a grapheme', (text) => {
		const cuts = cutsOf(text);
		for (let at = 0; at + 1 < cuts.length; at++)
			for (const most of [0, 1, 3, 7]) {
				const span = { start: cuts[at]!, end: cuts[at + 1]! };
				const { before, hit, after } = excerpt(text, span, most);
				expect(text.slice(span.start, span.end)).toBe(hit);
				expect(cuts).toContain(span.start - before.length);
				expect(cuts).toContain(span.end + after.length);
			}
	});

	test('of a passage longer than wanted its beginning is shown', () => {
		const cut = excerpt('0123456789', { start: 2, end: 9 }, 2, 3);
		expect(cut).toMatchObject({ hit: '234', after: '', cutAfter: true });
	});
});

describe('layers', () => {
	const draw = (length: number, marks: [string, number, number][]) =>
		layersOf(
			length,
			marks.map(([id, start, end]) => ({ id, start, end }))
		);
	test('overlapping passages keep a layer each, and free it where they end', () => {
		const { pieces, depth } = draw(10, [
			['a', 0, 5],
			['b', 3, 8],
			['c', 5, 10]
		]);
		expect(depth).toBe(2);
		expect(
			pieces.map(({ start, end, marks }) => [start, end, marks.map((m) => `${m.id}${m.layer}`)])
		).toEqual([
			[0, 3, ['a0']],
			[3, 5, ['a0', 'b1']],
			[5, 8, ['c0', 'b1']],
			[8, 10, ['c0']]
		]);
		expect(pieces[2]?.marks.map(({ isFirst }) => isFirst)).toEqual([true, false]);
	});

	test('the pieces joined are the text, and each passage covers its own', () => {
		const mark = fc.record({ start: fc.nat(20), end: fc.nat(20) });
		fc.assert(
			fc.property(fc.nat(20), fc.array(mark, { maxLength: 8 }), (length, given) => {
				const marks = given.map((each, at) => ({ id: String(at), ...each }));
				const { pieces, depth } = layersOf(length, marks);
				expect(pieces.reduce((at, piece) => (piece.start === at ? piece.end : -1), 0)).toBe(length);
				for (const { id, start, end } of marks) {
					const covered = pieces
						.filter((piece) => piece.marks.some((on) => on.id === id))
						.reduce((sum, piece) => sum + piece.end - piece.start, 0);
					expect(covered).toBe(Math.max(0, Math.min(end, length) - start));
				}
				for (const piece of pieces) {
					const layers = piece.marks.map(({ layer }) => layer);
					expect(new Set(layers).size).toBe(layers.length);
					expect(Math.max(-1, ...layers)).toBeLessThan(Math.max(depth, 1));
				}
			})
		);
	});
});

describe('stepping from word to word', () => {
	const steps = (text: string, ...how: Parameters<typeof stepWords>[1][]) => {
		const words = wordSpans(text);
		const chosen = how.reduce<ReturnType<typeof stepWords>>(
			(at, step) => stepWords(at, step, words.length),
			null
		);
		const span = chosenSpan(words, chosen);
		return span && text.slice(span.start, span.end);
	};
	test('without punctuation, to both ends, wider and narrower', () => {
		const text = 'One, two; three.';
		expect(steps(text, 'next')).toBe('One');
		expect(steps(text, 'next', 'next', 'widen')).toBe('two; three');
		expect(steps(text, 'next', 'widen', 'widen', 'widen', 'narrow')).toBe('One, two');
		expect(steps(text, 'next', 'narrow')).toBe('One');
		expect(steps(text, 'previous')).toBe('three');
		expect(steps(text, 'all')).toBe('One, two; three');
		expect(steps('…', 'next')).toBeNull();
	});
	test.each([
		['ពលករត្រូវការលិខិត', 'ពល'],
		['แรงงานต้องมีจดหมาย', 'แรงงาน'],
		['ແຮງງານຕ້ອງມີ', 'ແຮງງານ']
	])('in %s, which has no blanks', (text, first) => {
		expect(wordSpans(text).length).toBeGreaterThan(1);
		expect(steps(text, 'next')?.startsWith(first)).toBe(true);
	});
	test('a language nobody knows is no fault', () => {
		expect(wordSpans('one two', 'not a tag')).toHaveLength(2);
	});
});

describe('the text of an answer', () => {
	const matrix = {
		type: 'matrix',
		matrix: {
			rows: 'sectors',
			columns: [
				{ name: 'paid', label: {}, type: 'choice' },
				{ name: 'why', label: {}, type: 'text' }
			]
		}
	} as unknown as Question;
	test('of a table is its cells in an order that follows from the value alone', () => {
		const value = {
			fishing: { why: 'Nobody looks.', paid: 'no' },
			care: { paid: 'yes', hours: 8 }
		};
		const text = answerText(value as never);
		expect(text).toBe('yes\nno\nNobody looks.');
		const parts = narrativeParts(matrix, value as never);
		expect(parts.map(({ start, end, cell }) => [text.slice(start, end), cell])).toEqual([
			['Nobody looks.', { row: 'fishing', column: 'why' }]
		]);
	});
	test('of a treaty fact is what was corrected; of a choice there is none', () => {
		const fact = { cedaw: { verdict: 'corrected', correction: 'Signed later.', source: 'UN' } };
		const text = answerText(fact as never);
		const parts = narrativeParts({ type: 'treaty' } as Question, fact as never);
		expect(parts.map(({ start, end }) => text.slice(start, end))).toEqual(['Signed later.', 'UN']);
		expect(answerText(['a', 'b'])).toBe('');
		expect(narrativeParts({ type: 'long_text' } as Question, '  ')).toEqual([]);
	});
});

test('words spelled nearly so', () => {
	expect(similarity('word', 'word')).toBe(1);
	expect(similarity('abc', 'xyz')).toBe(0);
	expect(nearestWord('The officer asks.', 'oficer')).toBe('officer');
	expect(nearestWord('The officer asks.', 'officer')).toBeUndefined();
	expect(nearestWord('Ask the labour office now', 'labor office')).toBe('labour office');
	expect(nearestWord('', 'x')).toBeUndefined();
});
