import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AnswerContent, AnswerStatus, AnswerValue } from '#lib/xlsform/answers.ts';
import { checkContent } from '#lib/xlsform/checkValue.ts';
import { EXPOSURES, type Question } from '#lib/xlsform/definition.ts';
import {
	fieldName,
	isUntouched,
	readQuestionFields,
	writeQuestionFields
} from '#lib/xlsform/formFields.ts';
import * as build from '../support/questionnaireBuilder.ts';

const definition = build.questionnaire(build.area('any'));

function formOf(fields: Iterable<readonly [string, string]>): FormData {
	const form = new FormData();
	for (const [name, value] of fields) form.append(name, value);
	return form;
}

const read = (question: Question, fields: Record<string, string>) =>
	readQuestionFields(
		question,
		formOf(Object.entries(fields).map(([part, value]) => [`q.${question.name}.${part}`, value]))
	);

test('field names', () => {
	const asked = build.matrix('hours');
	expect(fieldName(asked, 'base')).toBe('q.hours.base');
	expect(fieldName(asked, 'rank', 1)).toBe('q.hours.rank.1');
	expect(fieldName(asked, 'cell', 'a.b', 'c%2E')).toBe('q.hours.cell.a%2Eb.c%252E');
});

test('a question the form does not hold is null', () => {
	expect(read(build.text('t'), { value: 'left over' })).toBeNull();
	expect(readQuestionFields(build.text('t'), formOf([['q.t2.base', '1']]))).toBeNull();
});

test('a code wins over a value', () => {
	expect(read(build.text('t'), { base: '3', status: 'dont_know', value: 'x' })).toEqual({
		base: 3,
		status: 'dont_know',
		value: null,
		reason: null,
		exposure: null
	});
	expect(
		read(build.text('t'), {
			base: '3',
			status: 'not_applicable',
			reason: 'No sea',
			exposure: 'public'
		})
	).toMatchObject({ status: 'not_applicable', reason: 'No sea', exposure: 'public' });
});

test('a base that is no number can overwrite nothing', () => {
	for (const base of ['', '-1', '1.5', 'x', '99999999999'])
		expect(read(build.text('t'), { base })?.base).toBe(0);
});

test('numbers are read as typed; what is none is left for the check', () => {
	const typed = (value: string, year = '') =>
		read(build.number('n'), { base: '0', value, unit: 'persons', year });
	expect(typed('1 200', '២០២៤')?.value).toEqual({ value: 1200, unit: 'persons', year: 2024 });
	expect(typed('about 5')?.value).toEqual({ value: 'about 5', unit: 'persons' });
	expect(typed('')).toMatchObject({ status: 'empty', value: null });
});

test('places of a ranking come in order, whatever the order of the fields', () => {
	const fields = {
		base: '0',
		'rank.10': 'farming',
		'rank.2': 'domestic',
		'rank.1': 'fishing',
		'rank.3': ''
	};
	expect(read(build.rank('r'), fields)?.value).toEqual(['fishing', 'domestic', 'farming']);
});

test('a forged form does not reach the prototype', () => {
	const fields = { base: '0', 'cell.__proto__.hours': '1', 'cell.fishing.__proto__': '2' };
	const value = read(build.matrix('m'), fields)?.value;
	expect(Object.keys(value as object)).toEqual(['__proto__', 'fishing']);
	expect(({} as Record<string, unknown>)['hours']).toBeUndefined();
	const given = { status: 'answered', value, reason: null, exposure: 'public' };
	expect(checkContent(definition, build.matrix('m'), given)).toEqual({
		ok: false,
		code: 'unknown_row'
	});
});

const words = fc.string({ unit: 'grapheme', minLength: 1 });
const sectors = fc.subarray(['domestic', 'fishing', 'construction', 'farming'], { minLength: 1 });
const optional = <T>(each: fc.Arbitrary<T>) => fc.option(each, { nil: undefined });
const cell = fc.record(
	{
		hours: fc.integer(),
		paid: fc.constantFrom('yes', 'no'),
		since: fc.integer({ min: 1900, max: 2100 }),
		remark: words
	},
	{ requiredKeys: [] }
);
const fact = fc.record({
	verdict: fc.constantFrom('confirmed', 'corrected', 'unsure'),
	correction: optional(words),
	source: optional(words)
});
const some = <T>(names: string[], each: fc.Arbitrary<T>) =>
	fc.dictionary(fc.constantFrom(...names), each, { minKeys: 1 });
const byType: [Question, fc.Arbitrary<unknown>][] = [
	[build.selectOne('q'), fc.constantFrom('yes', 'no')],
	[build.selectMultiple('q'), sectors],
	[build.rank('q'), sectors],
	[
		build.number('q'),
		fc.record({
			value: fc
				.double({ noNaN: true, min: -1e15, max: 1e15 })
				.map((each) => Number(each.toFixed(3))),
			unit: fc.constantFrom('persons', 'households'),
			year: optional(fc.integer({ min: 1900, max: 2100 }))
		})
	],
	[build.date('q'), fc.constantFrom('2024-02-29', '1999-12-31')],
	[build.longText('q'), words],
	[build.matrix('q'), some(['fishing', 'farming'], cell)],
	[build.treaty('q'), some(['icrmw', 'c189'], fact)]
];
const codes: AnswerStatus[] = ['empty', 'dont_know', 'not_applicable', 'not_safe'];

test('an answer comes back from the form as it went in', () => {
	const answer = fc.constantFrom(...byType).chain(([asked, value]) =>
		fc.record({
			asked: fc.constant(asked),
			given: fc.record({
				status: fc.constantFrom<AnswerStatus>('answered', 'answered', ...codes),
				value: value as fc.Arbitrary<AnswerValue>,
				reason: fc.option(words),
				exposure: fc.constantFrom(...EXPOSURES)
			}),
			base: fc.nat({ max: 999_999_999 })
		})
	);
	fc.assert(
		fc.property(answer, ({ asked, given, base }) => {
			const checked = checkContent(definition, asked, given);
			fc.pre(checked.ok);
			const stored = (checked as { content: AnswerContent }).content;
			const back = readQuestionFields(asked, formOf(writeQuestionFields(asked, stored, base)));
			expect(back?.base).toBe(base);
			const again = checkContent(definition, asked, back);
			expect(again).toEqual({ ok: true, content: stored });
			expect(isUntouched(asked, stored, again.ok ? again.content : undefined)).toBe(true);
		}),
		{ numRuns: 1000 }
	);
});

test('untouched: the same words, reason and exposure; nothing where there was nothing', () => {
	const asked = build.text('t');
	const before = build.content('x');
	expect(isUntouched(asked, build.content('x'), before)).toBe(true);
	expect(isUntouched(asked, build.content('y'), before)).toBe(false);
	expect(isUntouched(asked, build.content('x', { exposure: 'coordinators' }), before)).toBe(false);
	expect(isUntouched(asked, build.content(null), undefined)).toBe(true);
	expect(isUntouched(asked, build.content(null, { status: 'not_safe' }), undefined)).toBe(false);
});
