// What in the dictionaries of a PDF names a person or runs. Source: ISO 32000-1, 7.7.2 (catalogue),
// 12.5 (annotations), 12.6 (actions), 12.8 (signatures), 14.3 (metadata), 14.5 (page-piece).
import { PDFDict, PDFHexString, PDFName, PDFString } from 'pdf-lib';

/** Keys whose dictionaries map free names to objects. */
export const MAP_KEYS: ReadonlySet<string> = new Set([
	...['Font', 'XObject', 'ExtGState', 'ColorSpace', 'Pattern', 'Shading', 'Properties'],
	...['Dests', 'CharProcs', 'RoleMap', 'ClassMap', 'Colorants']
]);

const REMOVED = [
	...['Metadata', 'PieceInfo', 'LastModified', 'SpiderInfo', 'Thumb'],
	...['OpenAction', 'AA', 'JavaScript', 'JS', 'XFA'],
	...['EmbeddedFiles', 'EF', 'AF', 'Collection', 'RichMediaContent', 'RichMediaSettings'],
	...['Perms', 'DSS', 'Legal']
];

/** Actions that run a program, leave the document or send something away. */
const ACTIONS = new Set([
	...['JavaScript', 'Launch', 'SubmitForm', 'ImportData', 'GoToR', 'GoToE'],
	...['Rendition', 'RichMediaExecute', 'Movie', 'Sound']
]);

/** Takes out of one dictionary what must not stay, in place. With `freeKeys` its keys mean nothing. */
export function cleanDict(dict: PDFDict, freeKeys: boolean) {
	if (runs(dict) || nameOf(dict, 'Type') === 'Sig') {
		// An empty action does nothing, an empty signature signs nothing; both are allowed to stand.
		for (const key of dict.keys()) dict.delete(key);
		return;
	}
	if (freeKeys) return;
	for (const key of REMOVED) dict.delete(PDFName.of(key));
	if (nameOf(dict, 'FT') === 'Sig') dict.delete(PDFName.of('V'));
	if (isRemark(dict))
		for (const key of ['T', 'M', 'CreationDate', 'NM', 'FS', 'Sound', 'Movie'])
			dict.delete(PDFName.of(key));
}

function runs(dict: PDFDict): boolean {
	const action = nameOf(dict, 'S');
	if (action === 'URI') return !isWebAddress(dict);
	return action !== undefined && ACTIONS.has(action);
}

/** Addresses of files on a disk name their owner, and scripts hide behind `javascript:`. */
function isWebAddress(dict: PDFDict): boolean {
	const address = dict.lookup(PDFName.of('URI'));
	if (!(address instanceof PDFString || address instanceof PDFHexString)) return false;
	const text = address.decodeText();
	return /^(?:https?:|mailto:|tel:)/i.test(text) || !/^\s*[a-z][a-z0-9+.-]*:/i.test(text);
}

/** An annotation that a reader made. In a form's field the same key is the name of the field. */
function isRemark(dict: PDFDict): boolean {
	const subtype = nameOf(dict, 'Subtype');
	if (subtype === undefined || subtype === 'Widget' || subtype === 'Link') return false;
	return nameOf(dict, 'Type') === 'Annot' || dict.has(PDFName.of('Rect'));
}

function nameOf(dict: PDFDict, key: string): string | undefined {
	const value = dict.lookup(PDFName.of(key));
	return value instanceof PDFName ? value.decodeText() : undefined;
}
