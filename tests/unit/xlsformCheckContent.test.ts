import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ANSWER_STATUSES } from '#lib/xlsform/answers.ts';
import { CONTENT_PROBLEMS } from '#lib/xlsform/checkParts.ts';
import { checkContent } from '#lib/xlsform/checkValue.ts';
import { LONGEST_REASON, LONGEST_TEXT, numberFromText } from '#lib/xlsform/cleanText.ts';
import { EXPOSURES, QUESTION_TYPES, type Question } from '#lib/xlsform/definition.ts';
import {
	area,
	content,
	date,
	longText,
	matrix,
	note,
	number,
	question,
	questionnaire,
	rank,
	scale,
	selectMultiple,
	selectOne,
	text,
	treaty
} from '../support/questionnaireBuilder.ts';

const form = questionnaire(area('any'));
const check = (asked: Parameters<typeof checkContent>[1], value: unknown) =>
	checkContent(form, asked, { status: 'answered', value, reason: null, exposure: 'public' });
const bare = number('n', { units: undefined, year: undefined });
const cells = matrix('m');
const facts = treaty('t');
const many = selectMultiple('s', { most: 2 });

describe('kept', () => {
	test.each([
		['select_one', selectOne('s'), 'yes', 'yes'],
		['scale', scale('s'), 'no', 'no'],
		['select_multiple', many, ['fishing', 'domestic'], ['fishing', 'domestic']],
		['rank', rank('r'), ['fishing', 'domestic'], ['fishing', 'domestic']],
		['number', number('n'), { value: 12, unit: 'households', year: 2024 }, undefined],
		['number without unit', number('n'), { value: -0 }, { value: 0, unit: 'persons' }],
		['number, bare', bare, { value: 1.5, unit: '', year: '' }, { value: 1.5 }],
		['date', date('d'), '2024-02-29', '2024-02-29'],
		['lines', longText('l'), 'a\r\nb\rc', 'a\nb\nc'],
		['NFC', text('l'), 'Viê\u0323t', 'Việt'.normalize('NFC')],
		['half a character', text('l'), 'a\uD800b', 'a\uFFFDb'],
		[
			'matrix',
			cells,
			{ fishing: { paid: 'no', hours: 14, remark: ' ' }, farming: { since: null } },
			{ fishing: { hours: 14, paid: 'no' } }
		],
		[
			'treaty',
			facts,
			{ c189: { verdict: 'corrected', correction: '2012', source: '' }, icrmw: { verdict: '' } },
			{ c189: { verdict: 'corrected', correction: '2012' } }
		]
	])('%s', (_name, asked, value, expected) => {
		expect(check(asked, value)).toEqual({
			ok: true,
			content: content((expected ?? value) as never)
		});
	});

	test.each([
		['text', text('t'), ' \n '],
		['nothing', text('t'), undefined],
		['choice', selectOne('s'), ''],
		['choices', many, []],
		['number', number('n'), { value: '', unit: 'persons', year: '' }],
		['matrix', cells, { fishing: { hours: '' }, farming: {} }],
		['treaty', facts, {}]
	])('%s with nothing in it is empty', (_name, asked, value) => {
		expect(check(asked, value)).toEqual({ ok: true, content: content(null) });
	});
});

const REFUSED: [Question, unknown, string][] = [
	[selectOne('s'), 'maybe', 'unknown_choice'],
	[selectOne('s'), 'constructor', 'unknown_choice'],
	[selectOne('s'), ['yes'], 'shape'],
	[many, ['fishing', 'fishing'], 'duplicate_choice'],
	[many, ['fishing', 'domestic', 'farming'], 'too_many'],
	[many, 'fishing', 'shape'],
	[many, ['mining'], 'unknown_choice'],
	[rank('r', { most: 1 }), ['fishing', 'domestic'], 'too_many'],
	[number('n'), 12, 'shape'],
	[number('n'), { value: '12' }, 'number'],
	[number('n'), { value: Infinity }, 'number'],
	[number('n'), { year: 2024 }, 'number'],
	[number('n'), { value: 1, unit: 'kg' }, 'unit'],
	[bare, { value: 1, unit: 'persons' }, 'unit'],
	[bare, { value: 1, year: 2024 }, 'year'],
	[number('n'), { value: 1, year: 1899 }, 'year'],
	[number('n'), { value: 1, year: 2024.5 }, 'year'],
	[date('d'), '2023-02-29', 'date'],
	[date('d'), '2023-2-1', 'date'],
	[date('d'), '2023-13-01', 'date'],
	[text('t'), 'a\0b', 'nul'],
	[text('t'), 'x'.repeat(LONGEST_TEXT + 1), 'too_long'],
	[text('t'), 5, 'shape'],
	[note('n'), 'text', 'note'],
	[cells, [], 'shape'],
	[cells, { mining: {} }, 'unknown_row'],
	[cells, { fishing: { pay: 1 } }, 'unknown_column'],
	[cells, { fishing: { hours: '14' } }, 'number'],
	[cells, { fishing: { since: 12 } }, 'year'],
	[cells, { fishing: { paid: 'maybe' } }, 'unknown_choice'],
	[cells, JSON.parse('{"__proto__": {"hours": 1}}'), 'unknown_row'],
	[cells, JSON.parse('{"fishing": {"__proto__": 1}}'), 'unknown_column'],
	[facts, { c190: { verdict: 'confirmed' } }, 'unknown_instrument'],
	[facts, { c189: { verdict: 'yes' } }, 'verdict'],
	[facts, { c189: { source: 'Gazette' } }, 'verdict']
];

test.each(REFUSED.map(([asked, value, code]) => [asked.type, code, asked, value] as const))(
	'a %s is refused: %s',
	(_type, code, asked, value) => {
		expect(check(asked, value)).toEqual({ ok: false, code });
	}
);

describe('around the value', () => {
	const asked = text('t');
	const given = (more: object) =>
		checkContent(form, asked, { status: 'answered', value: 'x', exposure: 'public', ...more });

	test('status and exposure must be known', () => {
		expect(given({ status: 'unknown' })).toEqual({ ok: false, code: 'status' });
		expect(given({ exposure: 'everyone' })).toEqual({ ok: false, code: 'exposure' });
		expect(given({ exposure: undefined })).toEqual({ ok: false, code: 'exposure' });
		expect(checkContent(form, asked, null)).toEqual({ ok: false, code: 'shape' });
	});

	test('a code carries no value, and a reason with not applicable only', () => {
		const coded = (status: string) => given({ status, reason: 'Because' });
		expect(coded('dont_know')).toMatchObject({ content: { value: null, reason: null } });
		expect(coded('not_applicable')).toMatchObject({ content: { value: null, reason: 'Because' } });
		expect(given({ reason: 'Because' })).toMatchObject({ content: { value: 'x', reason: null } });
		const long = 'x'.repeat(LONGEST_REASON + 1);
		expect(given({ status: 'not_applicable', reason: long })).toEqual({
			ok: false,
			code: 'too_long'
		});
		expect(given({ status: 'not_applicable', reason: 7 })).toEqual({ ok: false, code: 'reason' });
	});
});

test('numbers are read in the digits of the region, and never guessed', () => {
	const typed = ['1200', ' 1 200 ', '-3.50', '๑๒', '១២', '၁၂', '໑໒', '1,200', '1e3', '', 'x', '.'];
	expect(typed.map(numberFromText)).toEqual([
		1200,
		1200,
		-3.5,
		12,
		12,
		12,
		12,
		...Array.from({ length: 5 }, () => undefined)
	]);
});

test('any JSON is kept or refused with a known code, and what is kept is kept again', () => {
	const types = QUESTION_TYPES.map((type) =>
		type === 'matrix'
			? cells
			: type === 'treaty'
				? facts
				: question(type, 'q', { list: 'sectors', units: 'units', year: true })
	);
	const names = ['fishing', 'farming', 'hours', 'c189', 'verdict', 'value', 'unit', '__proto__'];
	const leaf = fc.oneof(
		fc.constantFrom<unknown>(...names, 'confirmed', 2024, 1.5, '', null),
		fc.jsonValue()
	);
	const near = fc.oneof(
		leaf,
		fc.array(leaf, { maxLength: 4 }),
		fc.dictionary(
			fc.constantFrom(...names),
			fc.oneof(leaf, fc.dictionary(fc.constantFrom(...names), leaf))
		)
	);
	const whole = fc.record(
		{
			status: fc.constantFrom(...ANSWER_STATUSES, 'other'),
			value: near,
			reason: fc.oneof(fc.constant(null), leaf),
			exposure: fc.constantFrom(...EXPOSURES, 'other')
		},
		{ requiredKeys: [] }
	);
	fc.assert(
		fc.property(fc.constantFrom(...types), fc.oneof(whole, fc.jsonValue()), (asked, given) => {
			const first = checkContent(form, asked, given);
			if (first.ok) expect(checkContent(form, asked, first.content)).toEqual(first);
			else expect(CONTENT_PROBLEMS).toContain(first.code);
			expect(({} as Record<string, unknown>)['hours']).toBeUndefined();
		}),
		{ numRuns: 3000 }
	);
});
