import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createStorage } from '#lib/server/storage/storage.ts';

let dir = '';
beforeEach(async () => {
	dir = join(await mkdtemp(join(tmpdir(), 'mufakat-storage-')), 'files');
});
afterEach(() => rm(join(dir, '..'), { recursive: true, force: true }));

const bytes = new TextEncoder().encode('minutes of the focus group');
const sha256 = createHash('sha256').update(bytes).digest('hex');

test('kept bytes come back under their hash', async () => {
	const storage = createStorage(dir);
	expect(await storage.put(bytes)).toEqual({ sha256, size: bytes.byteLength });
	const stream = await storage.open(sha256);
	expect(new Uint8Array(await new Response(stream).arrayBuffer())).toEqual(bytes);
});

test('only this user can read what is kept, and nothing half written is left', async () => {
	const storage = createStorage(dir);
	await storage.put(bytes);
	const folder = join(dir, sha256.slice(0, 2), sha256.slice(2, 4));
	expect((await stat(dir)).mode & 0o777).toBe(0o700);
	expect((await stat(folder)).mode & 0o777).toBe(0o700);
	expect((await stat(join(folder, sha256))).mode & 0o777).toBe(0o600);
	expect(await readdir(join(dir, 'unfinished'))).toEqual([]);
});

test('the same bytes are kept once, also when two people send them at the same moment', async () => {
	const storage = createStorage(dir);
	const kept = await Promise.all([storage.put(bytes), storage.put(bytes), storage.put(bytes)]);
	expect(new Set(kept.map((stored) => stored.sha256))).toEqual(new Set([sha256]));
	expect(await readdir(join(dir, sha256.slice(0, 2), sha256.slice(2, 4)))).toEqual([sha256]);
});

test('a stream is hashed while it is written', async () => {
	async function* pieces() {
		for (let piece = 0; piece < 64; piece += 1) yield new Uint8Array(65_536).fill(piece);
	}
	const storage = createStorage(dir);
	const stored = await storage.putStream(pieces());
	expect(stored.size).toBe(64 * 65_536);
	const back = new Uint8Array(await new Response(await storage.open(stored.sha256)).arrayBuffer());
	expect(createHash('sha256').update(back).digest('hex')).toBe(stored.sha256);
});

test('a stream that breaks off leaves nothing behind', async () => {
	async function* broken() {
		yield bytes;
		throw new Error('connection lost');
	}
	const storage = createStorage(dir);
	await expect(storage.putStream(broken())).rejects.toThrow('connection lost');
	expect(await readdir(dir)).toEqual(['unfinished']);
	expect(await readdir(join(dir, 'unfinished'))).toEqual([]);
});

test('removed and unknown bytes are null, and removing twice is harmless', async () => {
	const storage = createStorage(dir);
	await storage.put(bytes);
	await storage.remove(sha256);
	await storage.remove(sha256);
	expect(await storage.open(sha256)).toBeNull();
});

test.each([
	'../../etc/passwd',
	`../${sha256}`,
	sha256.toUpperCase(),
	`${sha256}/..`,
	`${sha256}\n`,
	''
])('no path leaves the directory: %j', async (name) => {
	const storage = createStorage(dir);
	await expect(storage.open(name)).rejects.toThrow(RangeError);
	await expect(storage.remove(name)).rejects.toThrow(RangeError);
});
