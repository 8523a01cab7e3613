import { writeFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { constants, deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCleaner } from '#lib/server/storage/cleaner.ts';
import { MAX_UPLOAD_BYTES } from '#lib/server/storage/upload.ts';
import { AUTHOR, docxParts, holds, pdf, picture, zip } from '../support/files.ts';

let dir = '';
beforeAll(async () => {
	dir = await mkdtemp(join(tmpdir(), 'mufakat-cleaner-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

async function workerOf(source: string) {
	const file = join(dir, `${Math.random()}.mjs`);
	await writeFile(file, source);
	return file;
}

test('uploads of each kind are cleaned in a thread of their own', async () => {
	const clean = createCleaner();
	const files = [await picture('jpeg'), await pdf(), zip(await docxParts())];
	const cleaned = await Promise.all(files.map(clean));
	expect(cleaned.map((result) => result.ok && result.extension)).toEqual(['jpg', 'pdf', 'docx']);
	for (const result of cleaned) expect(result.ok && holds(result.bytes, AUTHOR)).toBe(false);
	// The caller's own bytes are still the caller's.
	expect(holds(files[0] ?? new Uint8Array(), AUTHOR)).toBe(true);
}, 30_000);

test('a worker that never ends is ended, and the event loop goes on meanwhile', async () => {
	const workerFile = await workerOf('for (;;);');
	const clean = createCleaner({ workerFile, timeoutMs: 400 });
	let ticks = 0;
	const ticking = setInterval(() => (ticks += 1), 10);
	expect(await clean(new Uint8Array(1))).toEqual({ ok: false, code: 'broken' });
	clearInterval(ticking);
	expect(ticks).toBeGreaterThan(10);
});

test('a worker that fails, or ends without a word, is a broken file', async () => {
	for (const source of ['throw new Error("x")', 'process.exit(0)', 'import "./no-such-file.mjs"']) {
		const clean = createCleaner({ workerFile: await workerOf(source) });
		expect(await clean(new Uint8Array(1))).toEqual({ ok: false, code: 'broken' });
	}
});

test('a worker does not see the secrets of the server', async () => {
	process.env.MUFAKAT_TEST_SECRET = 'secret';
	const workerFile = await workerOf(
		`import { parentPort } from 'node:worker_threads';
		parentPort.postMessage({ ok: false, code: process.env.MUFAKAT_TEST_SECRET ?? 'empty' });`
	);
	const clean = createCleaner({ workerFile });
	expect(await clean(new Uint8Array(1))).toEqual({ ok: false, code: 'empty' });
	delete process.env.MUFAKAT_TEST_SECRET;
});

test('a PDF that inflates without end is stopped by the memory it takes', async () => {
	// 16 MB of spaces, packed once and repeated 128 times: 2 GB.
	const piece = deflateRawSync(Buffer.alloc(16 * 1024 ** 2, 0x20), {
		finishFlush: constants.Z_SYNC_FLUSH
	});
	const packed = Buffer.concat([Buffer.of(0x78, 0x9c), ...Array<Buffer>(128).fill(piece)]);
	const head = `%PDF-1.7\n1 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length ${packed.byteLength}>>\nstream\n`;
	const bomb = Buffer.concat([Buffer.from(head), packed, Buffer.from('\nendstream\nendobj\n')]);
	expect(bomb.byteLength).toBeLessThan(MAX_UPLOAD_BYTES);
	const clean = createCleaner({ growthBytes: 200 * 1024 ** 2 });
	const before = process.memoryUsage.rss();
	let most = 0;
	const watching = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 20);
	expect(await clean(bomb)).toEqual({ ok: false, code: 'broken' });
	clearInterval(watching);
	expect(most - before).toBeGreaterThan(150 * 1024 ** 2);
	expect(most - before).toBeLessThan(1024 ** 3);
}, 30_000);
