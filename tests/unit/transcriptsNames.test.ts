import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findLookAlikes } from '#lib/transcripts/lookAlikes.ts';
import {
	type NameToReplace,
	cleanName,
	finderOf,
	replacementsThatTell,
	replacerOf
} from '#lib/transcripts/replaceNames.ts';

const list = (names: Record<string, string>): NameToReplace[] =>
	Object.entries(names).map(([name, replacement]) => ({ name, replacement }));
const replace = (text: string, names: Record<string, string>) => replacerOf(list(names))(text).text;
const DARA = { Dara: '[P02]' };

describe('names in scripts with blanks', () => {
	test.each([
		['Dara said so.', '[P02] said so.'],
		['So said dara and DARA.', 'So said [P02] and [P02].'],
		["Dara’s letter, Dara's too", "[P02]’s letter, [P02]'s too"],
		['"Dara", (Dara), Dara-Rin, @Dara', '"[P02]", ([P02]), [P02]-Rin, @[P02]'],
		['Daran and Sidara, dara_1', 'Daran and Sidara, dara_1'],
		['D\u00ADara, Da\u200Bra', '[P02], [P02]'],
		['ទៅDaraបាន', 'ទៅ[P02]បាន']
	])('%j', (text, expected) => expect(replace(text, DARA)).toBe(expected));

	test('the longest first, over any blank and dash', () => {
		const names = { Dara: '[P02]', 'Sok Dara': '[P03]', 'Anne-Marie': '[P04]', 'O’Neill': '[P05]' };
		expect(replace('Sok  Dara, Sok\u00A0Dara, Sok\nDara and Dara', names)).toBe(
			'[P03], [P03], [P03] and [P02]'
		);
		expect(replace("Anne\u2011Marie and O'Neill", names)).toBe('[P04] and [P05]');
	});

	test('accents count, composed or not', () => {
		expect(replace('Nguye\u0302\u0303n is not Nguyen', { Nguyễn: '[P02]' })).toBe(
			'[P02] is not Nguyen'
		);
	});

	test('signs of patterns are letters like others', () => {
		expect(replace('A.B met A+B and AxB', { 'A.B': '[1]', 'A+B': '[2]' })).toBe(
			'[1] met [2] and AxB'
		);
	});

	test('what stands around a name in a list is not part of it', () => {
		expect(['[Sokha]:', '@Sokha', ' “Sokha” ', 'Sokha.', '(:)'].map(cleanName)).toEqual([
			'Sokha',
			'Sokha',
			'Sokha',
			'Sokha',
			''
		]);
	});
});

describe('names in scripts without blanks', () => {
	test.each([
		['Thai', 'คุณสมชายไปแล้ว', 'สมชาย', 'คุณ[P02]ไปแล้ว'],
		['Khmer', 'លោកសុខាទៅការិយាល័យ', 'សុខា', 'លោក[P02]ទៅការិយាល័យ'],
		['Khmer, ending inside of a syllable', 'លោកសុខាទៅ', 'សុខ', 'លោកសុខាទៅ'],
		['Khmer, with a hidden space', 'លោកសុ\u200Bខាទៅ', 'សុខា', 'លោក[P02]ទៅ'],
		['Burmese', 'ကိုအောင်သည် သွားသည်', 'အောင်', 'ကို[P02]သည် သွားသည်'],
		['Lao', 'ທ່ານສົມຊາຍໄປ', 'ສົມຊາຍ', 'ທ່ານ[P02]ໄປ'],
		['Chinese', '我和陈美玲去', '陈美玲', '我和[P02]去']
	])('%s', (_, text, name, expected) => expect(replace(text, { [name]: '[P02]' })).toBe(expected));
});

test('where each was found, before and after', () => {
	const { text, found } = replacerOf(list({ Dara: '[P02]', Rin: '[P3]' }))('Rin and Dara.');
	expect(text).toBe('[P3] and [P02].');
	expect(found).toEqual([
		{ at: 1, start: 0, end: 3, newStart: 0, newEnd: 4 },
		{ at: 0, start: 8, end: 12, newStart: 9, newEnd: 14 }
	]);
	expect(found.map(({ newStart, newEnd }) => text.slice(newStart, newEnd))).toEqual([
		'[P3]',
		'[P02]'
	]);
});

test('a replacement that holds a name is told', () => {
	expect(replacementsThatTell(list({ Dara: '[Dara]', Rin: '[P02]' }))).toEqual([0]);
	expect(replacementsThatTell(list({ Dara: '[P01]', Rin: '[friend of dara]' }))).toEqual([1]);
	expect(replacementsThatTell(list({ Dara: '[Daran]', Rin: '[P02]' }))).toEqual([]);
});

const SCRIPTS = ['abAB', 'éñÉ', 'សខាុ្', 'สมชาย่', 'အောင်', 'ສົມ', '陈美', 'дД', 'தா'];
const letter = fc.constantFrom(...SCRIPTS.flatMap((letters) => [...letters]));
const name = fc
	.array(
		fc.array(letter, { minLength: 1, maxLength: 4 }).map((each) => each.join('')),
		{
			minLength: 1,
			maxLength: 3
		}
	)
	.map((words) => words.join(' '))
	.filter((each) => cleanName(each) !== '');

test('no listed name is left in any text, whatever is listed and written', () => {
	const filler = fc.constantFrom(
		' ',
		'  ',
		'\n',
		'.',
		', ',
		'’s ',
		'-',
		'\u200B',
		'[',
		']',
		'x',
		'7',
		''
	);
	fc.assert(
		fc.property(
			fc.array(name, { minLength: 1, maxLength: 5 }),
			fc.array(fc.oneof(filler, name, fc.nat(4)), { maxLength: 30 }),
			(names, pieces) => {
				const text = pieces
					.map((piece) => (typeof piece === 'number' ? (names[piece] ?? '') : piece))
					.join('');
				const replaced = replacerOf(
					names.map((each, at) => ({ name: each, replacement: `[P0${at}]` }))
				)(text);
				for (const each of names)
					expect(finderOf(cleanName(each)).find(replaced.text), each).toEqual([]);
				// Nothing but names is gone: putting them back gives what was there.
				let back = '';
				let from = 0;
				const before = text.normalize('NFC');
				for (const { start, end, newStart, newEnd } of replaced.found) {
					back += replaced.text.slice(from, newStart) + before.slice(start, end);
					from = newEnd;
				}
				expect(back + replaced.text.slice(from)).toBe(before);
			}
		),
		{ numRuns: 3000 }
	);
}, 60_000);

test('a name that stands alone as a word is found, in every script', () => {
	fc.assert(
		fc.property(name, (each) => {
			const replaced = replacerOf([{ name: each, replacement: '[P02]' }])(`— ${cleanName(each)} —`);
			expect(replaced.found).toHaveLength(1);
		}),
		{ numRuns: 1000 }
	);
});

describe('what looks like a name', () => {
	const words = (texts: string[], names: string[]) =>
		findLookAlikes(texts, names).map(({ word, at, count, isPart }) => [word, at, count, isPart]);

	test('parts of it, other endings, slips and missing accents; nothing else', () => {
		expect(
			words(
				[
					'Sok came. Daranya, Darra and Drea; Dara’s again, and Dara.',
					'Hoang Nguyen went to the office.'
				],
				['Sok Dara', 'Nguyễn Thị Hoàng']
			)
		).toEqual([
			['Dara', 0, 2, true],
			['Sok', 0, 1, true],
			['Daranya', 0, 1, false],
			['Darra', 0, 1, false],
			['Hoang', 1, 1, false],
			['Nguyen', 1, 1, false]
		]);
	});

	test('small words and titles are nobody', () => {
		expect(
			words(['The union of Mr and Mrs; ibu went from the office.'], ['Mrs Ibu of the Union'])
		).toEqual([]);
	});

	test('in scripts without blanks, parts and what ends inside of a syllable', () => {
		expect(words(['លោកដារ៉ាទៅ'], ['សុខ ដារ៉ា'])).toEqual([['ដារ៉ា', 0, 1, true]]);
		expect(words(['លោកសុខាទៅ'], ['សុខ'])).toEqual([['សុខ', 0, 1, false]]);
	});
});
