import { zipSync, type Zippable } from 'fflate';
import { cleanImage, type ImageFormat } from './cleanImage.ts';
import { cleanXmlPart } from './officeRules.ts';
import { newZipBudget, readZip, type ZipBudget, type ZipPart } from './readZip.ts';
import { sniffPart } from './sniff.ts';
import { refusal } from './upload.ts';

export type OfficeExtension = 'docx' | 'xlsx' | 'odt';

const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml';
const EXCEL = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml';
const TEXT_DOCUMENT = 'application/vnd.oasis.opendocument.text';

// Macros of Word and Excel, controls, and the programs inside an ODF document.
const PROGRAM =
	/(?:^|\/)(?:vbaProject[^/]*\.bin|vbaData\.xml|activeX\/.*|macrosheets\/.*)$|^(?:Basic|Scripts)\//i;
// The name of a printer and the certificate of a signature, which the rewriting breaks anyway.
const LEFT_OUT =
	/(?:^|\/)printerSettings\d*\.bin$|^_xmlsignatures\/|^META-INF\/[^/]*signatures\.xml$/i;
const XML_NAME = /(?:\.(?:xml|rels|vml|svg|rdf|psmdcp)|^mimetype)$/i;
const PICTURES: Record<string, ImageFormat> = {
	jpg: 'jpeg',
	png: 'png',
	apng: 'png',
	webp: 'webp',
	gif: 'gif',
	tif: 'tiff'
};
// A document in a document (the data of a chart) is usual; a third level is not.
const MAX_DEPTH = 2;

/**
 * A DOCX, XLSX or ODT file written anew from its cleaned parts. Throws the refusals
 * `type_not_allowed` (another package, macros, embedded programs), `too_large`, `encrypted`.
 */
export async function cleanOffice(
	bytes: Uint8Array,
	budget: ZipBudget = newZipBudget(),
	depth = 1
): Promise<{ bytes: Uint8Array; extension: OfficeExtension }> {
	if (depth > MAX_DEPTH) throw refusal('type_not_allowed');
	const parts = readZip(bytes, budget);
	const extension = extensionOf(parts);
	if (parts.some(({ name }) => PROGRAM.test(name))) throw refusal('type_not_allowed');
	const cleaned: Zippable = Object.create(null) as Zippable;
	for (const part of mimetypeFirst(parts)) {
		if (LEFT_OUT.test(part.name)) continue;
		// ODF wants its first file uncompressed, so that a type can be read off the raw bytes.
		const level = part.name === 'mimetype' ? 0 : 6;
		cleaned[part.name] = [await cleanPart(part, budget, depth), { level }];
	}
	// One date for all files, the earliest that a ZIP can hold.
	return { bytes: zipSync(cleaned, { mtime: new Date(1980, 0, 1) }), extension };
}

/** The type by what the package declares of itself, not by a file's name. */
function extensionOf(parts: ZipPart[]): OfficeExtension {
	const read = (name: string) => {
		const found = parts.find((part) => part.name === name);
		return found ? new TextDecoder().decode(found.bytes) : undefined;
	};
	if (read('mimetype') === TEXT_DOCUMENT && read('content.xml') !== undefined) {
		if (read('META-INF/manifest.xml')?.includes('encryption-data')) throw refusal('encrypted');
		return 'odt';
	}
	const types = read('[Content_Types].xml') ?? '';
	// Excel on the web lists macro types as defaults of endings it then does not use; what a part is
	// overridden to be is meant.
	if (/<(?:\w+:)?Override\s[^>]*(?:macroEnabled|vbaProject)/i.test(types))
		throw refusal('type_not_allowed');
	const word = types.includes(WORD);
	const excel = types.includes(EXCEL);
	if (word === excel) throw refusal('type_not_allowed');
	return word ? 'docx' : 'xlsx';
}

function mimetypeFirst(parts: ZipPart[]): ZipPart[] {
	return parts.toSorted((a, b) => Number(b.name === 'mimetype') - Number(a.name === 'mimetype'));
}

async function cleanPart(part: ZipPart, budget: ZipBudget, depth: number): Promise<Uint8Array> {
	const { name, bytes } = part;
	if (name === 'mimetype' || bytes.byteLength === 0) return bytes;
	if (XML_NAME.test(name)) return cleanXmlPart(name, bytes);
	const found = await sniffPart(bytes);
	if (found === 'zip') return (await cleanOffice(bytes, budget, depth + 1)).bytes;
	const format = found === undefined ? undefined : PICTURES[found];
	if (format) return cleanImage(bytes, format, { orient: false });
	// Windows metafiles and fonts are left alone. Any other kind of file (OLE objects, films, PDF)
	// could carry what we do not know how to take out.
	const harmless = found === undefined || /^(?:emf|wmf|ttf|otf|woff2?)$/.test(found);
	if (!harmless) throw refusal('type_not_allowed');
	return bytes;
}
