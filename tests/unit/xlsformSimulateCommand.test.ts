import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest';
import { CommandError, UsageError } from '../../src/cli/command.ts';
import { xlsformSimulateCommand } from '../../src/cli/xlsformSimulate.ts';

const folder = mkdtempSync(join(tmpdir(), 'mufakat-simulate-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const printed: string[] = [];
beforeEach(() => {
	printed.length = 0;
	vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
		printed.push(String(text));
		return true;
	});
});
afterEach(() => vi.restoreAllMocks());

function file(name: string, content: unknown): string {
	const path = join(folder, name);
	writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
	return path;
}

const form = file(
	'form.csv',
	[
		'survey,,,,',
		',type,name,label,calculation',
		',begin repeat,child,Child,',
		',integer,age,Age,',
		',end repeat,,,',
		',calculate,ages,,sum(${age})',
		',calculate,day,,today()'
	].join('\n')
);

const run = (values: Record<string, string | boolean>, ...words: string[]) =>
	xlsformSimulateCommand.run({ json: true, ...values }, words);
const output = () => JSON.parse(printed.join('')) as Record<string, unknown>[];

test('prints the opening and what each step changed', async () => {
	const steps = file('steps.json', [
		{ set: '/child/age', value: '4' },
		{ add: '/child' },
		{ set: '/data/child[2]/age', value: '5' },
		{ remove: '/child[1]' }
	]);
	expect(await run({ steps, now: '2026-05-01T22:00:00Z', tz: 'Asia/Jakarta' }, form)).toBe(0);
	const [opening, ...after] = output();
	expect(opening).toMatchObject({
		step: 0,
		changed: [
			{ ref: '/child[1]', value: null },
			{ ref: '/child[1]/age', value: '' },
			{ ref: '/ages' },
			{ ref: '/day', value: '2026-05-02' }
		]
	});
	expect(after.map(({ changed }) => changed)).toMatchObject([
		[
			{ ref: '/child[1]/age', value: '4' },
			{ ref: '/ages', value: '4' }
		],
		[{ ref: '/child[2]' }, { ref: '/child[2]/age' }, {}],
		[
			{ ref: '/child[2]/age', value: '5' },
			{ ref: '/ages', value: '9' }
		],
		[
			{ ref: '/child[1]/age', value: '5' },
			{ ref: '/ages', value: '5' }
		]
	]);
});

test('a step that cannot be taken says why; the others are taken', async () => {
	const steps = file('steps.json', [
		{ set: '/nowhere', value: 'x' },
		{ set: '/child/age', value: 1 }
	]);
	expect(await run({ steps }, form)).toBe(1);
	expect(output()).toMatchObject([
		{},
		{ step: 1, changed: [], error: { code: 'unknown_path' } },
		{ step: 2, changed: [{ value: '1' }, { value: '1' }] }
	]);
});

test.each([
	['a file that is not there', () => run({}, join(folder, 'none.xlsx'))],
	['steps that are no JSON', () => run({ steps: file('bad.json', '{') }, form)],
	['steps that are no list', () => run({ steps: file('bad.json', {}) }, form)],
	['a workbook that is refused', () => run({}, file('bad.csv', 'survey,,\n,type,name\n,text,a b'))]
])('%s: an error without a stack trace', async (_what, attempt) => {
	expect(await attempt()).toBe(1);
	const [{ error }] = [output() as unknown as { error: { message: string } }];
	expect(error.message).toMatch(/\S/);
	expect(error.message).not.toMatch(/\n\s+at /);
});

test('without --json an error is thrown for the command line to word', async () => {
	const path = join(folder, 'none.xlsx');
	await expect(xlsformSimulateCommand.run({}, [path])).rejects.toThrow(CommandError);
	await expect(run({ now: 'soon' }, form)).rejects.toThrow(UsageError);
	await expect(run({ tz: 'Nowhere' }, form)).rejects.toThrow(UsageError);
	await expect(run({})).rejects.toThrow(UsageError);
});
