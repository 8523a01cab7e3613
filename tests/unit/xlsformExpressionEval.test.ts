import { spawnSync } from 'node:child_process';
import { describe, expect, test, vi } from 'vitest';

// Generated cases are many, and the machine may be busy.
vi.setConfig({ testTimeout: 60_000 });

/** What the command prints for each line, and how it ends. */
function evaluate(lines: readonly unknown[]) {
	const input = lines
		.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)))
		.join('\n');
	const done = spawnSync(process.execPath, ['src/cli/mufakat.ts', 'xlsform', 'eval'], {
		input,
		encoding: 'utf8'
	});
	const printed = done.stdout.trim().split('\n');
	return { answers: printed.map((line) => JSON.parse(line) as object), ...done };
}

const house = {
	region: 'west',
	person: [
		{ name: 'Ani', age: 40 },
		{ name: 'Budi', age: '12' }
	]
};

describe('mufakat xlsform eval', () => {
	test('a line for each line; an error in one does not touch the next', () => {
		const cases: readonly [line: unknown, answer: object][] = [
			[{ expr: '${age} + 1', values: { age: 17 } }, { value: 18 }],
			[{ expr: 'selected(${a}, "x")', values: { a: 'w x' } }, { value: true }],
			[{ expr: 'sum(${x})', values: { x: [1, 2, 3] } }, { value: 6 }],
			[{ expr: '/data/person[2]/name', values: house }, { value: 'Budi' }],
			[{ expr: '/household/person[age > 18]/name', values: house }, { value: 'Ani' }],
			[{ expr: '/data/region', values: { data: house } }, { value: 'west' }],
			[{ expr: '../region', values: house, self: '1' }, { value: 'west' }],
			[{ expr: '. >= 5', self: 7 }, { value: true }],
			[{ expr: '${name}', values: house, context: '/data/person[2]/age' }, { value: 'Budi' }],
			[{ expr: 'position(..)', values: house, context: '/data/person[2]/age' }, { value: 2 }],
			[
				{ expr: 'today()', now: '2026-05-01T20:00:00Z', tz: 'Asia/Jakarta' },
				{ value: '2026-05-02' }
			],
			[{ expr: '1 div 0' }, { value: 'Infinity' }],
			[{ expr: "number('x')" }, { value: 'NaN' }],
			[{ expr: '${none}' }, { value: '' }],
			[
				{
					expr: "instance('t')/root/item[name = 'b']/label",
					instances: { t: [{ name: 'b', label: 'B' }] }
				},
				{ value: 'B' }
			],
			[{ expr: '1 +' }, { error: expect.stringContaining('ends too early') }],
			['{"expr": ', { error: 'The line is not JSON' }],
			[{ values: {} }, { error: expect.stringContaining('expr') }],
			[{ expr: '1', tz: 'Mars/North' }, { error: expect.stringContaining('time zone') }],
			[{ expr: 'no()' }, { error: expect.stringContaining('no function no()') }],
			[{ expr: '2' }, { value: 2 }]
		];
		const { answers, status, stderr } = evaluate(cases.map(([line]) => line));
		expect(answers).toEqual(cases.map(([, answer]) => answer));
		expect([status, stderr]).toEqual([1, '']);
	});

	test('ends well when every line did', () => {
		expect(evaluate([{ expr: '1 = 1' }])).toMatchObject({ answers: [{ value: true }], status: 0 });
	});
});
