import { packZip } from './packZip.ts';
import {
	contentTypesPart,
	corePart,
	footerPart,
	footnotesPart,
	headerPart,
	numberingPart,
	packagePart,
	relationshipsPart,
	settingsPart,
	stylesPart
} from './parts.ts';
import type { Writing } from './writing.ts';
import { paragraph } from './xml.ts';

const RUNNING_EMPTY = paragraph('Running', '');

/** What was written, as the file it is: the same parts in the same order give the same bytes. */
export function packDocx(
	writing: Writing,
	written: {
		document: readonly string[];
		header: string;
		footer: string;
		core: Parameters<typeof corePart>[0];
	}
): Uint8Array {
	const { relations } = writing;
	const parts: [string, string][] = [
		['[Content_Types].xml', contentTypesPart()],
		['_rels/.rels', packagePart()],
		['docProps/core.xml', corePart(written.core)],
		['word/_rels/document.xml.rels', relationshipsPart(relations.text)],
		['word/styles.xml', stylesPart(writing.language)],
		['word/numbering.xml', numberingPart(writing.lists)],
		['word/settings.xml', settingsPart()],
		['word/footnotes.xml', footnotesPart(writing.footnotes)],
		['word/_rels/footnotes.xml.rels', relationshipsPart(relations.notes)],
		['word/header1.xml', written.header],
		['word/header2.xml', headerPart(RUNNING_EMPTY)],
		['word/footer1.xml', written.footer],
		['word/footer2.xml', footerPart(RUNNING_EMPTY)]
	];
	// A piece at a time: most are of one byte a letter, and stay so only by themselves.
	const document = Buffer.concat(written.document.map((piece) => Buffer.from(piece)));
	return packZip([
		...parts.map(([name, xml]) => ({ name, bytes: Buffer.from(xml) })),
		{ name: 'word/document.xml', bytes: document },
		...writing.pictures.map(({ png }, at) => ({
			...{ name: `word/media/${at + 1}.png`, bytes: png, isPacked: true }
		}))
	]);
}
