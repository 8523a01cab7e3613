import { strFromU8, strToU8, unzipSync, zipSync, type Zippable } from 'fflate';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { cleanUpload } from '#lib/server/storage/cleanUpload.ts';
import {
	AUTHOR,
	CONTENT,
	docxParts,
	holds,
	odtParts,
	textInside,
	xlsxParts,
	zip
} from '../support/files.ts';

async function accepted(parts: Zippable) {
	const bytes = zip(parts);
	expect(holds(bytes, AUTHOR)).toBe(true);
	const cleaned = await cleanUpload(bytes);
	if (!cleaned.ok) throw new Error(`refused as ${cleaned.code}`);
	expect(holds(cleaned.bytes, AUTHOR)).toBe(false);
	expect(textInside(cleaned.bytes)).toContain(CONTENT);
	return cleaned;
}

const refusedAs = (code: string) => ({ ok: false, code });

test('a Word document keeps its words, changes and comments and loses their authors', async () => {
	const cleaned = await accepted(await docxParts());
	expect(cleaned.extension).toBe('docx');
	const parts = unzipSync(cleaned.bytes);
	const document = strFromU8(parts['word/document.xml'] ?? new Uint8Array());
	expect(document).toContain('<w:ins w:id="1" w:author="Author" w:initials="A"');
	expect(document).toContain('An addition.');
	// What looks like an attribute in the text is text.
	expect(document).toContain('w:author="kept"');
	expect(document).not.toContain('rsidR');
	expect(textInside(cleaned.bytes)).toContain('A comment.');
});

test('a Word document fetches nothing when it is opened, and keeps its links', async () => {
	const inside = textInside((await accepted(await docxParts())).bytes);
	expect(inside).toContain('https://example.org/law');
	expect(inside).not.toContain('track.example');
	expect(inside).not.toContain('attachedTemplate');
});

test('photographs inside a document lose their place', async () => {
	const cleaned = await accepted(await docxParts());
	const image = unzipSync(cleaned.bytes)['word/media/image1.jpeg'];
	const found = await sharp(image).metadata();
	expect(found).toMatchObject({ format: 'jpeg', width: 40, height: 20 });
	expect(found.exif).toBeUndefined();
});

test('a workbook loses the names of its notes, its path and its printer', async () => {
	const cleaned = await accepted(xlsxParts());
	expect(cleaned.extension).toBe('xlsx');
	const inside = textInside(cleaned.bytes);
	expect(inside).toContain('A note.');
	expect(inside).toContain('<metadataTypes');
	expect(inside).toContain('<pageSetup orientation="portrait"/>');
	expect(inside).not.toContain('printerSettings');
});

test('an OpenDocument text loses its authors and is still recognised', async () => {
	const cleaned = await accepted(odtParts());
	expect(cleaned.extension).toBe('odt');
	expect(Buffer.from(cleaned.bytes.subarray(30, 77)).toString()).toBe(
		'mimetypeapplication/vnd.oasis.opendocument.text'
	);
	expect(textInside(cleaned.bytes)).toContain('A remark.');
});

test('a workbook inside a document is cleaned too, a document inside that one is refused', async () => {
	const outer = await docxParts();
	const parts = { ...outer, 'word/embeddings/chart.xlsx': zip(xlsxParts()) };
	const cleaned = await accepted(parts);
	const inner = unzipSync(cleaned.bytes)['word/embeddings/chart.xlsx'] ?? new Uint8Array();
	expect(holds(inner, AUTHOR)).toBe(false);
	expect(textInside(inner)).toContain(CONTENT);
	const deep = { ...xlsxParts(), 'xl/embeddings/a.xlsx': zip(xlsxParts()) };
	const tooDeep = zip({ ...outer, 'word/embeddings/chart.xlsx': zip(deep) });
	expect(await cleanUpload(tooDeep)).toEqual(refusedAs('type_not_allowed'));
});

test.each([
	['macros', { 'word/vbaProject.bin': strToU8('x') }],
	['macros under other letters', { 'word/VBAPROJECT.BIN': strToU8('x') }],
	['an OLE object', { 'word/embeddings/o.bin': Buffer.from('d0cf11e0a1b11ae1', 'hex') }],
	['a PDF inside', { 'word/embeddings/o.bin': strToU8('%PDF-1.7\n') }]
])('a document with %s is not allowed', async (_name, extra) => {
	const bytes = zip({ ...(await docxParts()), ...extra });
	expect(await cleanUpload(bytes)).toEqual(refusedAs('type_not_allowed'));
});

test.each([
	['entities of its own', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'],
	['another encoding', '<?xml version="1.0" encoding="UTF-7"?><a/>'],
	['an open element', '<a><b></a>'],
	['half a tag', '<a><b c="d</a>']
])('a document with a part with %s is broken', async (_name, xml) => {
	const bytes = zip({ ...(await docxParts()), 'word/footnotes.xml': strToU8(xml) });
	expect(await cleanUpload(bytes)).toEqual(refusedAs('broken'));
});

test('UTF-16 parts, which would hide names, are broken', async () => {
	const hidden = Buffer.from('<a author="Aisyah"/>', 'utf16le');
	const bytes = zip({ ...(await docxParts()), 'word/footnotes.xml': hidden });
	expect(await cleanUpload(bytes)).toEqual(refusedAs('broken'));
});

test('a package that inflates without end is refused before it is inflated', async () => {
	const started = performance.now();
	const bomb = zipSync({ ...xlsxParts(), 'xl/sharedStrings.xml': new Uint8Array(64 * 1024 ** 2) });
	expect(bomb.byteLength).toBeLessThan(1024 ** 2);
	expect(await cleanUpload(bomb)).toEqual(refusedAs('too_large'));
	const ratio = zipSync({ ...xlsxParts(), 'xl/sharedStrings.xml': new Uint8Array(4 * 1024 ** 2) });
	expect(await cleanUpload(ratio)).toEqual(refusedAs('too_large'));
	expect(performance.now() - started).toBeLessThan(5000);
});

test('a package that lies about its sizes is broken', async () => {
	const bytes = zipSync({ ...xlsxParts(), 'xl/sharedStrings.xml': new Uint8Array(4 * 1024 ** 2) });
	const view = new DataView(bytes.buffer);
	for (let at = 0; at + 4 < bytes.byteLength; at += 1) {
		const size = view.getUint32(at, true);
		if (size === 4 * 1024 ** 2) view.setUint32(at, 10, true);
	}
	expect(await cleanUpload(bytes)).toEqual(refusedAs('broken'));
});

test('too many files, and files that lead out of the package, are refused', async () => {
	const many = Object.fromEntries(
		Array.from({ length: 2001 }, (_, index) => [`xl/${index}.xml`, strToU8('<a/>')])
	);
	expect(await cleanUpload(zip({ ...xlsxParts(), ...many }))).toEqual(refusedAs('too_large'));
	const slip = zip({ ...xlsxParts(), '../../evil.xml': strToU8('<a/>') });
	expect(await cleanUpload(slip)).toEqual(refusedAs('broken'));
});

test('other packages, and documents with a password, are not allowed', async () => {
	expect(await cleanUpload(zip({ 'a.txt': strToU8(AUTHOR) }))).toEqual(
		refusedAs('type_not_allowed')
	);
	const locked = { ...odtParts(), 'META-INF/manifest.xml': strToU8('<m><encryption-data/></m>') };
	expect(await cleanUpload(zip(locked))).toEqual(refusedAs('encrypted'));
});

test('a part declared as macros is not allowed, an unused default of that type is', async () => {
	const parts = await docxParts();
	const types = strFromU8(parts['[Content_Types].xml'] as Uint8Array);
	const declare = (tag: string) =>
		cleanUpload(
			zip({ ...parts, '[Content_Types].xml': strToU8(types.replace('</Types>', `${tag}</Types>`)) })
		);
	const type = 'ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"';
	expect(await declare(`<Override PartName="/word/m.xml" ${type}/>`)).toEqual(
		refusedAs('type_not_allowed')
	);
	expect((await declare(`<Default Extension="docm" ${type}/>`)).ok).toBe(true);
});
