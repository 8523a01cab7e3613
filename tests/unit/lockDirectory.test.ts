import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { lockDirectory } from '#lib/server/database/lockDirectory.ts';

const place = () => join(mkdtempSync(join(tmpdir(), 'mufakat-lock-')), 'pglite');

test('a directory another process has open is refused, by its number and with the way out', () => {
	const path = place();
	const other = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 30000)']);
	try {
		writeFileSync(`${path}.lock`, String(other.pid));
		expect(() => lockDirectory(path)).toThrow(new RegExp(`${other.pid}[\\s\\S]*MUFAKAT_DATA`));
		expect(existsSync(`${path}.lock`)).toBe(true);
	} finally {
		other.kill();
	}
});

test('what a process left behind that is gone is taken over, and given back', () => {
	const path = place();
	writeFileSync(`${path}.lock`, '999999999');
	const release = lockDirectory(path);
	expect(existsSync(`${path}.lock`)).toBe(true);
	release();
	expect(existsSync(`${path}.lock`)).toBe(false);
});
