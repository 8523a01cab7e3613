import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AnswerValue } from '#lib/xlsform/answers.ts';
import { diffWords } from '#lib/xlsform/diffText.ts';
import { mergeAnswerText, mergeContent, mergeValue } from '#lib/xlsform/mergeText.ts';
import {
	content,
	longText,
	matrix,
	number,
	rank,
	selectMultiple,
	selectOne,
	treaty
} from '../support/questionnaireBuilder.ts';

const conflict = { conflict: true };
const prose = fc
	.array(
		fc.constantFrom('the', 'law', 'of', 'ship', '.', '\n', ' ', '  ', 'ขคนงาน', '', '__proto__'),
		{
			maxLength: 30
		}
	)
	.map((words) => words.join(' '));

describe('texts', () => {
	const base = 'The law covers domestic work. It does not cover fishing. Courts are slow.';

	test('edits in different places are both kept', () => {
		const mine = base.replace('domestic work', 'domestic work and farming');
		const theirs = base.replace('slow', 'slow and far away');
		expect(mergeAnswerText(base, mine, theirs)).toEqual({
			merged:
				'The law covers domestic work and farming. It does not cover fishing. Courts are slow and far away.'
		});
	});

	test('edits at the same place, or touching, are a conflict', () => {
		const edit = (words: string) => base.replace('fishing', words);
		expect(mergeAnswerText(base, edit('crews'), edit('boats'))).toEqual(conflict);
		expect(mergeAnswerText('a b c d', 'a x c d', 'a b y d')).toEqual(conflict);
		expect(mergeAnswerText(base, `${base} One.`, `${base} Two.`)).toEqual(conflict);
		expect(mergeAnswerText('', 'One.', 'Two.')).toEqual(conflict);
	});

	test('the same edit made twice is kept once, beside another', () => {
		const both = base.replace('fishing', 'crews');
		expect(mergeAnswerText(base, both, both)).toEqual({ merged: both });
		expect(mergeAnswerText(base, both, both.replace('slow', 'fast'))).toEqual({
			merged: both.replace('slow', 'fast')
		});
	});

	test.each([
		['Thai', 'แรงงานข้ามชาติได้รับความคุ้มครองตามกฎหมาย', 'แรงงาน', 'คนงาน', 'กฎหมาย', 'ระเบียบ'],
		['Khmer', 'ពលករ​ទេសន្តរប្រវេសន៍​ទទួល​បាន​ការពារ​តាម​ច្បាប់', 'ពលករ', 'កម្មករ', 'ច្បាប់', 'កិច្ចសន្យា'],
		['Lao', 'ແຮງງານເຄື່ອນຍ້າຍໄດ້ຮັບການປົກປ້ອງຕາມກົດໝາຍ', 'ແຮງງານ', 'ກຳມະກອນ', 'ກົດໝາຍ', 'ສັນຍາ'],
		['Burmese', 'ရွှေ့ပြောင်းအလုပ်သမားများကို ဥပဒေက ကာကွယ်သည်', 'ရွှေ့ပြောင်း', 'ပြည်ပ', 'ကာကွယ်', 'စောင့်ရှောက်']
	])('%s is cut into words although it has few blanks', (_name, text, first, one, last, two) => {
		const mine = text.replace(first, one);
		const theirs = text.replace(last, two);
		expect(mergeAnswerText(text, mine, theirs)).toEqual({ merged: mine.replace(last, two) });
	});

	test('laws of merging', () => {
		fc.assert(
			fc.property(prose, prose, prose, (origin, left, right) => {
				expect(mergeAnswerText(origin, left, origin)).toEqual({ merged: left });
				expect(mergeAnswerText(origin, origin, right)).toEqual({ merged: right });
				expect(mergeAnswerText(origin, left, left)).toEqual({ merged: left });
				// Conflict or not does not depend on who saved first.
				expect(mergeAnswerText(origin, left, right)).toEqual(mergeAnswerText(origin, right, left));
			})
		);
	});

	test('edits in different sentences merge, whoever was first', () => {
		const sentences = fc.array(fc.integer({ min: 0, max: 99 }), { minLength: 5, maxLength: 12 });
		fc.assert(
			fc.property(sentences, fc.nat(), fc.nat(), prose, prose, (numbers, one, two, left, right) => {
				const origin = numbers.map((each, at) => `Sentence ${at} says ${each} here`);
				const [first, second] = [one % origin.length, two % origin.length];
				fc.pre(Math.abs(first - second) > 1);
				const edit = (at: number, words: string, lines = origin) =>
					lines.with(at, `Sentence ${at} says (${words}) here`);
				const text = (lines: string[]) => lines.join('.\n');
				const merged = text(edit(second, right, edit(first, left)));
				const [mine, theirs] = [text(edit(first, left)), text(edit(second, right))];
				expect(mergeAnswerText(text(origin), mine, theirs)).toEqual({ merged });
				expect(mergeAnswerText(text(origin), theirs, mine)).toEqual({ merged });
			})
		);
	});

	test('texts made to be slow are quick', () => {
		const started = Date.now();
		const a = 'a '.repeat(10_000);
		mergeAnswerText(a, `b ${a.slice(2000)} c`, `c ${a.slice(4000)} d`);
		diffWords(a, `b ${a.slice(5000)} c`);
		expect(Date.now() - started).toBeLessThan(5000);
	});
});

describe('other values', () => {
	const several = selectMultiple('s');

	test('choices merge as sets', () => {
		const merge = (base: AnswerValue, mine: AnswerValue, theirs: AnswerValue) =>
			mergeValue(several, base, mine, theirs);
		expect(
			merge(['fishing', 'farming'], ['fishing', 'domestic'], ['fishing', 'farming', 'construction'])
		).toEqual({
			merged: ['fishing', 'construction', 'domestic']
		});
		expect(merge(null, ['fishing'], ['farming'])).toEqual({ merged: ['farming', 'fishing'] });
		expect(merge(['fishing', 'farming'], ['fishing'], ['farming'])).toEqual({ merged: null });
		const one = selectMultiple('s', { most: 1 });
		expect(mergeValue(one, null, ['fishing'], ['farming'])).toEqual(conflict);
	});

	test('tables merge by cell', () => {
		const asked = matrix('m');
		const base = { fishing: { hours: 8, paid: 'no' } };
		expect(
			mergeValue(
				asked,
				base,
				{ fishing: { hours: 9, paid: 'no' } },
				{ fishing: { hours: 8 }, farming: { hours: 5 } }
			)
		).toEqual({ merged: { fishing: { hours: 9 }, farming: { hours: 5 } } });
		expect(mergeValue(asked, base, { fishing: { hours: 9 } }, { fishing: { hours: 7 } })).toEqual(
			conflict
		);
	});

	test('half a treaty fact is no fact', () => {
		const asked = treaty('t');
		const base = { c189: { verdict: 'confirmed' as const } };
		const theirs = { c189: { verdict: 'confirmed' as const, source: 'Gazette' } };
		expect(mergeValue(asked, base, null, theirs)).toEqual(conflict);
		expect(mergeValue(asked, base, { ...base, icrmw: { verdict: 'unsure' } }, theirs)).toEqual({
			merged: { ...theirs, icrmw: { verdict: 'unsure' } }
		});
	});

	test('everything else is taken from the side that changed it', () => {
		const [old, one, two] = [{ value: 1 }, { value: 2 }, { value: 3 }];
		expect(mergeValue(number('n'), old, { value: 1 }, two)).toEqual({ merged: two });
		expect(mergeValue(number('n'), old, one, old)).toEqual({ merged: one });
		expect(mergeValue(number('n'), old, one, two)).toEqual(conflict);
		expect(mergeValue(selectOne('s'), null, 'yes', 'no')).toEqual(conflict);
		expect(mergeValue(rank('r'), null, ['a', 'b'], ['b', 'a'])).toEqual(conflict);
		expect(mergeValue(longText('t'), 'a b c', null, 'a b c d')).toEqual(conflict);
	});

	test('whole answers: the narrower exposure, and no code against a changed value', () => {
		const asked = longText('t');
		const base = content('One. Two. Three.');
		const mine = content('Uno. Two. Three.', { exposure: 'study_team' });
		const theirs = content('One. Two. Tres.', { exposure: 'coordinators' });
		expect(mergeContent(asked, base, mine, theirs)).toEqual({
			merged: content('Uno. Two. Tres.', { exposure: 'coordinators' })
		});
		const code = content(null, { status: 'not_safe' });
		expect(mergeContent(asked, base, code, theirs)).toEqual(conflict);
		expect(mergeContent(asked, base, code, base)).toEqual({ merged: code });
		expect(mergeContent(asked, base, code, { ...base, exposure: 'coordinators' })).toEqual({
			merged: { ...code, exposure: 'coordinators' }
		});
	});
});

describe('differences', () => {
	test('by word', () => {
		expect(diffWords('The law is old.', 'The law is very new.')).toEqual([
			{ kind: 'same', text: 'The law is ' },
			{ kind: 'removed', text: 'old' },
			{ kind: 'added', text: 'very new' },
			{ kind: 'same', text: '.' }
		]);
		expect(diffWords('', '')).toEqual([]);
		expect(diffWords('a b c', 'x y z')).toEqual([
			{ kind: 'removed', text: 'a b c' },
			{ kind: 'added', text: 'x y z' }
		]);
	});

	test('both texts can be read from them', () => {
		const joined = (parts: ReturnType<typeof diffWords>, not: string) =>
			parts
				.filter((part) => part.kind !== not)
				.map((part) => part.text)
				.join('');
		fc.assert(
			fc.property(fc.oneof(prose, fc.string()), prose, (before, after) => {
				const parts = diffWords(before, after);
				expect(joined(parts, 'added')).toBe(before);
				expect(joined(parts, 'removed')).toBe(after);
			})
		);
	});
});

describe('entries of a repeat', () => {
	const entries = { type: 'entries' } as const;
	const merge = (base: string[] | null, mine: string[], theirs: string[]) =>
		mergeValue(entries, base, mine, theirs);

	test.each<[string, string[] | null, string[], string[], string[]]>([
		['both add at the end', ['1'], ['1', 'a'], ['1', 'b'], ['1', 'b', 'a']],
		['from the one a repeat begins with', null, ['1', 'a'], ['1', 'b'], ['1', 'b', 'a']],
		['one removes, one adds', ['1', 'a'], ['1'], ['1', 'a', 'b'], ['1', 'b']],
		['both remove', ['1', 'a', 'b'], ['1', 'a'], ['a', 'b'], ['a']],
		['the first goes, all others stay', null, ['a'], ['1', 'b'], ['b', 'a']],
		['nothing is left', null, [], ['1'], []],
		['one between others', ['1', 'a'], ['1', 'x', 'a'], ['1', 'a', 'b'], ['1', 'x', 'a', 'b']]
	])('%s', (_name, base, mine, theirs, merged) => {
		expect(merge(base, mine, theirs)).toEqual({ merged });
	});

	test('what either added is there, what either removed is not, none stands twice', () => {
		const ids = fc.uniqueArray(fc.constantFrom('1', 'a', 'b', 'c', 'd', 'e'));
		fc.assert(
			fc.property(ids, ids, ids, (base, mine, theirs) => {
				const merged = merge(base, mine, theirs).merged as string[];
				expect(new Set(merged).size).toBe(merged.length);
				for (const id of new Set([...base, ...mine, ...theirs])) {
					const isIn = base.includes(id)
						? mine.includes(id) && theirs.includes(id)
						: mine.includes(id) || theirs.includes(id);
					expect(merged.includes(id)).toBe(isIn);
				}
			})
		);
	});

	test('no entries is an answer, not the lack of one', () => {
		const none = content([]);
		expect(mergeContent(entries, content(null), none, content(['1']))).toEqual({
			merged: { ...none, status: 'answered' }
		});
	});
});
