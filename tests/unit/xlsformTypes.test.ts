import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkContent } from '#lib/xlsform/checkValue.ts';
import { plainDigits } from '#lib/xlsform/checkTypes.ts';
import type { Question, QuestionType } from '#lib/xlsform/definition.ts';
import { describeAnswer, describeParts } from '#lib/xlsform/describe.ts';
import {
	inEntry,
	joinPoint,
	readQuestionFields,
	writeQuestionFields
} from '#lib/xlsform/formFields.ts';
import { valueOfText } from '#lib/xlsform/valueOfText.ts';
import { area, content, question, questionnaire } from '../support/questionnaireBuilder.ts';

const towns = {
	columns: ['code', 'label', 'label::Bahasa Indonesia (id)'],
	rows: [['a1', 'Alpha', 'Alfa']]
};
const form = {
	...questionnaire(area('any')),
	language_names: { id: 'Bahasa Indonesia (id)' },
	external: { 'towns.csv': towns }
};
const ID = '01234567-89ab-4cde-8f01-23456789abcd';
const asked = (type: QuestionType, more: Partial<Question> = {}) => question(type, 'q', more);
const steps = asked('range', { parameters: { start: '0', end: '1', step: '0.1' } });
const down = asked('range', { parameters: { start: '10', end: '-10', step: '5' } });
const fromFile = asked('select_one', { list: 'towns.csv', parameters: { value: 'code' } });

const check = (of: Question, value: unknown) =>
	checkContent(form, of, { status: 'answered', value, reason: null, exposure: 'public' });

describe('kept', () => {
	test.each<[Question, unknown, string]>([
		[asked('integer'), '+0012', '12'],
		[asked('integer'), ' -1 200 ', '-1200'],
		[asked('integer'), '១២', '12'],
		[asked('integer'), 7, '7'],
		[asked('integer'), '-0', '0'],
		[asked('decimal'), '.50', '0.5'],
		[asked('decimal'), '1.', '1'],
		[asked('decimal'), '0.00000001', '0.00000001'],
		[asked('decimal'), '1000000000000000000000', '1000000000000000000000'],
		[steps, '0.3', '0.3'],
		[down, '-5', '-5'],
		[asked('range'), '10', '10'],
		[asked('time'), '23:59', '23:59'],
		[asked('time'), '08:30:15.250+07:00', '08:30:15.250+07:00'],
		[asked('datetime'), '2024-02-29T08:30', '2024-02-29T08:30'],
		[asked('barcode'), ' 0 12 ', ' 0 12 '],
		[asked('acknowledge'), 'OK', 'OK'],
		[asked('geopoint'), '13.7563  100.50180', '13.7563 100.5018'],
		[asked('geopoint'), '-90 180 12.5 3', '-90 180 12.5 3'],
		[asked('geotrace'), '1 2;3 4 ;', '1 2; 3 4'],
		[asked('geoshape'), '1 2; 3 4; 5 6', '1 2; 3 4; 5 6; 1 2'],
		[asked('geoshape'), '1 2; 3 4; 5 6; 1 2', '1 2; 3 4; 5 6; 1 2'],
		[asked('image'), ID, ID],
		[fromFile, 'a1', 'a1']
	])('$type: %s', (of, value, kept) => {
		expect(check(of, value)).toEqual({
			ok: true,
			content: { status: 'answered', value: kept, reason: null, exposure: 'public' }
		});
	});

	test('nothing is no answer', () => {
		for (const type of [
			'integer',
			'range',
			'time',
			'geopoint',
			'geotrace',
			'image',
			'acknowledge'
		] as const)
			for (const value of ['', null, undefined])
				expect(check(asked(type), value)).toMatchObject({ ok: true, content: { status: 'empty' } });
	});
});

describe('refused', () => {
	test.each<[Question, unknown, string]>([
		[asked('integer'), '1.5', 'integer'],
		[asked('integer'), '1,200', 'integer'],
		[asked('integer'), '1e3', 'integer'],
		[asked('integer'), '9007199254740993', 'integer'],
		[asked('integer'), {}, 'integer'],
		[asked('decimal'), 'Infinity', 'decimal'],
		[asked('decimal'), '0x10', 'decimal'],
		[steps, '0.35', 'range'],
		[steps, '1.1', 'range'],
		[down, '-6', 'range'],
		[asked('time'), '24:00', 'time'],
		[asked('time'), '8:30', 'time'],
		[asked('datetime'), '2023-02-29T08:30', 'datetime'],
		[asked('datetime'), '2023-02-28', 'datetime'],
		[asked('datetime'), '2023-02-28T08:30T1', 'datetime'],
		[asked('acknowledge'), 'yes', 'shape'],
		[asked('geopoint'), '91 0', 'geopoint'],
		[asked('geopoint'), '0 181', 'geopoint'],
		[asked('geopoint'), '13', 'geopoint'],
		[asked('geopoint'), '13 ? 5', 'geopoint'],
		[asked('geopoint'), '1 2 3 -4', 'geopoint'],
		[asked('geopoint'), '1 2 3 4 5', 'geopoint'],
		[asked('geotrace'), '1 2', 'points'],
		[asked('geotrace'), '1 2; 3', 'points'],
		[asked('geotrace'), '1 2;'.repeat(1001), 'too_long'],
		[asked('geoshape'), '1 2; 3 4', 'closed_shape'],
		[asked('file'), '../etc/passwd', 'file'],
		[fromFile, 'Alpha', 'unknown_choice'],
		[asked('select_one', { list: 'gone.csv' }), 'a1', 'unknown_choice'],
		[asked('calculate'), '1', 'computed'],
		[asked('hidden'), '1', 'computed'],
		[asked('metadata'), '1', 'computed']
	])('$type: %s', (of, value, code) => {
		expect(check(of, value)).toEqual({ ok: false, code });
	});
});

test('plain digits read back as the same number, without an exponent', () => {
	fc.assert(
		fc.property(
			fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e18, max: 1e18 }),
			(figure) => {
				const digits = plainDigits(figure);
				expect(digits).toMatch(/^-?\d+(\.\d+)?$/);
				if (Math.abs(figure) > 1e-6 || figure === 0) expect(Number(digits)).toBe(figure || 0);
			}
		)
	);
});

describe('as fields of a form', () => {
	const round = (of: Question, value: string) => {
		const data = new FormData();
		for (const [name, field] of writeQuestionFields(of, content(value), 3))
			data.append(name, field);
		return readQuestionFields(of, data);
	};

	test.each<[QuestionType, string]>([
		['integer', '12'],
		['decimal', '-0.5'],
		['range', '4'],
		['time', '08:30'],
		['datetime', '2024-02-29T08:30'],
		['barcode', '0012'],
		['acknowledge', 'OK'],
		['geopoint', '13.7563 100.5018'],
		['geopoint', '13.7563 100.5018 2 4.5'],
		['geotrace', '1 2; 3 4'],
		['geoshape', '1 2; 3 4; 5 6; 1 2'],
		['image', ID]
	])('%s', (type, value) => {
		for (const of of [asked(type), inEntry(asked(type), 'a.b[k3f9/p0]')])
			expect(round(of, value)).toEqual({
				base: 3,
				status: 'answered',
				value,
				reason: null,
				exposure: 'public'
			});
	});

	test('questions whose names hold dots do not meet', () => {
		const data = new FormData();
		data.append('q.a.b.base', '1');
		expect(readQuestionFields(question('text', 'a'), data)).toBeNull();
		expect(readQuestionFields(question('text', 'a.b'), data)).toBeNull();
	});

	test('half a place is a place that is refused, never another one', () => {
		expect(joinPoint(['', '', '', ''])).toBe('');
		expect(joinPoint(['13.5', '', '2', ''])).toBe('13.5 ? 2');
		expect(joinPoint(['', '100', '', ''])).toBe('? 100');
	});

	test('lines of points, with or without commas', () => {
		const data = new FormData();
		data.append('q.q.base', '0');
		data.append('q.q.value', '13.7, 100.5\r\n\r\n 13.8   100.6 \n');
		expect(readQuestionFields(asked('geotrace'), data)?.value).toBe('13.7 100.5; 13.8 100.6');
	});

	test('a forged form says nothing of computed values', () => {
		const data = new FormData();
		data.append('q.q.base', '0');
		data.append('q.q.value', '99');
		expect(readQuestionFields(asked('calculate'), data)).toMatchObject({ status: 'empty' });
	});
});

describe('in words', () => {
	test.each<[Question, string, string]>([
		[asked('integer'), '1200', '1,200'],
		[asked('integer'), '99999999999999999999', '99999999999999999999'],
		[asked('decimal'), '0.5', '0.5'],
		[asked('time'), '08:30', '08:30'],
		[asked('datetime'), '2026-05-01T08:30', '1 May 2026, 08:30'],
		[asked('acknowledge'), 'OK', '✓'],
		[asked('geopoint'), '13.5 100.5', '13.5, 100.5'],
		[asked('geopoint'), '13.5 100.5 12 5', '13.5, 100.5 (12 m ± 5 m)'],
		[asked('geotrace'), '1 2; 3 4', '1. 1, 2; 2. 3, 4'],
		[asked('image'), ID, 'evidence-01234567'],
		[fromFile, 'a1', 'Alpha']
	])('$type: %s', (of, value, words) => {
		expect(describeAnswer(form, of, content(value), 'en')).toBe(words);
	});

	test('a supplied file in the language asked for', () => {
		expect(describeParts(form, fromFile, content('a1'), 'id')).toEqual({
			kind: 'text',
			text: 'Alfa'
		});
	});
});

test('a value as expressions give it becomes an answer', () => {
	expect(valueOfText(asked('select_multiple'), 'a  b')).toEqual(['a', 'b']);
	expect(valueOfText(asked('number'), '12.5')).toEqual({ value: 12.5 });
	expect(valueOfText(asked('number'), 'x')).toBeNull();
	expect(valueOfText(asked('integer'), '7')).toBe('7');
	expect(valueOfText(asked('text'), '')).toBeNull();
	expect(valueOfText(asked('matrix'), '1')).toBeNull();
});
