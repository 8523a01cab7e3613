import { zipSync } from 'fflate';
import mammoth from 'mammoth';
import type { DocumentBlock } from '../../transcripts/documentBlocks.ts';
import { WORKBOOK_LIMITS } from '../workbooks/limits.ts';
import { openZip } from '../workbooks/openZip.ts';

/** What mammoth gives of a document; https://github.com/mwilliamson/mammoth.js, lib/documents.js. */
interface Element {
	type: string;
	children?: Element[];
	value?: string;
	breakType?: string;
}

/** Parts with words and how they hang together; pictures and the rest are left where they are. */
const PARTS =
	/^(?:\[content_types\]\.xml|_rels\/\.rels|word\/[^/]+\.xml|word\/_rels\/[^/]+\.rels)$/i;

/** Whether a ZIP package is a document of Word. */
export function isDocx(bytes: Uint8Array): boolean {
	try {
		return openZip(bytes, WORKBOOK_LIMITS).names.some((name) =>
			/^word\/document\d*\.xml$/i.test(name)
		);
	} catch {
		return false;
	}
}

/**
 * Paragraphs and tables of a document, without what was deleted, comments, headers and notes. The
 * package is opened by our own reader, which inflates nothing beyond its limits, and handed on
 * uncompressed.
 * @throws a refusal of workbooks/refusal.ts, or any error where the document is damaged
 */
export async function readDocx(bytes: Uint8Array): Promise<DocumentBlock[]> {
	const zip = openZip(bytes, WORKBOOK_LIMITS);
	const parts: Record<string, Uint8Array> = {};
	for (const name of zip.names) if (PARTS.test(name)) parts[name] = zip.read(name)!;
	const plain = zipSync(parts, { level: 0 });
	let found: Element = { type: 'document' };
	await mammoth.convertToHtml(
		{ buffer: Buffer.from(plain) },
		{
			transformDocument(document: Element) {
				found = document;
				// The words are taken here: nothing is left to write as HTML.
				return { ...document, children: [] };
			}
		}
	);
	return (found.children ?? []).flatMap(blocksOf);
}

function blocksOf(element: Element): DocumentBlock[] {
	if (element.type === 'table') return [{ rows: rowsOf(element) }];
	return element.type === 'paragraph'
		? [{ text: textOf(element) }]
		: (element.children ?? []).flatMap(blocksOf);
}

const rowsOf = (table: Element): string[][] =>
	(table.children ?? [])
		.filter(({ type }) => type === 'tableRow')
		.map(({ children = [] }) =>
			children.map((cell) => (cell.children ?? []).map(textOf).join('\n').trim())
		);

function textOf(element: Element): string {
	if (element.type === 'text') return element.value ?? '';
	if (element.type === 'tab') return '\t';
	if (element.type === 'break') return '\n';
	const joined = (element.children ?? []).map(textOf);
	return joined.join(element.type === 'table' || element.type === 'tableRow' ? '\n' : '');
}
