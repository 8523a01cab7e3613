import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { digestOf } from '#lib/xlsform/expression/digest.ts';
import { isUsable, matchesPattern } from '#lib/xlsform/expression/regularExpression.ts';

// Generated cases are many, and the machine may be busy.
vi.setConfig({ testTimeout: 60_000 });

test.each<[string, string, boolean]>([
	['abc', '[a-c]+', true],
	['abcd', '[a-c]+', true],
	['abcd', '^[a-c]+$', false],
	['a|b', 'x|y', false],
	['abc', '^abc$', true],
	// Java's possessive quantifiers, and what only looks like one
	['ABC_x', '[A-Z]{3}+_+.', true],
	['a++', 'a\\++', true],
	['a+', '[a+]+', true],
	['ab', '(?>a)b', true],
	// What Java writes otherwise
	['a.b', '\\Qa.b\\E', true],
	['axb', '\\Qa.b\\E', false],
	['Ab1', '\\p{Alpha}+\\p{Digit}', true],
	['Ab1', '[\\p{Alnum}]+', true],
	['é', '\\p{IsL}', true],
	['é', '\\p{IsLatin}', true],
	['ខ', '\\p{L}', true],
	['ABC', '(?i)abc', true],
	['abc', '\\Aabc\\z', true],
	['d', '[a-z&&[^abc]]', true],
	['a', '[a-z&&[^abc]]', false],
	// Cannot be read: counts as matched
	['abc', '(', true],
	// Escapes the `u` flag refuses
	['a-b', 'a\\-b', true],
	['_', '[\\_]', true]
])('%s against %s is %s', (text, pattern, expected) => {
	expect(matchesPattern(text, pattern)).toBe(expected);
});

test('a pattern that cannot be read is told', () => {
	expect(['a+', '[A-Z]{3}+_+.', '(', '[', '*'].map(isUsable)).toEqual([
		true,
		true,
		false,
		false,
		false
	]);
});

test('a pattern that might take for ever is not tried on a long text', () => {
	const started = Date.now();
	for (const pattern of ['(a+)+', '(a|aa)+', '((a*)b?)*', '(?:a?){9,}', '(a{1,9})+'])
		expect(matchesPattern(`${'a'.repeat(60)}!`, pattern)).toBe(true);
	expect(matchesPattern(`${'a'.repeat(20_000)}!`, 'a*a*a*b')).toBe(true);
	expect(Date.now() - started).toBeLessThan(1000);
	expect(matchesPattern('2026-05-01!', '^([0-9]{2}-?)+$')).toBe(false);
});

test('any pattern against any text gives an answer', () => {
	const piece = fc.constantFrom(
		'a',
		'(',
		')',
		'[',
		']',
		'+',
		'*',
		'?',
		'{2}',
		'\\',
		'Q',
		'E',
		'^',
		'|',
		'\\p{L}',
		'&&',
		'(?i)',
		'(?>'
	);
	const pattern = fc.oneof(
		fc.string(),
		fc.array(piece, { maxLength: 12 }).map((all) => all.join(''))
	);
	fc.assert(
		fc.property(fc.string({ maxLength: 30 }), pattern, (text, source) => {
			expect(typeof matchesPattern(text, source)).toBe('boolean');
		}),
		{ numRuns: 400 }
	);
});

test.each([
	['MD5', 'md5'],
	['SHA-1', 'sha1'],
	['SHA-256', 'sha256'],
	['SHA-384', 'sha384'],
	['SHA-512', 'sha512']
])('%s is the one everybody means', (algorithm, known) => {
	fc.assert(
		fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
			const expected = createHash(known).update(text, 'utf8');
			expect(digestOf(text, algorithm, 'base64')).toBe(expected.digest('base64'));
		}),
		{ numRuns: 30 }
	);
	expect(digestOf('abc', algorithm, 'hex')).toBe(createHash(known).update('abc').digest('hex'));
});

test('other algorithms and forms give an empty text', () => {
	expect([digestOf('a', 'CRC', 'hex'), digestOf('a', 'MD5', 'octal')]).toEqual(['', '']);
});
