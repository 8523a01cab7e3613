import {
	ParseSpeeds,
	PDFArray,
	PDFDict,
	PDFDocument,
	PDFInvalidObject,
	PDFName,
	PDFRawStream,
	PDFRef,
	PDFStream,
	decodePDFRawStream,
	type PDFContext,
	type PDFObject
} from 'pdf-lib';
import { cleanDict, MAP_KEYS } from './pdfRules.ts';
import { stripJpeg } from './stripJpeg.ts';
import { refusal } from './upload.ts';

/**
 * A PDF written anew from the objects its pages need, without descriptions of the document or of
 * its objects, authors of remarks, scripts, embedded files and earlier revisions. Pictures keep
 * their pixels. Throws the refusal `encrypted`, or an error when an object cannot be read.
 */
export async function cleanPdf(bytes: Uint8Array): Promise<Uint8Array> {
	const document = await load(bytes);
	const { context } = document;
	// The trailer names the author's dictionary and an id that all copies of the file share.
	context.trailerInfo.Info = undefined;
	context.trailerInfo.ID = undefined;
	const reached = cleanReachable(context, document.catalog);
	// What no page reaches is an older revision or something cut off above: it must not be kept.
	for (const [ref] of context.enumerateIndirectObjects())
		if (!reached.has(ref)) context.delete(ref);
	// A file without a page is nothing that anybody can look at.
	if (document.getPageCount() === 0) throw new Error('no page');
	return document.save({ addDefaultPage: false, updateFieldAppearances: false });
}

async function load(bytes: Uint8Array): Promise<PDFDocument> {
	const document = await PDFDocument.load(bytes, {
		updateMetadata: false,
		ignoreEncryption: true,
		parseSpeed: ParseSpeeds.Fastest
	}).catch((error: unknown) => {
		// Packed objects of an encrypted file do not even parse.
		throw Buffer.from(bytes).includes('/Encrypt') ? refusal('encrypted') : error;
	});
	if (document.isEncrypted) throw refusal('encrypted');
	return document;
}

/** Cleans every object that the catalogue leads to; returns the references among them. */
function cleanReachable(context: PDFContext, catalog: PDFDict): Set<PDFRef> {
	const reached = new Set<PDFRef>();
	const seen = new Set<PDFObject>();
	const waiting: { object: PDFObject | undefined; key: string }[] = [];
	if (context.trailerInfo.Root) waiting.push({ object: context.trailerInfo.Root, key: 'Root' });
	waiting.push({ object: catalog, key: 'Root' });
	for (let next = waiting.pop(); next; next = waiting.pop()) {
		const { object, key } = next;
		if (!object || seen.has(object)) continue;
		seen.add(object);
		if (object instanceof PDFInvalidObject) throw new Error('an object cannot be read');
		if (object instanceof PDFRef) {
			reached.add(object);
			const target = context.lookup(object);
			if (target instanceof PDFRawStream) cleanPicture(context, object, target);
			waiting.push({ object: context.lookup(object), key });
		} else if (object instanceof PDFArray) {
			for (const item of object.asArray()) waiting.push({ object: item, key });
		} else {
			const dict = object instanceof PDFStream ? object.dict : object;
			if (!(dict instanceof PDFDict)) continue;
			// In a table of names the keys are free words, not the ones that have a meaning.
			cleanDict(dict, MAP_KEYS.has(key));
			for (const [name, value] of dict.entries())
				waiting.push({ object: value, key: name.decodeText() });
		}
	}
	return reached;
}

/** A photograph sits in a PDF as the camera's own file, with its EXIF and its place. */
function cleanPicture(context: PDFContext, ref: PDFRef, stream: PDFRawStream) {
	const filter = stream.dict.lookup(PDFName.of('Filter'));
	const filters = filter instanceof PDFArray ? filter.asArray().map(follow) : [filter];
	const last = filters.at(-1);
	if (!(last instanceof PDFName)) return;
	const name = last.decodeText();
	// JPEG 2000 has its own places for metadata, which nothing here can read.
	if (name === 'JPXDecode') throw refusal('type_not_allowed');
	if (name !== 'DCTDecode' && name !== 'DCT') return;
	const outer = filters.slice(0, -1).filter((item) => item !== undefined);
	const jpeg = outer.length === 0 ? stream.contents : unwrap(context, stream, outer);
	const dict = stream.dict.clone(context);
	dict.set(PDFName.of('Filter'), PDFName.of('DCTDecode'));
	if (outer.length > 0) dict.delete(PDFName.of('DecodeParms'));
	context.assign(ref, PDFRawStream.of(dict, stripJpeg(jpeg)));

	function follow(item: PDFObject) {
		return item instanceof PDFRef ? context.lookup(item) : item;
	}
}

/** The JPEG out of the filters around it (some writers add ASCII85 or Flate). */
function unwrap(context: PDFContext, stream: PDFRawStream, outer: PDFObject[]): Uint8Array {
	const dict = context.obj({});
	const filters = PDFArray.withContext(context);
	for (const filter of outer) filters.push(filter);
	dict.set(PDFName.of('Filter'), filters);
	return decodePDFRawStream(PDFRawStream.of(dict, stream.contents)).decode();
}
