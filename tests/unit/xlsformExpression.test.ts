import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { evaluateExpression, isTrue } from '#lib/xlsform/expression/evaluator.ts';
import { isExpressionError } from '#lib/xlsform/expression/expressionError.ts';
import { functionNames } from '#lib/xlsform/expression/functions.ts';
import {
	functionsOf,
	instancesOf,
	needsExtraFunctions,
	pathsOf
} from '#lib/xlsform/expression/inspect.ts';
import { parseExpression, referencesOf, refersToItself } from '#lib/xlsform/expression/parser.ts';
import { isNodes, toAnswer, toText } from '#lib/xlsform/expression/values.ts';
import { contextOf, type TreeContent } from '../support/expressionTree.ts';

// Generated cases are many, and the machine may be busy.
vi.setConfig({ testTimeout: 60_000 });

const said = { age: '17', name: 'Ade', many: 'a bb ccc', day: '2026-02-01', none: '' };

/** The value in UTC at noon of 1 May 2026; `.` stands beside the answers. */
function value(expression: string, self = 'abc', tree: TreeContent = said) {
	const result = evaluateExpression(expression, contextOf(tree, { self }));
	return isNodes(result) ? toText(result) : result;
}

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
	['1div 2', 0.5],
	['6div2', 3],
	['\n1\t+\r\n 1 ', 2],
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
	['false() and nothing(1)', false],
	['if(true(), 1, nothing())', 1],
	// Names that are operators elsewhere
	['${age} - 1', 16],
	['${age}-1', 16],
	['${ age }-1', 16],
	['2 * -3', -6],
	['${last-saved#age}', ''],
	// Functions
	["selected(${many}, 'bb')", true],
	["selected(${many}, 'b')", false],
	["selected(${none}, '')", true],
	['count-selected(${many})', 3],
	['count-selected(${none})', 0],
	['selected-at(${many}, 1)', 'bb'],
	['selected-at(${many}, 9)', ''],
	['selected-at(${many}, -1)', ''],
	["if(${age} < 18, 'child', 'adult')", 'child'],
	["coalesce(${none}, ${name}, 'x')", 'Ade'],
	['once(5)', 'abc'],
	['string-length(.)', 3],
	["string-length('ខ្មែរ')", 5],
	["concat(${name}, '-', 1 + 1)", 'Ade-2'],
	["join(', ', 'a', 'b', '')", 'a, b, '],
	["concat('a', number('x'), 'b')", 'ab'],
	["coalesce(number('x'), 7)", '7'],
	["string(number('x'))", 'NaN'],
	["contains('abc', 'b') and starts-with('abc', 'ab') and ends-with('abc', 'bc')", true],
	['string(0.1 + 0.2 > 0.3)', 'true'],
	['string(1 div 3 - 1 div 3)', '0'],
	// A question that is there is a node, whatever it holds
	['not(${none})', false],
	['not(string(${none}))', true],
	['number(true())', 1],
	["number('1e3')", 1000],
	["number(' 5 ')", 5],
	["number('5 5')", NaN],
	['int(-2.7)', -2],
	['round(-2.5)', -3],
	['round(3.14159, 2)', 3.14],
	['round(1250, -2)', 1300],
	["normalize-space('  a   b ')", 'a b'],
	["substr('hello', 1, -1)", 'ell'],
	["substring('hello', 2, 3)", 'ell'],
	["substring-before('2026-05', '-')", '2026'],
	["substring-after('a::b', '::')", 'b'],
	["translate('bar', 'abc', 'AB')", 'BAr'],
	['max(3, 9, 2) - min(3, 9, 2)', 7],
	["max(3, '')", NaN],
	['pow(2, 10)', 1024],
	["boolean-from-string('true') and not(boolean-from-string('yes'))", true],
	['checklist(1, 2, true(), false(), true())', true],
	['weighted-checklist(5, -1, true(), 3, true(), 2)', true],
	["base64-decode('c8Ohbw==')", 'sáo'],
	["base64-decode('?')", ''],
	["jr:itext('a_label')", 'text of a_label'],
	["jr:choice-name(${age}, '${age}')", '17 of age'],
	['jr:choice-name(${age}, ${age})', '17 of age'],
	['random()', 0.25],
	['string-length(uuid())', 36],
	['string-length(uuid(7))', 7],
	// Dates count as days, so they compare and add up
	['today()', '2026-05-01'],
	['now()', '2026-05-01T12:00:00.000+00:00'],
	['${day} < today()', true],
	['today() - ${day}', 89],
	["date(today() + 30) = '2026-05-31'", true],
	["'2026-02-30' < today()", false],
	["date('2026-5-1')", '2026-05-01'],
	["date('soon')", 'Invalid Date'],
	["boolean(date('soon'))", false],
	["decimal-date-time('1970-01-02T12:00:00Z')", 1.5],
	["decimal-time('18:00:00')", 0.75],
	["format-date('2026-05-03', '%a %e %b %Y, %d/%m/%y')", 'Sun 3 May 2026, 03/05/26'],
	["format-date-time('2026-05-03T07:08:09.010', '%H:%M:%S.%3 %h %n %%')", '07:08:09.010 7 5 %'],
	["format-date('', '%Y')", '']
])('%s gives %j', (expression, expected) => {
	expect(value(expression)).toBe(expected);
});

describe('paths', () => {
	const house: TreeContent = {
		region: 'west',
		person: [
			{ name: 'Ani', age: '40', work: { days: '5' } },
			{ name: 'Budi', age: '12', work: { days: '' } },
			{ name: 'Citra', age: '31', work: { days: '2' } }
		],
		last: { div: '8', 'a.b-c': '9', and: 'x' }
	};
	const at = (expression: string, place: string) => {
		const context = contextOf(house, { place });
		const result = evaluateExpression(expression, context);
		return isNodes(result) ? result.map((node) => node.value).join('|') : result;
	};

	test.each<[string, string | number | boolean]>([
		['/data/region', 'west'],
		['/data/person/name', 'Ani|Budi|Citra'],
		['//days', '5||2'],
		['/data//div', '8'],
		['/*/*[1]', 'west'],
		['/data/person[2]/name', 'Budi'],
		['/data/person[position() = last()]/name', 'Citra'],
		['/data/person[age > 18]/name', 'Ani|Citra'],
		['/data/person[age > 18][2]/name', 'Citra'],
		["/data/person[work/days != '']/age", '40|31'],
		['/data/person[age < current()/../age]/name', 'Budi|Citra'],
		['(//name)[2]', 'Budi'],
		['//name[1]', 'Ani|Budi|Citra'],
		['(/data/region | //days | /data/region)[1]', 'west'],
		['count(//days | //name)', 6],
		['/data/last/div div 2', 4],
		['/data/last/div * 2', 16],
		['/data/last/a.b-c - 1', 8],
		["/data/last/and = 'x' and 1", true],
		['sum(/data/person/age)', 83],
		['sum(//nothing)', NaN],
		['sum(//days)', NaN],
		['max(//age)', 40],
		['count(/data/person)', 3],
		['count-non-empty(//days)', 2],
		["join('; ', //name)", 'Ani; Budi; Citra'],
		['concat(//name)', 'AniBudiCitra'],
		['name(/data/*[2])', 'person'],
		['//age = 12', true],
		['//age != 12', true],
		['//age = //days', false],
		['//nothing = //nothing', false],
		['//nothing != 1', false],
		['boolean(//nothing) = false()', true],
		// From Ani's age
		['.', '40'],
		['. > 18', true],
		['../name', 'Ani'],
		['./../work/days', '5'],
		['self::age', '40'],
		['self::name', ''],
		['parent::*/name', 'Ani'],
		['position(..)', 1],
		['../following-sibling::person/name', 'Budi|Citra'],
		['../following-sibling::person[1]/name', 'Budi'],
		['../preceding-sibling::*', 'west'],
		['following::name', 'Budi|Citra'],
		['preceding::*', 'west|Ani'],
		['count(ancestor::*)', 2],
		['count(ancestor-or-self::node())', 4],
		['../descendant::days', '5'],
		['@id', ''],
		['attribute::*', ''],
		['child::node()', ''],
		['../name/text()', 'Ani'],
		['${name}', 'Ani'],
		['${region}', 'west'],
		['${person}/name', 'Ani'],
		['count(${person})', 1],
		['indexed-repeat(${name}, ${person}, 3)', 'Citra'],
		['indexed-repeat(/data/person/name, /data/person, 2)', 'Budi'],
		['indexed-repeat(${name}, ${person}, 9)', ''],
		['current()/../name', 'Ani'],
		["instance('towns')/root/item[name = 'b']/label", 'Bima'],
		["count(instance('towns')/root/item)", 2],
		["instance('none')/root/item", ''],
		["pulldata('towns', 'label', 'name', 'a')", 'Ambon'],
		["pulldata('towns', 'label', 'name', 'z')", ''],
		['fn:count(//name)', 3],
		["id('x')", ''],
		["lang('en')", false]
	])('%s gives %j', (expression, expected) => {
		expect(at(expression, '/data/person[1]/age')).toBe(expected);
	});

	test.each<[string, string]>([
		// The orders ODK's engines give for these seeds
		['42', 'AFCBDE'],
		['-42', 'EDAFBC'],
		["''", 'CBEAFD'],
		["'some text'", 'CADFEB']
	])('randomize() with seed %s', (seed, expected) => {
		const letters = [...'ABCDEF'].map((letter) => ({ letter }));
		const order = evaluateExpression(
			`join('', randomize(//letter, ${seed}))`,
			contextOf({ letters })
		);
		expect(order).toBe(expected);
	});

	test('nothing is found where there is nothing to walk', () => {
		const context = { ...contextOf({}), node: null, root: null };
		for (const path of ['.', '..', '/data/x', '//x', 'x/y'])
			expect(evaluateExpression(path, context)).toEqual([]);
	});

	test.each(["count('a')", '1 | 2', "'a'/b", '(1)[1]', "sum('1')"])(
		'%s is no path',
		(expression) => {
			expect(() => at(expression, '/data/region')).toThrow(/path is expected/);
		}
	);
});

describe('time zones', () => {
	const inZone = (expression: string, timeZone: string, now = '2026-05-01T20:00:00Z') =>
		evaluateExpression(expression, contextOf({}, { timeZone, now }));

	test.each<[string, string, string | number | boolean]>([
		['today()', 'UTC', '2026-05-01'],
		['today()', 'Asia/Jakarta', '2026-05-02'],
		['today()', 'America/New_York', '2026-05-01'],
		['now()', 'Asia/Kathmandu', '2026-05-02T01:45:00.000+05:45'],
		['date(today() - 30)', 'Asia/Jakarta', '2026-04-02'],
		["today() - '2026-05-01'", 'Asia/Jakarta', 1],
		["'2026-05-01T23:30:00Z' > today()", 'Asia/Jakarta', true],
		["date('2026-05-01T23:30:00Z')", 'Asia/Jakarta', '2026-05-02T06:30:00.000+07:00'],
		["format-date('2026-05-01T23:30:00Z', '%Y-%m-%d')", 'Asia/Jakarta', '2026-05-02'],
		["'2026-05-01' = '2026-05-01T00:00:00.000+07:00'", 'Asia/Jakarta', true],
		['date(0)', 'Asia/Jakarta', '1970-01-01T07:00:00.000+07:00'],
		// Clocks go forward in Berlin on 29 March 2026: that day has 23 hours
		["('2026-03-30' - '2026-03-29') * 24", 'Europe/Berlin', 23],
		['today()', 'Nowhere/Atall', '2026-05-01']
	])('%s in %s is %j', (expression, timeZone, expected) => {
		const got = inZone(expression, timeZone);
		if (typeof expected === 'number') expect(got).toBeCloseTo(expected, 6);
		else expect(got).toBe(expected);
	});
});

test.each([
	['', 'unexpected_end', 0],
	['1 +', 'unexpected_end', 3],
	['1 2', 'unexpected_token', 2],
	["'abc", 'unclosed_string', 0],
	['${age', 'unexpected_character', 0],
	['1 # 2', 'unexpected_character', 2],
	['${a} b', 'unexpected_token', 5],
	['a/', 'unexpected_end', 2],
	['a//', 'unexpected_end', 3],
	['//', 'unexpected_end', 2],
	['a[]', 'unexpected_token', 2],
	['a[1', 'unexpected_end', 3],
	['side::a', 'unexpected_token', 0],
	['nothing(1)', 'unknown_function', 0],
	['1 + other:thing(1)', 'unknown_function', 4],
	['true(1)', 'wrong_arguments', 0],
	['if(1, 2)', 'wrong_arguments', 0],
	["regex(., '(')", 'bad_pattern', 0],
	['concat(1,)', 'unexpected_token', 9],
	['(1', 'unexpected_end', 2],
	['1)', 'unexpected_token', 1],
	[`${'('.repeat(5000)}1`, 'too_long', 200],
	[`${'-'.repeat(300)}1`, 'too_long', 200],
	[`a${'[a'.repeat(300)}`, 'too_long', 401],
	['1+'.repeat(5000), 'too_long', 8000]
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
	expect(value(Array.from({ length: 3999 }, () => '1').join('+'))).toBe(3999);
	expect(
		value(
			Array.from({ length: 3999 }, () => 'false()')
				.slice(0, 1900)
				.join(' or ')
		)
	).toBe(false);
});

test('anything at all is read and worked out or refused, never worse', () => {
	const pieces = [
		...[
			'${a}',
			'.',
			'..',
			'/',
			'//',
			'(',
			')',
			'[',
			']',
			',',
			'|',
			'*',
			'@',
			'::',
			'and',
			'or',
			'-'
		],
		...[
			'<=',
			"'x'",
			'1',
			'if',
			'not',
			'a',
			'div',
			'child',
			'text()',
			'position()',
			' ',
			'jr:itext'
		],
		...functionNames().map((name) => `${name}(`)
	];
	const likely = fc.array(fc.constantFrom(...pieces)).map((each) => each.join(''));
	fc.assert(
		fc.property(fc.oneof(fc.string({ unit: 'binary' }), likely), (expression) => {
			try {
				value(expression);
			} catch (thrown) {
				expect(isExpressionError(thrown)).toBe(true);
			}
		}),
		{ numRuns: 400 }
	);
});

test('every function takes any values without a slip', () => {
	const anything = fc.oneof(
		fc.constantFrom(
			'/data/age',
			'/data/none',
			'//nothing',
			'.',
			'true()',
			'1 div 0',
			"number('x')"
		),
		fc.double({ noNaN: true, noDefaultInfinity: true }).map((each) => toText(each)),
		fc.string().map((each) => `'${each.replaceAll("'", '')}'`)
	);
	fc.assert(
		fc.property(
			fc.constantFrom(...functionNames()),
			fc.array(anything, { maxLength: 4 }),
			(name, inputs) => {
				try {
					value(`${name}(${inputs.join(', ')})`);
				} catch (thrown) {
					expect(isExpressionError(thrown), String(thrown)).toBe(true);
				}
			}
		),
		{ numRuns: 400 }
	);
});

test('predicates within predicates end softly', () => {
	const many = Object.fromEntries(Array.from({ length: 200 }, (_each, at) => [`q${at}`, '1']));
	const expression = `count(${'//*['.repeat(8)}1 = 2${']'.repeat(8)})`;
	const started = Date.now();
	expect(() => evaluateExpression(expression, contextOf(many))).toThrow(/too many answers/);
	expect(Date.now() - started).toBeLessThan(5000);
	expect(value('count(//*[//*[. = 1]])', '', many)).toBe(201);
});

test('references are named once, also those in the texts of jr:choice-name()', () => {
	expect(referencesOf("${a} = ${b} or if(-${ a }, ${c}, '${d}')")).toEqual(['a', 'b', 'c']);
	expect(referencesOf("jr:choice-name(${a}, '${b}')").sort()).toEqual(['a', 'b']);
	expect(referencesOf('/data/x[y = ${a}]/z + ${last-saved#b}')).toEqual(['a']);
});

test('what an expression looks at can be asked', () => {
	expect(refersToItself('. > 1 and true()')).toBe(true);
	expect(refersToItself('count(.) = 1')).toBe(true);
	expect(refersToItself("instance('x')/root/item[. = 1] or ./a or ..")).toBe(false);
	expect(instancesOf("instance('a')/root/item[x = pulldata('b', 'c', 'd', 'e')]")).toEqual([
		'a',
		'b'
	]);
	expect(functionsOf('count(//a[not(b)]) + count(c)')).toEqual(['count', 'not']);
	expect(pathsOf('/a/b[../c] + d').map(({ start, steps }) => [start, steps.length])).toEqual([
		['root', 2],
		[null, 2],
		[null, 1]
	]);
});

test('what a page has to load first is known from the expression', () => {
	const needs = [
		"digest('a', 'MD5')",
		'1 + area(.)',
		"regex(., '\\p{Alpha}')",
		'randomize(//a, 1)'
	];
	expect(needs.map(needsExtraFunctions)).toEqual([true, true, true, true]);
	const plain = ["regex(., '^[A-Z]++$')", 'round(1.5) + count(//a)', "selected(., 'a')"];
	expect(plain.map(needsExtraFunctions)).toEqual([false, false, false]);
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
	expect([NaN, 1, 'NaN'].map(toAnswer)).toEqual(['', '1', 'NaN']);
});

test('yes or no of an expression', () => {
	expect(isTrue('${age} > 10', contextOf(said))).toBe(true);
	expect(isTrue(parseExpression('/data/nothing'), contextOf(said))).toBe(false);
});
