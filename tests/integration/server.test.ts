import { spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** What a person reads who cannot start the server: one sentence with the way out, no stack trace. */
function start(env: Record<string, string>): Promise<{ code: number | null; text: string }> {
	const child = spawn(process.execPath, ['server.ts'], {
		env: { PATH: process.env.PATH, NODE_NO_WARNINGS: '1', LOG_LEVEL: 'silent', ...env },
		stdio: ['ignore', 'pipe', 'pipe'],
		timeout: 45_000
	});
	let text = '';
	child.stdout.on('data', (chunk) => (text += chunk));
	child.stderr.on('data', (chunk) => (text += chunk));
	return new Promise((resolve) => child.once('exit', (code) => resolve({ code, text })));
}

const freePort = '0';
const emptyDir = () => mkdtempSync(join(tmpdir(), 'mufakat-start-'));

test.each([
	['a setting that is wrong', async () => ({ PORT: 'abc' }), /PORT[\s\S]*for example 3000/],
	[
		'a database that is open already',
		async () => {
			const dir = emptyDir();
			writeFileSync(join(dir, 'pglite.lock'), String(process.pid));
			return { PORT: freePort, MUFAKAT_DATA: dir };
		},
		new RegExp(`process ${process.pid}[\\s\\S]*MUFAKAT_DATA`)
	],
	[
		'a database that is not there',
		async () => ({
			PORT: freePort,
			MUFAKAT_DATA: emptyDir(),
			DATABASE_URL: 'postgres://me:hunter2@127.0.0.1:1/none'
		}),
		/DATABASE_URL cannot be reached \(ECONNREFUSED\)/
	],
	[
		'a port that is taken',
		async () => {
			const holder = createServer();
			await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve));
			holder.unref();
			const address = holder.address();
			const port = typeof address === 'object' && address ? address.port : 0;
			return { PORT: String(port), MUFAKAT_DATA: emptyDir() };
		},
		/Port \d+ is taken/
	]
])('%s', async (_what, settings, sentence) => {
	const { code, text } = await start(await settings());
	expect(code).toBe(1);
	expect(text).toMatch(sentence);
	expect(text).not.toMatch(/^\s+at .*:\d+:\d+/m);
	expect(text).not.toContain('hunter2');
});
