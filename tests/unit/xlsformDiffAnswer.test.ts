import { describe, expect, test } from 'vitest';
import type { AnswerParts } from '#lib/xlsform/describe.ts';
import { type DiffBlock, diffAnswers } from '#lib/xlsform/diffAnswer.ts';
import type { DiffPart } from '#lib/xlsform/diffText.ts';
import { sideOf } from '#lib/xlsform/sideOf.ts';

const text = (words: string): AnswerParts => ({ kind: 'text', text: words });
const list = (ordered: boolean, ...items: string[]): AnswerParts => ({
	kind: 'list',
	ordered,
	items
});
const table = (...rows: [string, ...string[]][]): AnswerParts => ({
	kind: 'table',
	columns: ['Hours', 'Paid'],
	rows: rows.map(([label, ...cells]) => ({ label, cells }))
});

const marks = { same: '', added: '+', removed: '-' };
const say = (parts: DiffPart[]) =>
	parts.map(({ kind, text: words }) => marks[kind] + words).join('|');
/** Blocks as lines that can be read: `-` was there, `+` is new. */
const lines = (blocks: DiffBlock[]): string[] =>
	blocks.flatMap((block) => {
		if (block.kind === 'text') return [say(block.parts)];
		if (block.kind === 'list') return block.items.map((item) => `* ${say(item)}`);
		return block.rows.map(({ label, cells }) => `${label}: ${cells.map(say).join(' / ')}`);
	});

describe('what differs between two answers', () => {
	test.each<[string, AnswerParts, AnswerParts, boolean, string[]]>([
		['words of a text', text('Three visits'), text('Two visits'), true, ['-Three|+Two| visits']],
		['a choice as a whole', text('Yes, in law'), text('Yes'), false, ['-Yes, in law|+Yes']],
		['nothing', text('Yes'), text('Yes'), false, ['Yes']],
		[
			'choices that came and went',
			list(false, 'Fishing', 'Farming'),
			list(false, 'Fishing', 'Domestic work'),
			false,
			['* Fishing', '* -Farming', '* +Domestic work']
		],
		[
			'what stands in each place',
			list(true, 'Fees', 'Fear', 'Distance'),
			list(true, 'Fear', 'Fees', 'Distance', 'Language'),
			false,
			['* -Fees|+Fear', '* -Fear|+Fees', '* Distance', '* +Language']
		],
		[
			'cells, and rows that came and went',
			table(['Fishing', '8', 'yes'], ['Farming', '7', '']),
			table(['Fishing', '9', 'yes'], ['Domestic', '12', 'no']),
			false,
			['Fishing: -8|+9 / yes', 'Domestic: +12 / +no', 'Farming: -7 / ']
		],
		[
			'a code in place of a table',
			table(['Fishing', '8', 'yes']),
			text('Don’t know'),
			false,
			['Fishing: -8 / -yes', '+Don’t know']
		],
		[
			'a table in place of a code',
			text('Don’t know'),
			table(['Fishing', '8', 'yes']),
			false,
			['-Don’t know', 'Fishing: +8 / +yes']
		]
	])('%s', (_, before, after, areTexts, expected) => {
		expect(lines(diffAnswers(before, after, areTexts))).toEqual(expected);
	});
});

test('each side is the answer it came from, with what the other has otherwise still marked', () => {
	const before = table(['Fishing', '8', 'yes'], ['Farming', '7', '']);
	const after = table(['Fishing', '9', 'yes']);
	const blocks = diffAnswers(before, after, false);
	expect(lines(sideOf(blocks, 'added'))).toEqual(['Fishing: -8 / yes', 'Farming: -7 / ']);
	expect(lines(sideOf(blocks, 'removed'))).toEqual(['Fishing: +9 / yes', 'Farming:  / ']);
	const mixed = diffAnswers(text('Don’t know'), list(false, 'Fishing'), false);
	expect(lines(sideOf(mixed, 'added'))).toEqual(['-Don’t know']);
	expect(lines(sideOf(mixed, 'removed'))).toEqual(['* +Fishing']);
});
