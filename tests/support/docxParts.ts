import { XMLValidator } from 'fast-xml-parser';
import { unzipSync } from 'fflate';
import { decodeXML } from 'entities';

/** The XML parts of a Word file by name. Throws where one is not well-formed. */
export function partsOf(docx: Uint8Array): Record<string, string> {
	const files = Object.entries(unzipSync(docx)).filter(([name]) => /\.(xml|rels)$/.test(name));
	return Object.fromEntries(
		files.map(([name, bytes]) => {
			const xml = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
			const verdict = XMLValidator.validate(xml);
			if (verdict !== true) throw new Error(`${name}: ${verdict.err.msg}`);
			return [name, xml];
		})
	);
}

/** What a part says, a paragraph a line. */
export function saidIn(xml: string): string {
	return xml
		.split('</w:p>')
		.map((paragraph) =>
			[...paragraph.matchAll(/<w:t(?: [^>]*)?>([^<]*)<\/w:t>|<w:(?:tab|br)\/>/g)]
				.map(([, text]) => decodeXML(text ?? ' '))
				.join('')
		)
		.join('\n');
}

/** What a reader of the document reads in its text and its notes. */
export function readDocx(docx: Uint8Array): string {
	const parts = partsOf(docx);
	return ['word/document.xml', 'word/footnotes.xml']
		.map((name) => saidIn(parts[name] ?? ''))
		.join('\n');
}
