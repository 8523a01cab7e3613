import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { makeTestDatabase } from '../support/database.ts';

/** The command line as people call it: words in, text and exit code out, never a stack trace. */
let env: NodeJS.ProcessEnv;
let dir: string;
beforeAll(async () => {
	dir = mkdtempSync(join(tmpdir(), 'mufakat-cli-'));
	const url = await makeTestDatabase();
	env = {
		...process.env,
		MUFAKAT_DATA: dir,
		LOG_LEVEL: 'silent',
		...(url ? { DATABASE_URL: url } : {})
	};
	if (!url) delete env.DATABASE_URL;
});

function call(...args: string[]) {
	const done = spawnSync(process.execPath, ['src/cli/mufakat.ts', ...args], {
		env,
		encoding: 'utf8'
	});
	expect(done.stderr).not.toMatch(/^\s+at .*:\d+:\d+/m);
	return { code: done.status, out: done.stdout, error: done.stderr };
}

describe('help and mistakes', () => {
	test.each([
		['migrate'],
		['seed'],
		['account', 'create'],
		['account', 'disable'],
		['account', 'reset'],
		['export', 'dataset'],
		['export', 'edition'],
		['qda', 'import'],
		['qda', 'export']
	])('%s %s explains itself', (...words) => {
		const { code, out } = call(...words.filter(Boolean), '--help');
		expect(code).toBe(0);
		expect(out).toContain(`Usage: mufakat ${words.filter(Boolean).join(' ')}`);
	});

	test('an unknown command or option ends with 2 and says what there is', () => {
		expect(call('fly')).toMatchObject({
			code: 2,
			error: expect.stringContaining('export dataset')
		});
		expect(call('migrate', '--sideways')).toMatchObject({
			code: 2,
			error: expect.stringContaining('Usage')
		});
		expect(call('account', 'create', 'nobody')).toMatchObject({ code: 2 });
		expect(call('export', 'dataset')).toMatchObject({
			code: 2,
			error: expect.stringContaining('--out')
		});
		expect(call('export', 'edition', '--out', 'x')).toMatchObject({
			code: 2,
			error: expect.stringContaining('--edition')
		});
		const format = call('export', 'edition', '--out', 'x', '--edition', '1', '--format', 'odt');
		expect(format).toMatchObject({ code: 2, error: expect.stringContaining('html, site, docx') });
	});
});

test('a database is migrated, once', () => {
	call('migrate');
	expect(call('migrate')).toMatchObject({ code: 0, out: 'Nothing to do.\n' });
	expect(call('migrate', '--check')).toMatchObject({ code: 0, out: 'Current.\n' });
});

test('an account is made, reset and disabled', () => {
	const made = call(
		'account',
		'create',
		'New@Example.org',
		'--name',
		'New Person',
		'--administrator'
	);
	expect(made.code).toBe(0);
	expect(made.out).toMatch(/\/reset\/[\w-]{43}\n$/);
	expect(call('account', 'create', 'new@example.org')).toMatchObject({
		code: 1,
		error: expect.stringContaining('already')
	});
	expect(call('account', 'reset', 'new@example.org').out).toMatch(/\/reset\//);
	expect(call('account', 'disable', 'new@example.org')).toMatchObject({ code: 0 });
	expect(call('account', 'reset', 'nobody@example.org')).toMatchObject({
		code: 1,
		error: expect.stringContaining('No account')
	});
});

test('the demo study is seeded and its dataset written, as far as the account may see', () => {
	expect(call('seed').code).toBe(0);
	const path = join(dir, 'dataset.csv');
	expect(call('export', 'dataset', '--out', path)).toMatchObject({
		code: 1,
		error: expect.stringContaining('Baseline 2018')
	});
	const made = call('export', 'dataset', '--out', path, '--round', 'Baseline 2026');
	expect(made.code).toBe(0);
	expect(made.out).toMatch(/SHA-256 [0-9a-f]{64}/);
	expect(readFileSync(path, 'utf8')).toContain('Sample answer');
	const refused = join(dir, 'refused.csv');
	expect(
		call(
			'export',
			'dataset',
			'--out',
			refused,
			'--round',
			'Baseline 2026',
			'--kind',
			'working',
			'--as',
			'editor@demo.example'
		).code
	).toBe(1);
	expect(existsSync(refused)).toBe(false);
}, 180_000);

test('an edition is written, or it is said what there is and what to do', () => {
	call('seed');
	const write = (path: string, ...more: string[]) =>
		call('export', 'edition', '--out', join(dir, path), ...more);
	const missing = write('edition.html', '--edition', '7');
	expect(missing).toMatchObject({ code: 1 });
	expect(missing.error).toContain('--round "Baseline 2018" --edition 1');
	expect(write('edition.html', '--edition', '1', '--study', 'Another')).toMatchObject({ code: 1 });
	expect(existsSync(join(dir, 'edition.html'))).toBe(false);
	const made = write('edition.html', '--edition', '1');
	expect(made).toMatchObject({ code: 0, error: '' });
	expect(made.out).toMatch(/SHA-256 [0-9a-f]{64}/);
	const page = readFileSync(join(dir, 'edition.html'), 'utf8');
	expect(page).toContain('Sample baseline study 2018');
	expect(page).toContain('Sample, invented');
	expect(write('again.html', '--edition', '1', '--round', 'Baseline 2018').code).toBe(0);
	expect(readFileSync(join(dir, 'again.html'), 'utf8')).toBe(page);
	const site = write('site.zip', '--edition', '1', '--format', 'site');
	expect(site.code).toBe(0);
	expect(readFileSync(join(dir, 'site.zip')).subarray(0, 2).toString()).toBe('PK');
	expect(write(join('no-folder', 'x.html'), '--edition', '1')).toMatchObject({ code: 1 });
}, 300_000);

test('a study leaves as REFI-QDA with its notes beside it, and is read again', () => {
	call('seed');
	const path = join(dir, 'study.qdpx');
	expect(call('qda', 'export', '--out', path, '--focus-group', 'none').code).toBe(1);
	expect(call('qda', 'export', '--out', path, '--as', 'kh@demo.example').code).toBe(1);
	expect(existsSync(path)).toBe(false);
	expect(call('qda', 'export', '--out', path)).toMatchObject({ code: 0 });
	const notes = readFileSync(join(dir, 'EXPORT-NOTES.txt'), 'utf8');
	expect(notes).toContain('study.qdpx');
	expect(notes).toContain('invented');
	const { code, out } = call('qda', 'import', path, '--json');
	expect(code).toBe(0);
	const said = JSON.parse(out);
	expect(said).toMatchObject({ kind: 'project', leftOut: [], warnings: [] });
	expect(said.counts.sources).toBeGreaterThan(20);
	// Another file does not take the place of these notes.
	const second = join(dir, 'other.qdpx');
	expect(call('qda', 'export', '--out', second, '--answers', 'none')).toMatchObject({ code: 0 });
	expect(readFileSync(join(dir, 'EXPORT-NOTES.txt'), 'utf8')).toBe(notes);
	expect(existsSync(join(dir, 'other.qdpx.EXPORT-NOTES.txt'))).toBe(true);
}, 300_000);
