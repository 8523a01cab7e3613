import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isDynamicDefault } from '#lib/xlsform/engine/presets.ts';
import { drawFrom } from '#lib/xlsform/engine/random.ts';
import { isDynamicDefault as inFull } from '#lib/xlsform/import/dynamicDefault.ts';

const TYPES = ['text', 'integer', 'date', 'datetime', 'geopoint'] as const;
const asSheet = (type: string) => (type === 'datetime' ? 'dateTime' : type);
const agree = (value: string) => {
	for (const type of TYPES)
		expect(isDynamicDefault(value, type), `${type} ${value}`).toBe(inFull(value, asSheet(type)));
};

test.each([
	['khmer', false],
	['a-b', false],
	['1-2', false],
	['-5', false],
	['a - b', true],
	['today()', true],
	['${name}', true],
	["'today()'", false],
	['1 + 1', true],
	['10 div 2', true],
	['10:30:00+07:00', false],
	['ភាសា', false],
	['Dr. Tan (retired)', false],
	['Ana(Tan)', true],
	['/data/x', false]
])('the default %j is worked out: %s', (value, expected) => {
	expect(isDynamicDefault(value, 'text')).toBe(expected);
	agree(value);
});

test('hyphens of dates and places are their own', () => {
	expect(isDynamicDefault('2026-01-01', 'date')).toBe(false);
	expect(isDynamicDefault('2026-01-01T10:00:00+07:00', 'datetime')).toBe(false);
	expect(isDynamicDefault('today() - 1', 'date')).toBe(true);
});

test('says what the import says', () => {
	const word = fc.constantFrom(
		'a',
		'b-c',
		'12',
		'3.5',
		' ',
		'-',
		'+',
		'*',
		'|',
		'(',
		')',
		'${x}',
		"'q'",
		'"r"',
		' mod ',
		' div ',
		'today(',
		'.',
		'/',
		'2026-01-01',
		'10:00:00',
		'ក',
		','
	);
	fc.assert(
		fc.property(fc.array(word, { maxLength: 8 }), (words) => agree(words.join(''))),
		{
			numRuns: 2000
		}
	);
});

test('figures drawn from a text are the same each time and spread over the whole range', () => {
	const draw = (text: string, count: number) => Array.from({ length: count }, drawFrom(text));
	expect(draw('a', 5)).toEqual(draw('a', 5));
	expect(draw('a', 1)).not.toEqual(draw('b', 1));
	const many = draw('many', 10_000);
	expect(Math.min(...many)).toBeGreaterThanOrEqual(0);
	expect(Math.max(...many)).toBeLessThan(1);
	expect(many.reduce((so, each) => so + each) / many.length).toBeCloseTo(0.5, 1);
});
