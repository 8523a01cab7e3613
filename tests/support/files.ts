// Real files with something in them that must not stay, built anew for each test.
import { inflateSync } from 'node:zlib';
import { unzipSync, zipSync, strToU8, type Zippable } from 'fflate';
import { AFRelationship, PDFDocument, PDFName, PDFString, StandardFonts } from 'pdf-lib';
import sharp from 'sharp';

/** Who must not be found in a cleaned file. */
export const AUTHOR = 'Aisyah Binti Rahsia';
/** A sentence of the content, which must still be there. */
export const CONTENT = 'The bill was tabled without any consultation.';

const xmlHead = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

/** 40 × 20 pixels with a camera's model, an author and the place in EXIF, and a turned camera. */
export async function picture(format: 'jpeg' | 'png' | 'webp'): Promise<Uint8Array> {
	const pixels = sharp({
		create: { width: 40, height: 20, channels: 3, background: { r: 200, g: 30, b: 60 } }
	});
	const tagged = pixels.withMetadata({ orientation: 6 }).withExifMerge({
		IFD0: { Artist: AUTHOR, Model: 'Rahsia Camera' },
		IFD3: {
			GPSLatitudeRef: 'N',
			GPSLatitude: '3/1 8/1 24/1',
			GPSLongitudeRef: 'E',
			GPSLongitude: '101/1 41/1 12/1'
		}
	});
	return new Uint8Array(await tagged.toFormat(format).toBuffer());
}

/** One page with a remark, a photograph and everything that names its author or runs. */
export async function pdf(): Promise<Uint8Array> {
	const document = await PDFDocument.create();
	document.setAuthor(AUTHOR);
	document.setTitle(`Draft of ${AUTHOR}`);
	const page = document.addPage([300, 200]);
	page.setFont(await document.embedFont(StandardFonts.Helvetica));
	page.drawText(CONTENT, { x: 10, y: 100, size: 9 });
	page.drawImage(await document.embedJpg(await picture('jpeg')), { x: 10, y: 10 });
	document.addJavaScript('hello', `app.alert("${AUTHOR}")`);
	await document.attach(strToU8(`attached by ${AUTHOR}`), 'attached.txt', {
		afRelationship: AFRelationship.Source
	});
	const { context } = document;
	const xmp = context.stream(`<x:xmpmeta xmlns:x="adobe:ns:meta/">${AUTHOR}</x:xmpmeta>`, {
		Type: 'Metadata',
		Subtype: 'XML'
	});
	document.catalog.set(PDFName.of('Metadata'), context.register(xmp));
	page.node.set(PDFName.of('PieceInfo'), context.obj({ Word: { Who: PDFString.of(AUTHOR) } }));
	document.catalog.set(
		PDFName.of('OpenAction'),
		context.obj({ S: 'JavaScript', JS: PDFString.of(`app.alert("${AUTHOR}")`) })
	);
	const remark = context.obj({
		Type: 'Annot',
		Subtype: 'Text',
		Rect: [10, 10, 30, 30],
		T: PDFString.of(AUTHOR),
		Contents: PDFString.of('A remark that stays')
	});
	page.node.set(PDFName.of('Annots'), context.obj([context.register(remark)]));
	return document.save({ useObjectStreams: false });
}

const relation = (id: string, type: string, target: string, mode = '') =>
	`<Relationship Id="${id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="${target}"${mode}/>`;
const relations = (...items: string[]) =>
	`${xmlHead}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${items.join('')}</Relationships>`;
const contentTypes = (main: string, path: string) =>
	`${xmlHead}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="jpeg" ContentType="image/jpeg"/><Default Extension="bin" ContentType="application/octet-stream"/><Override PartName="${path}" ContentType="application/vnd.openxmlformats-officedocument.${main}.main+xml"/></Types>`;
const properties = () => ({
	'docProps/core.xml': strToU8(
		`${xmlHead}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>${AUTHOR}</dc:creator></cp:coreProperties>`
	),
	'docProps/app.xml': strToU8(
		`${xmlHead}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Company>${AUTHOR}</Company></Properties>`
	),
	'docProps/custom.xml': strToU8(
		`${xmlHead}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"><property name="Owner"><v>${AUTHOR}</v></property></Properties>`
	)
});
const w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';

/** A Word document with a tracked change, a comment, a photograph and its template's path. */
export async function docxParts(): Promise<Zippable> {
	const who = `w:author="${AUTHOR}" w:initials='${AUTHOR}' w:date="2026-03-01T10:00:00Z"`;
	return {
		'[Content_Types].xml': strToU8(contentTypes('wordprocessingml.document', '/word/document.xml')),
		'_rels/.rels': strToU8(relations(relation('rId1', 'officeDocument', 'word/document.xml'))),
		...properties(),
		'word/document.xml': strToU8(
			`${xmlHead}<!-- ${AUTHOR} --><w:document ${w}><w:body><w:p w:rsidR="00AB12CD"><w:r><w:t>${CONTENT} w:author="kept"</w:t></w:r><w:ins w:id="1" ${who}><w:r><w:t>An addition.</w:t></w:r></w:ins></w:p></w:body></w:document>`
		),
		'word/_rels/document.xml.rels': strToU8(
			relations(
				relation('rId1', 'hyperlink', 'https://example.org/law', ' TargetMode="External"'),
				relation('rId2', 'image', 'https://track.example/x.png', ' TargetMode="External"')
			)
		),
		'word/comments.xml': strToU8(
			`${xmlHead}<w:comments ${w}><w:comment w:id="0" ${who}><w:p><w:r><w:t>A comment.</w:t></w:r></w:p></w:comment></w:comments>`
		),
		'word/people.xml': strToU8(
			`${xmlHead}<w15:people xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"><w15:person w15:author="${AUTHOR}"><w15:presenceInfo w15:providerId="AD" w15:userId="${AUTHOR}"/></w15:person></w15:people>`
		),
		'word/settings.xml': strToU8(
			`${xmlHead}<w:settings ${w} xmlns:r="urn:r"><w:attachedTemplate r:id="rId1"/></w:settings>`
		),
		'word/_rels/settings.xml.rels': strToU8(
			relations(
				relation(
					'rId1',
					'attachedTemplate',
					`file:///C:/Users/${AUTHOR}/Normal.dotm`,
					' TargetMode="External"'
				)
			)
		),
		'word/media/image1.jpeg': await picture('jpeg')
	};
}

/** A workbook with a note, a person, the path it was saved under and a printer. */
export function xlsxParts(): Zippable {
	const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
	return {
		'[Content_Types].xml': strToU8(contentTypes('spreadsheetml.sheet', '/xl/workbook.xml')),
		'_rels/.rels': strToU8(relations(relation('rId1', 'officeDocument', 'xl/workbook.xml'))),
		...properties(),
		'xl/workbook.xml': strToU8(
			`${xmlHead}<workbook ${main} xmlns:x="urn:x"><x:absPath url="C:\\Users\\${AUTHOR}\\"/><sheets><sheet name="Answers" sheetId="1"/></sheets></workbook>`
		),
		'xl/worksheets/sheet1.xml': strToU8(
			`${xmlHead}<worksheet ${main} xmlns:r="urn:r"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>${CONTENT}</t></is></c></row></sheetData><pageSetup orientation="portrait" r:id="rId1"/></worksheet>`
		),
		'xl/worksheets/_rels/sheet1.xml.rels': strToU8(
			relations(relation('rId1', 'printerSettings', '../printerSettings/printerSettings1.bin'))
		),
		'xl/printerSettings/printerSettings1.bin': strToU8(`\\\\office\\${AUTHOR}`),
		'xl/metadata.xml': strToU8(`${xmlHead}<metadata ${main}><metadataTypes count="0"/></metadata>`),
		'xl/comments1.xml': strToU8(
			`${xmlHead}<comments ${main}><authors><author>${AUTHOR}</author></authors><commentList><comment ref="A1" authorId="0"><text><r><t>${AUTHOR}:</t></r><r><t>A note.</t></r></text></comment></commentList></comments>`
		),
		'xl/persons/person.xml': strToU8(
			`${xmlHead}<personList xmlns="urn:p"><person displayName="${AUTHOR}" id="{1}" userId="${AUTHOR}" providerId="AD"/></personList>`
		)
	};
}

/** A text document of LibreOffice with a remark. */
export function odtParts(): Zippable {
	const names =
		'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"';
	return {
		mimetype: [strToU8('application/vnd.oasis.opendocument.text'), { level: 0 }],
		'content.xml': strToU8(
			`${xmlHead}<office:document-content ${names}><office:body><office:text><text:p>${CONTENT}<office:annotation><dc:creator>${AUTHOR}</dc:creator><text:p>A remark.</text:p></office:annotation></text:p></office:text></office:body></office:document-content>`
		),
		'meta.xml': strToU8(
			`${xmlHead}<office:document-meta ${names}><office:meta><dc:creator>${AUTHOR}</dc:creator></office:meta></office:document-meta>`
		),
		'META-INF/manifest.xml': strToU8(
			`${xmlHead}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>`
		)
	};
}

/** A package of the given parts. */
export const zip = (parts: Zippable): Uint8Array => zipSync(parts);

/** All a package or a PDF holds, inflated, one byte one letter. */
export function textInside(bytes: Uint8Array): string {
	const latin = (part: Uint8Array) => Buffer.from(part).toString('latin1');
	if (bytes[0] === 0x50)
		return Object.entries(unzipSync(bytes))
			.map(([name, part]) => `${name}\n${latin(part)}`)
			.join('\n');
	const raw = latin(bytes);
	const inflated = [...raw.matchAll(/stream\r?\n([^]*?)endstream/g)].map(([, stream = '']) => {
		try {
			return latin(inflateSync(Buffer.from(stream, 'latin1')));
		} catch {
			return '';
		}
	});
	return [raw, ...inflated].join('\n');
}

/** Whether a text stands in the bytes, as letters or as a PDF's hexadecimal UTF-16. */
export function holds(bytes: Uint8Array, text: string): boolean {
	const hex = Buffer.from(text, 'utf16le').swap16().toString('hex').toUpperCase();
	const inside = textInside(bytes);
	return inside.includes(text) || inside.toUpperCase().includes(hex);
}
