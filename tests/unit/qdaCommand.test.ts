import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { CODE, nvivoFile, SAID, TAGUETTE } from '../support/qdaFiles.ts';

// A program is started for each call.
vi.setConfig({ testTimeout: 120_000 });

/** `mufakat qda import` as people call it, with a database that nobody could reach. */
const dir = mkdtempSync(join(tmpdir(), 'mufakat-qda-'));
function call(...args: string[]) {
	const done = spawnSync(process.execPath, ['src/cli/mufakat.ts', 'qda', 'import', ...args], {
		env: {
			...process.env,
			DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing',
			MUFAKAT_DATA: '/nowhere'
		},
		encoding: 'utf8'
	});
	expect(done.stderr).not.toMatch(/^\s+at .*:\d+:\d+/m);
	return { code: done.status, out: done.stdout, error: done.stderr };
}
function write(name: string, bytes: Uint8Array | string): string {
	const path = join(dir, name);
	writeFileSync(path, bytes);
	return path;
}

test('a project: counts and structure as one JSON document', () => {
	const { code, out } = call(write('a.qdpx', nvivoFile()), '--json', '--passages');
	expect(code).toBe(0);
	const said = JSON.parse(out);
	expect(said).toMatchObject({
		kind: 'project',
		name: 'Sample',
		origin: 'NVivo for Windows 12.6',
		codes: [
			{ guid: CODE, name: 'Access', path: 'Access', parent: null, isCodable: true, color: null },
			{
				guid: '{21111111-2222-4333-8444-555555555555}',
				path: 'Access / Cost',
				parent: CODE,
				color: '#ff0000'
			}
		],
		sources: [{ name: 'Interview', type: 'text', selections: 6, codings: 6 }],
		users: [{ name: 'Somebody' }],
		leftOut: [],
		warnings: [{ code: 'offsets_utf16' }],
		counts: { codes: 2, folders: 0, sources: 1, selections: 6, codings: 6, cases: 0, users: 1 },
		offsets: { unit: 'utf16', lineEnds: 'as_written', isGuessed: false, isStandard: false }
	});
	expect(said.sources[0].passages.map(({ text }: { text: string }) => text)).toEqual(SAID);
	expect(said.counts.characters).toBe(said.sources[0].characters);
});

test('a codebook, in words', () => {
	const { code, out } = call(write('b.qdc', TAGUETTE));
	expect(code).toBe(0);
	expect(out).toContain('codebook, written by Taguette 1.5.2');
	expect(out).toContain('codes: 2');
});

test('what cannot be read is refused with a sentence', () => {
	expect(call(write('c.qdpx', 'hello'))).toMatchObject({
		code: 1,
		error: expect.stringContaining('neither a REFI-QDA project (.qdpx) nor a codebook')
	});
	expect(call(join(dir, 'missing.qdpx'))).toMatchObject({
		code: 1,
		error: expect.stringContaining('there is no such file')
	});
	expect(call()).toMatchObject({ code: 2, error: expect.stringContaining('Usage: mufakat qda') });
	expect(call('--help')).toMatchObject({ code: 0 });
});
