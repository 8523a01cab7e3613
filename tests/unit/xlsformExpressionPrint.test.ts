import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { read } from 'hucre';
import { describe, expect, test, vi } from 'vitest';
import { functionNames } from '#lib/xlsform/expression/functions.ts';
import { isExpressionError } from '#lib/xlsform/expression/expressionError.ts';
import { parseExpression, parseLeniently } from '#lib/xlsform/expression/parser.ts';
import { printExpression } from '#lib/xlsform/expression/printer.ts';
import { AXES, LEVELS, type Expression } from '#lib/xlsform/expression/tree.ts';

// Generated cases are many, and the machine may be busy.
vi.setConfig({ testTimeout: 60_000 });

test.each([
	['1+2*3', '1 + 2 * 3'],
	['(1+2)*3', '(1 + 2) * 3'],
	['1-(2-3)', '1 - (2 - 3)'],
	['-(a|b)', '-a | b'],
	["${ a }='x'", "${a} = 'x'"],
	['/data//x[ 1 ]/..', '/data//x[1]/..'],
	['child::a/self::node()', 'a/.'],
	['(a)[1]/b', '(a)[1]/b'],
	['(/)*2', '(/) * 2'],
	["'it' = \"it's\"", "'it' = \"it's\""]
])('%s is written %s', (given, expected) => {
	expect(printExpression(parseExpression(given))).toBe(expected);
});

test('a text with both quotation marks, which no literal can hold, is joined from parts', () => {
	const text = printExpression({ kind: 'string', value: `a'b"c` });
	expect(text).toBe(`concat('a', "'", 'b"c')`);
});

const NAMES = ['a', 'b-c', 'd.e', 'and', 'or', 'div', 'mod', 'ខ', 'text', 'x:y', 'child'];
const name = fc.constantFrom(...NAMES);
const test1 = fc.oneof(name, fc.constantFrom('*', 'x:*', 'node()', 'text()', 'comment()'));

/** Every tree that a text can be read into. */
const { tree } = fc.letrec<{ tree: Expression; step: unknown }>((tie) => {
	const predicates = fc.array(tie('tree'), { maxLength: 2 });
	const step = fc.record({ axis: fc.constantFrom(...AXES), test: test1, predicates });
	return {
		step,
		tree: fc.oneof(
			{ maxDepth: 5, withCrossShrink: true },
			fc.record({
				kind: fc.constant('string'),
				value: fc.string().map((each) => each.replaceAll("'", ''))
			}),
			fc.record({
				kind: fc.constant('number'),
				value: fc.double({ min: 0, noNaN: true }).map((each) => each + 0)
			}),
			fc.record({ kind: fc.constant('reference'), name }),
			fc.record({
				kind: fc.constant('path'),
				start: fc.constantFrom(null, 'root'),
				steps: fc.array(step, { minLength: 1, maxLength: 3 })
			}),
			fc.constant({ kind: 'path', start: 'root', steps: [] }),
			fc.record({
				kind: fc.constant('path'),
				start: tie('tree'),
				steps: fc.array(step, { minLength: 1, maxLength: 3 })
			}),
			fc.record({
				kind: fc.constant('filter'),
				base: tie('tree'),
				predicates: fc.array(tie('tree'), { minLength: 1, maxLength: 2 })
			}),
			fc.record({
				kind: fc.constant('call'),
				name: fc.constantFrom(...functionNames()),
				inputs: fc.array(tie('tree'), { maxLength: 3 })
			}),
			fc.record({ kind: fc.constant('negate'), operand: tie('tree') }),
			fc.record({
				kind: fc.constant('binary'),
				operator: fc.constantFrom(...LEVELS.flat(), '|' as const),
				left: tie('tree'),
				right: tie('tree')
			})
		) as fc.Arbitrary<Expression>
	};
});

test('what is printed is read as the same tree', () => {
	fc.assert(
		fc.property(tree, (given) => {
			expect(parseLeniently(printExpression(given))).toEqual(given);
		}),
		{ numRuns: 500 }
	);
});

const corpus = '../shared/corpus/xlsform/';
const EXPRESSION_COLUMN =
	/^(?:(?:bind|control):+)?(?:relevant|relevance|constraint|calculation|calculate|required|repeat_count|jr:count|choice_filter|read_?only)$/;

/** What workbooks hold that their converter lets pass and no engine could work out. */
const BROKEN = ["label::English != ''", 'if(${num}<1,0,1', 'wq:length(5)'];

interface Entry {
	file: string;
	accepted: boolean;
}

async function expressionsOf(file: string): Promise<string[]> {
	const workbook = await read(readFileSync(corpus + file));
	const rows =
		workbook.sheets.find(({ name }) => name.trim().toLowerCase() === 'survey')?.rows ?? [];
	const cells = rows.map((row) => (row ?? []).map((cell) => String(cell ?? '').trim()));
	const start = cells.findIndex((row) => row.some((cell) => cell.toLowerCase() === 'type'));
	const columns = (cells[start] ?? []).flatMap((header, at) =>
		EXPRESSION_COLUMN.test(header.toLowerCase().replaceAll(' ', '_')) ? [at] : []
	);
	return cells
		.slice(start + 1)
		.flatMap((row) => columns.map((at) => row[at] ?? ''))
		.filter((cell) => cell !== '' && !/^(yes|no|true|false)$/i.test(cell))
		.map((cell) => cell.replace(/[‘’]/g, "'").replace(/[“”]/g, '"'));
}

describe.skipIf(!existsSync(corpus))(
	'real questionnaires (skipped where the corpus is absent)',
	() => {
		test('every expression is read, and printed so that it is read the same', async () => {
			const entries = JSON.parse(readFileSync(`${corpus}manifest.json`, 'utf8')) as Entry[];
			const seen = new Set<string>();
			for (const { file, accepted } of entries)
				if (accepted && file.endsWith('.xlsx'))
					for (const each of await expressionsOf(file)) seen.add(each);
			const refused: string[] = [];
			for (const expression of seen)
				try {
					const given = parseExpression(expression);
					expect(parseExpression(printExpression(given))).toEqual(given);
				} catch (thrown) {
					if (!isExpressionError(thrown)) throw thrown;
					refused.push(expression);
				}
			expect(seen.size).toBeGreaterThan(1000);
			expect(refused.filter((each) => !BROKEN.includes(each))).toEqual([]);
		});
	}
);
