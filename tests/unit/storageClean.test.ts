import sharp from 'sharp';
import { expect, test } from 'vitest';
import { cleanUpload } from '#lib/server/storage/cleanUpload.ts';
import { MAX_UPLOAD_BYTES } from '#lib/server/storage/upload.ts';
import { AUTHOR, holds, picture } from '../support/files.ts';

const text = (content: string) => new TextEncoder().encode(content);

async function accepted(bytes: Uint8Array) {
	const cleaned = await cleanUpload(bytes);
	if (!cleaned.ok) throw new Error(`refused as ${cleaned.code}`);
	return cleaned;
}

test.each(['jpeg', 'png', 'webp'] as const)(
	'a %s loses its author, camera and place and keeps its picture',
	async (format) => {
		const bytes = await picture(format);
		expect((await sharp(bytes).metadata()).exif).toBeDefined();
		expect(holds(bytes, AUTHOR)).toBe(true);
		const cleaned = await accepted(bytes);
		expect(cleaned.mediaType).toBe(`image/${format}`);
		expect(holds(cleaned.bytes, AUTHOR)).toBe(false);
		expect(holds(cleaned.bytes, 'Rahsia Camera')).toBe(false);
		const found = await sharp(cleaned.bytes).metadata();
		expect(found).toMatchObject({ format, width: 20, height: 40 });
		expect(found.exif ?? found.xmp ?? found.iptc ?? found.orientation).toBeUndefined();
		const { channels } = await sharp(cleaned.bytes).stats();
		expect(channels[0]?.mean).toBeGreaterThan(190);
		expect(channels[1]?.mean).toBeLessThan(45);
	}
);

test('what hides behind the end of a picture is gone', async () => {
	const hidden = `<script>/* ${AUTHOR} */</script>`;
	const bytes = Buffer.concat([await picture('png'), text(hidden)]);
	const cleaned = await accepted(bytes);
	expect(holds(cleaned.bytes, hidden)).toBe(false);
});

test('a picture that breaks off, or is none, is broken', async () => {
	const noise = Buffer.from(Array.from({ length: 30_000 }, (_, index) => (index * 7919) % 251));
	const whole = await sharp(noise, { raw: { width: 100, height: 100, channels: 3 } })
		.jpeg()
		.toBuffer();
	expect((await cleanUpload(whole)).ok).toBe(true);
	const half = whole.subarray(0, whole.byteLength / 2);
	expect(await cleanUpload(half)).toEqual({ ok: false, code: 'broken' });
	const only = Buffer.concat([whole.subarray(0, 4), text('<html>no picture</html>')]);
	expect((await cleanUpload(only)).ok).toBe(false);
});

test('a picture of too many pixels is refused before it is decoded', async () => {
	const flood = await sharp({
		create: { width: 8000, height: 6000, channels: 3, background: 'white' }
	})
		.png()
		.toBuffer();
	expect(flood.byteLength).toBeLessThan(MAX_UPLOAD_BYTES);
	expect(await cleanUpload(flood)).toEqual({ ok: false, code: 'broken' });
});

test.each([
	['plain', 'Rakyat tidak dirundingi.\nBMKG: curah hujan 12 mm\n'],
	['beginning like a bitmap', 'BMKG said: no consultation took place.'],
	['beginning like a program', 'MZ is the sign of a station.'],
	['CSV', 'country,answer\r\nMyanmar,"ပြည်သူ"\r\nLao PDR,"< 3 & > 1"\r\n'],
	['with a byte order mark', '\uFEFFcountry;answer\n']
])('text stays as it is: %s', async (_name, content) => {
	const cleaned = await accepted(text(content));
	expect(cleaned).toMatchObject({ mediaType: 'text/plain', extension: 'txt' });
	expect(cleaned.bytes).toEqual(text(content));
});

test.each([
	['HTML', '<!doctype html><html><body onload="alert(1)">x</body></html>'],
	['HTML after text', 'Minutes of the meeting\n\n<script>alert(1)</script>'],
	['HTML after a byte order mark and spaces', '\uFEFF \n <HTML><p>x'],
	['SVG', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'],
	['SVG with a declaration', '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'],
	['a comment first', '<!-- a --><svg/>'],
	['RTF', '{\\rtf1 hello}'],
	['PostScript', '%!PS-Adobe-3.0\nshowpage'],
	['a NUL', 'text\0text']
])('is no text: %s', async (_name, content) => {
	expect(await cleanUpload(text(content))).toEqual({ ok: false, code: 'type_not_allowed' });
});

test.each([
	['UTF-16', Buffer.from('\uFEFFcountry', 'utf16le')],
	['Latin-1', Buffer.from('Timor-Leste: é', 'latin1')],
	['a GIF', Buffer.from('R0lGODlhAQABAIAAAAAAAP///ywAAAAAAQABAAACAUwAOw==', 'base64')],
	['an ELF program', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0])]
])('is not allowed: %s', async (_name, bytes) => {
	expect(await cleanUpload(bytes)).toEqual({ ok: false, code: 'type_not_allowed' });
});

test('nothing and too much are refused', async () => {
	expect(await cleanUpload(new Uint8Array())).toEqual({ ok: false, code: 'empty' });
	const most = new Uint8Array(MAX_UPLOAD_BYTES).fill(0x61);
	expect((await cleanUpload(most)).ok).toBe(true);
	const more = new Uint8Array(MAX_UPLOAD_BYTES + 1).fill(0x61);
	expect(await cleanUpload(more)).toEqual({ ok: false, code: 'too_large' });
});
