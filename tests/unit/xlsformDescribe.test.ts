import { expect, test } from 'vitest';
import { describeAnswer, describeParts } from '#lib/xlsform/describe.ts';
import * as build from '../support/questionnaireBuilder.ts';

const form = build.questionnaire(build.area('any'));
const matrixValue = {
	domestic: { hours: 1200, paid: 'yes', since: 2011 },
	fishing: { remark: 'None' }
};
const treatyValue = { c189: { verdict: 'corrected' as const, correction: 'Ratified 2012' } };

test.each([
	[build.selectOne('s'), 'yes', 'Yes'],
	[build.selectOne('s'), 'gone', 'gone'],
	[build.selectMultiple('s'), ['domestic', 'fishing'], 'Domestic; Fishing'],
	[build.rank('r'), ['fishing', 'domestic'], '1. Fishing; 2. Domestic'],
	[build.number('n'), { value: 1200, unit: 'persons', year: 2024 }, '1,200 Persons (2024)'],
	[build.number('n'), { value: 0.125 }, '0.125'],
	[build.date('d'), '2026-05-01', '1 May 2026'],
	[build.longText('t'), 'a\nb', 'a\nb'],
	[
		build.matrix('m'),
		matrixValue,
		'Domestic: Hours = 1,200 hours, Paid = Yes, Since = 2011; Fishing: Remark = None'
	],
	[build.treaty('t'), treatyValue, 'C189: verdict = corrected, correction = Ratified 2012']
])('%o as one line', (asked, value, expected) => {
	expect(describeAnswer(form, asked, build.content(value), 'en')).toBe(expected);
});

test('in another language, with its separators and the words given', () => {
	const figure = build.content({ value: 1200.5, unit: 'persons', year: 2024 });
	expect(describeAnswer(form, build.number('n'), figure, 'id')).toBe('1.200,5 Persons (2024)');
	expect(describeAnswer(form, build.date('d'), build.content('2026-05-01'), 'id')).toBe(
		'1 Mei 2026'
	);
	expect(describeAnswer(form, build.date('d'), build.content('2026-05-01'), 'th')).toContain(
		'2026'
	);
	expect(describeAnswer(form, build.number('n'), figure, 'not a tag')).toBe(
		'1,200.5 Persons (2024)'
	);
	const words = {
		confirmed: 'ya',
		corrected: 'dikoreksi',
		unsure: '?',
		verdict: 'Kata',
		correction: 'Koreksi',
		source: 'Sumber'
	};
	expect(describeAnswer(form, build.treaty('t'), build.content(treatyValue), 'id', words)).toBe(
		'C189: Kata = dikoreksi, Koreksi = Ratified 2012'
	);
});

test('codes and no answer are left to the page', () => {
	for (const said of [build.dontKnow, build.notSafe, build.content(null)])
		expect(describeAnswer(form, build.text('t'), said, 'en')).toBe('');
});

test('as blocks for a page', () => {
	const parts = (
		asked: ReturnType<typeof build.text>,
		value: Parameters<typeof build.content>[0]
	) => describeParts(form, asked, build.content(value), 'en');
	expect(parts(build.text('t'), 'x')).toEqual({ kind: 'text', text: 'x' });
	expect(parts(build.rank('r'), ['fishing'])).toEqual({
		kind: 'list',
		ordered: true,
		items: ['Fishing']
	});
	expect(parts(build.matrix('m'), matrixValue)).toEqual({
		kind: 'table',
		columns: ['Hours', 'Paid', 'Since', 'Remark'],
		rows: [
			{ label: 'Domestic', cells: ['1,200 hours', 'Yes', '2011', ''] },
			{ label: 'Fishing', cells: ['', '', '', 'None'] }
		]
	});
});
