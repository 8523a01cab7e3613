import { spawnSync } from 'node:child_process';
import { PDFDocument } from 'pdf-lib';
import { expect, test } from 'vitest';
import { cleanUpload } from '#lib/server/storage/cleanUpload.ts';
import { AUTHOR, CONTENT, holds, pdf, picture, textInside } from '../support/files.ts';

const exiftool = spawnSync('exiftool', ['-ver']).status === 0;

async function accepted(bytes: Uint8Array) {
	const cleaned = await cleanUpload(bytes);
	if (!cleaned.ok) throw new Error(`refused as ${cleaned.code}`);
	return cleaned;
}

/** The text a PDF writer drew: hexadecimal letters in the page's stream. */
const drawn = (text: string) => Buffer.from(text, 'latin1').toString('hex').toUpperCase();

test('a PDF keeps its page and loses author, scripts, attachments and the photograph’s EXIF', async () => {
	const bytes = await pdf();
	expect(holds(bytes, AUTHOR)).toBe(true);
	const cleaned = await accepted(bytes);
	expect(cleaned).toMatchObject({ mediaType: 'application/pdf', extension: 'pdf' });
	expect(holds(cleaned.bytes, AUTHOR)).toBe(false);
	const inside = textInside(cleaned.bytes);
	for (const gone of ['JavaScript', 'OpenAction', 'EmbeddedFile', 'PieceInfo', '/Info', 'Exif'])
		expect(inside).not.toContain(gone);
	expect(inside).toContain(drawn(CONTENT));
	expect(inside).toContain('A remark that stays');
	const read = await PDFDocument.load(cleaned.bytes, { updateMetadata: false });
	expect(read.getPageCount()).toBe(1);
	expect(read.getAuthor() ?? read.getTitle() ?? read.getProducer()).toBeUndefined();
});

test('an earlier revision of a PDF is gone', async () => {
	const bytes = Buffer.from(await pdf());
	const later = `\n99 0 obj\n(${AUTHOR} in a revision)\nendobj\n`;
	const end = bytes.lastIndexOf('\nxref\n');
	const grown = Buffer.concat([bytes.subarray(0, end), Buffer.from(later), bytes.subarray(end)]);
	const cleaned = await accepted(grown);
	expect(holds(cleaned.bytes, 'in a revision')).toBe(false);
});

test('a PDF that is a web page too is only a PDF afterwards', async () => {
	const page = Buffer.from('\n<html><script>alert(1)</script></html>\n');
	const cleaned = await accepted(Buffer.concat([await pdf(), page]));
	expect(holds(cleaned.bytes, '<script>')).toBe(false);
});

test('a PDF with a password is refused as encrypted', async () => {
	const plain = Buffer.from(await pdf()).toString('latin1');
	const locked = plain.replace(
		/trailer\s*<</,
		'trailer\n<< /Encrypt << /Filter /Standard /V 1 /R 2 >>'
	);
	expect(locked).not.toBe(plain);
	expect(await cleanUpload(Buffer.from(locked, 'latin1'))).toEqual({
		ok: false,
		code: 'encrypted'
	});
});

test('half a PDF and an empty one are broken', async () => {
	const bytes = await pdf();
	expect(await cleanUpload(bytes.subarray(0, 400))).toEqual({ ok: false, code: 'broken' });
	const nothing = new TextEncoder().encode('%PDF-1.7\n%%EOF\n');
	expect(await cleanUpload(nothing)).toEqual({ ok: false, code: 'broken' });
});

test.skipIf(!exiftool)('exiftool, where it is installed, finds nobody either', async () => {
	const read = (bytes: Uint8Array) =>
		spawnSync('exiftool', ['-a', '-G', '-'], { input: bytes }).stdout.toString();
	for (const bytes of [await pdf(), await picture('jpeg'), await picture('webp')]) {
		expect(read(bytes)).toContain(AUTHOR);
		const cleaned = read((await accepted(bytes)).bytes);
		expect(cleaned).not.toMatch(/Author|Artist|Creator|Producer|GPS|Model|XMP/);
	}
});
