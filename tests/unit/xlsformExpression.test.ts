import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluateExpression } from '#lib/xlsform/expression/evaluator.ts';
import { isExpressionError } from '#lib/xlsform/expression/expressionError.ts';
import { parseExpression, referencesOf } from '#lib/xlsform/expression/parser.ts';
import { matchesPattern } from '#lib/xlsform/expression/regularExpression.ts';
import { toText } from '#lib/xlsform/expression/values.ts';

const said: Record<string, string> = {
	age: '17',
	name: 'Ade',
	many: 'a bb ccc',
	day: '2026-02-01'
};
const value = (expression: string, self = '') =>
	evaluateExpression(expression, {
		textOf: (name) => said[name] ?? '',
		self,
		today: '2026-05-01'
	});

test.each<[string, string | number | boolean]>([
	// Literals and arithmetic
	['1 + 2 * 3', 7],
	['(1 + 2) * 3', 9],
	['10 - 4 - 3', 3],
	['7 div 2', 3.5],
	['-7 mod 2', -1],
	['--3', 3],
	['.5 + 1.', 1.5],
	['1 div 0', Infinity],
	['"it\'s"', "it's"],
	// Comparison, XPath 1.0 section 3.4
	["${age} = '17.0'", false],
	['${age} = 17.0', true],
	["${none} = ''", true],
	['${none} = 0', false],
	['${none} != 0', true],
	['${none} < 1', false],
	['${none} >= 1', false],
	["number('x') = number('x')", false],
	["number('x') != number('x')", true],
	["'a' < 'b'", false],
	["true() = 'text'", true],
	['true() = 2', true],
	['3 > 2 > 1', false],
	['1 = 1 = true()', true],
	// and binds closer than or; both stop early
	['true() or false() and false()', true],
	['(true() or false()) and false()', false],
	// Names that are operators elsewhere
	['${age} - 1', 16],
	['${age}-1', 16],
	['2 * -3', -6],
	// Functions
	["selected(${many}, 'bb')", true],
	["selected(${many}, 'b')", false],
	['count-selected(${many})', 3],
	['count-selected(${none})', 0],
	['selected-at(${many}, 1)', 'bb'],
	['selected-at(${many}, 9)', ''],
	["if(${age} < 18, 'child', 'adult')", 'child'],
	["coalesce(${none}, ${name}, 'x')", 'Ade'],
	['string-length(.)', 3],
	["string-length('ខ្មែរ')", 5],
	["concat(${name}, '-', 1 + 1)", 'Ade-2'],
	["contains('abc', 'b') and starts-with('abc', 'ab')", true],
	['string(0.1 + 0.2 > 0.3)', 'true'],
	['string(1 div 3 - 1 div 3)', '0'],
	['not(${none})', true],
	['number(true())', 1],
	['int(-2.7)', -2],
	['round(-2.5)', -2],
	["normalize-space('  a   b ')", 'a b'],
	// Dates count as days, so they compare and add up
	['today()', '2026-05-01'],
	['${day} < today()', true],
	['today() - ${day}', 89],
	["'2026-02-30' < today()", false]
])('%s gives %j', (expression, expected) => {
	expect(value(expression, 'abc')).toBe(expected);
});

test.each([
	['', 'unexpected_end', 0],
	['1 +', 'unexpected_end', 3],
	['1 2', 'unexpected_token', 2],
	["'abc", 'unclosed_string', 0],
	['${age', 'unexpected_character', 0],
	['1 # 2', 'unexpected_character', 2],
	['age = 1', 'unexpected_token', 0],
	['nothing(1)', 'unknown_function', 0],
	['true(1)', 'wrong_arguments', 0],
	['if(1, 2)', 'wrong_arguments', 0],
	['concat(1,)', 'unexpected_token', 9],
	['(1', 'unexpected_end', 2],
	['1)', 'unexpected_token', 1],
	['and', 'unexpected_token', 0],
	[`${'('.repeat(5000)}1`, 'too_long', 4000],
	[`${'-'.repeat(300)}1`, 'too_long', 200]
])('%s is refused: %s at %i', (expression, code, position) => {
	try {
		parseExpression(expression);
		expect.unreachable();
	} catch (thrown) {
		expect(isExpressionError(thrown)).toBe(true);
		expect(thrown).toMatchObject({ code, position });
	}
});

test('the longest chain that is read is also worked out', () => {
	expect(value(Array.from({ length: 1999 }, () => '1').join('+'))).toBe(1999);
});

test('anything at all is read or refused, never worse', () => {
	const pieces = ['${a}', '.', '(', ')', ',', 'and', 'or', '-', '<=', "'x'", '1', 'if', 'not', ' '];
	const likely = fc.array(fc.constantFrom(...pieces)).map((each) => each.join(''));
	fc.assert(
		fc.property(fc.oneof(fc.string({ unit: 'binary' }), likely), (expression) => {
			try {
				value(expression);
			} catch (thrown) {
				expect(isExpressionError(thrown)).toBe(true);
			}
		}),
		{ numRuns: 300 }
	);
});

test('references are named once', () => {
	expect(referencesOf("${a} = ${b} or if(-${ a }, ${c}, '${d}')")).toEqual(['a', 'b', 'c']);
});

test('numbers are written as XPath writes them', () => {
	expect([1e21, 1e-7, -1.5e-9, -0, NaN, 12.5].map(toText)).toEqual([
		'1000000000000000000000',
		'0.0000001',
		'-0.0000000015',
		'0',
		'NaN',
		'12.5'
	]);
});

describe('regex', () => {
	test.each<[string, string, boolean]>([
		['abc', '[a-c]+', true],
		['abcd', '[a-c]+', false],
		['a|b', 'x|y', false],
		// Java's possessive quantifiers, and what only looks like one
		['ABC_x', '[A-Z]{3}+_+.', true],
		['a++', 'a\\++', true],
		['a+', '[a+]+', true],
		// Cannot be read: counts as matched
		['abc', '(', true],
		// Escapes the `u` flag refuses
		['a-b', 'a\\-b', true]
	])('%s against %s is %s', (text, pattern, expected) => {
		expect(matchesPattern(text, pattern)).toBe(expected);
	});

	test('a pattern that might take for ever is not tried on a long text', () => {
		const started = Date.now();
		for (const pattern of ['(a+)+', '(a|aa)+', '((a*)b?)*', '(?:a?){9,}', '(a{1,9})+'])
			expect(matchesPattern(`${'a'.repeat(60)}!`, pattern)).toBe(true);
		expect(matchesPattern(`${'a'.repeat(20_000)}!`, 'a*a*a*b')).toBe(true);
		expect(Date.now() - started).toBeLessThan(1000);
		expect(matchesPattern('2026-05-01!', '([0-9]{2}-?)+')).toBe(false);
	});
});
