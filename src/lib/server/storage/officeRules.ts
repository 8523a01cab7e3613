// What in the XML of a DOCX, XLSX or ODT file says who wrote it, on which machine, or fetches
// something when the file is opened. Sources: ECMA-376 parts 1 and 2, Microsoft's [MS-DOCX] and
// [MS-XLSX] extensions, OASIS OpenDocument 1.3.
import { decodeXml, rewriteXml, rootOf, type XmlRule } from './rewriteXml.ts';

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const NOBODY = 'Author';

/** Parts that exist only to describe the document, by their root: what takes their place. */
const EMPTY_PARTS: Record<string, (xml: string) => string | undefined> = {
	coreProperties: () =>
		'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>',
	Properties: (xml) =>
		xml.includes('custom-properties') || xml.includes('customProperties')
			? '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>'
			: '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>',
	people: () => '<w15:people xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"/>',
	'document-meta': () =>
		'<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.3"><office:meta/></office:document-meta>'
};

/** Elements of ODF whose text is a person or a property of one. */
const ODF_PERSON =
	/^(?:creator|creator-initials|sender-.+|author-name|author-initials|initial-creator|printed-by|user-defined)$/;

const REMOVED_RELATIONS =
	/\/(?:attachedTemplate|printerSettings|mailMergeSource|mailMergeHeaderSource|digital-signature\/[a-z]+)["']/;

const documentRule: XmlRule = {
	attribute(element, name, value) {
		if (name === 'author' || name === 'chg-author') return NOBODY;
		if (name === 'initials') return 'A';
		if (name === 'userId' || name === 'userName') return NOBODY;
		if (name === 'providerId') return 'None';
		if (element === 'person' && name === 'displayName') return NOBODY;
		// Word's save counters are the same in all documents of one machine's copy.
		if (name.startsWith('rsid')) return null;
		if (/^rsid(?:Root)?$/.test(element) && name === 'val') return '00000000';
		if (element === 'absPath' && name === 'url') return '';
		if (element === 'docVar' && name === 'val') return '';
		// The printer's settings are taken out of a workbook, so nothing may point at them.
		if (element === 'pageSetup' && name === 'id') return null;
		if (name === 'docname' || name === 'export-filename') return '';
		if (element === 'dbPr' && name === 'connection') return '';
		if (element === 'webPr' && name === 'url') return '';
		if (name === 'sourceFile' || name === 'odcFile') return '';
		if (name === 'href' || name === 'src')
			return isLocalPath(value) || (element !== 'a' && isRemote(value)) ? 'about:blank' : undefined;
		return undefined;
	},
	text(element, tag) {
		if (element === 'author') return NOBODY;
		if (ODF_PERSON.test(element)) return '';
		if (element === 'config-item' && /["']Printer(?:Name|Setup)["']/.test(tag)) return '';
		return undefined;
	},
	drop: (element, tag) =>
		element === 'attachedTemplate' ||
		element === 'mailMerge' ||
		(element === 'Override' && /printerSettings|_xmlsignatures/.test(tag))
};

const svgRule: XmlRule = {
	...documentRule,
	drop: (element) => element === 'metadata' || element === 'script'
};

const relationsRule: XmlRule = {
	drop(element, tag) {
		// Letters written as numbers would hide a target from the patterns here.
		if (tag.includes('&#')) throw new Error('a relationship in disguise');
		return element === 'Relationship' && REMOVED_RELATIONS.test(tag);
	},
	/** Links a reader may follow stay; files on a disk and content fetched on opening do not. */
	attribute(_element, name, value, tag) {
		if (name !== 'Target' || !/\sTargetMode\s*=\s*["']External["']/.test(tag)) return undefined;
		const followed = /\/hyperlink["']/.test(tag) && /^(?:https?:|mailto:|#)/i.test(value);
		return followed ? undefined : 'about:blank';
	}
};

/** One XML part of an office document, rewritten. Throws when it cannot be read in full. */
export function cleanXmlPart(name: string, bytes: Uint8Array): Uint8Array {
	return new TextEncoder().encode(rewrite(name, decodeXml(bytes)));
}

function rewrite(name: string, xml: string): string {
	const root = rootOf(xml);
	if (root === undefined) throw new Error('an XML part without an element');
	if (/^customXml\/item\d+\.xml$/i.test(name)) return `${HEAD}<item/>`;
	const empty = Object.hasOwn(EMPTY_PARTS, root) ? EMPTY_PARTS[root]?.(xml) : undefined;
	if (empty !== undefined) return HEAD + empty;
	if (root === 'Relationships') return rewriteXml(xml, relationsRule);
	if (root === 'svg') return rewriteXml(xml, svgRule);
	return rewriteXml(root === 'comments' ? forgetNames(xml) : xml, documentRule);
}

/** Excel begins the text of a note with the name of its author. */
function forgetNames(xml: string): string {
	const names = [...xml.matchAll(/<(?:\w+:)?author>([^<]+)</g)].flatMap(([, name]) => name ?? []);
	return names.reduce((text, name) => text.replaceAll(`>${name}:`, `>${NOBODY}:`), xml);
}

function isLocalPath(address: string): boolean {
	return /^(?:file:|[a-z]:[\\/]|\\\\|\/[a-z]:)/i.test(address);
}

/** Anything but a link the reader clicks would be fetched when the document is opened. */
function isRemote(address: string): boolean {
	return /^(?:https?:|ftp:|\/\/)/i.test(address);
}
