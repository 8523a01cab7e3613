import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { rangeOf, sendRange } from '#lib/server/http/sendRange.ts';
import { createStorage } from '#lib/server/storage/storage.ts';

describe('what a player asks for', () => {
	test.each([
		[null, 'all'],
		['bytes=0-', { from: 0, to: 9 }],
		['bytes=3-5', { from: 3, to: 5 }],
		['bytes=3-99', { from: 3, to: 9 }],
		['bytes=-4', { from: 6, to: 9 }],
		['bytes=-99', { from: 0, to: 9 }],
		['bytes=9-9', { from: 9, to: 9 }],
		['bytes=10-', 'none'],
		['bytes=-0', 'none'],
		['bytes=5-3', 'all'],
		['bytes=0-1,3-4', 'all'],
		['bytes=-', 'all'],
		['bytes=a-b', 'all'],
		['items=0-1', 'all']
	])('%j of ten bytes', (header, expected) => expect(rangeOf(header, 10)).toEqual(expected));
});

describe('a file', () => {
	const folder = mkdtempSync(join(tmpdir(), 'mufakat-range-'));
	afterAll(() => rmSync(folder, { recursive: true, force: true }));
	const storage = createStorage(folder);
	const send = async (range?: string) => {
		const { sha256, size } = await storage.put(new TextEncoder().encode('0123456789'));
		const request = new Request('http://127.0.0.1/', range ? { headers: { range } } : {});
		return sendRange(request, storage, { sha256, size, mediaType: 'audio/mpeg', name: 'a.mp3' });
	};

	test('is sent whole, and says that it can be sent in parts', async () => {
		const whole = await send();
		expect([whole.status, whole.headers.get('accept-ranges'), await whole.text()]).toEqual([
			200,
			'bytes',
			'0123456789'
		]);
		expect(whole.headers.get('cache-control')).toBe('private, no-store');
	});

	test('or in the part asked for', async () => {
		const part = await send('bytes=2-4');
		expect([
			part.status,
			part.headers.get('content-range'),
			part.headers.get('content-length')
		]).toEqual([206, 'bytes 2-4/10', '3']);
		expect(await part.text()).toBe('234');
	});

	test('nothing behind its end; no file whose bytes are gone', async () => {
		const none = await send('bytes=10-');
		expect([none.status, none.headers.get('content-range')]).toEqual([416, 'bytes */10']);
		const gone = sendRange(new Request('http://127.0.0.1/'), storage, {
			sha256: 'a'.repeat(64),
			size: 1,
			mediaType: 'audio/mpeg',
			name: 'a.mp3'
		});
		await expect(gone).rejects.toMatchObject({ code: 'not_found' });
	});
});
