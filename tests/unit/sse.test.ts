import { expect, test } from 'vitest';
import { type EventSender, streamEvents } from '#lib/server/http/sse.ts';
import { Problem } from '#lib/server/problem.ts';

/** Opens a stream; gives both its ends. */
async function openStream() {
	let sender!: EventSender;
	let left = 0;
	const response = await streamEvents(async (given) => {
		sender = given;
		return () => void (left += 1);
	});
	return { response, sender, left: () => left };
}

test('events come as a browser reads them', async () => {
	const { response, sender, left } = await openStream();
	expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
	expect(sender.tell('change', { what: 'line one\nline two' })).toBe(true);
	sender.beat();
	sender.end();
	expect(await response.text()).toBe(
		'retry: 2000\n\nevent: change\ndata: {"what":"line one\\nline two"}\n\nevent: beat\ndata: {}\n\n'
	);
	expect(left()).toBe(1);
	expect(sender.tell('change', {})).toBe(false);
	sender.end();
	expect(left()).toBe(1);
});

test('a page that closes is left, once', async () => {
	const { response, sender, left } = await openStream();
	await response.body!.cancel();
	expect(left()).toBe(1);
	expect(sender.tell('change', {})).toBe(false);
	sender.end();
	expect(left()).toBe(1);
});

test('what a page does not read is not kept for it without end', async () => {
	const { sender } = await openStream();
	let taken = 0;
	while (taken < 10_000 && sender.tell('change', {})) taken += 1;
	expect(taken).toBeGreaterThan(100);
	expect(taken).toBeLessThan(1_000);
});

test('what refuses to open is thrown, not streamed', async () => {
	await expect(streamEvents(() => Promise.reject(new Problem('too_busy')))).rejects.toThrow(
		'too_busy'
	);
});

test('a stream ended while it opens is left', async () => {
	let left = 0;
	const response = await streamEvents(async (sender) => {
		sender.end();
		return () => void (left += 1);
	});
	expect(await response.text()).toContain('retry');
	expect(left).toBe(1);
});
