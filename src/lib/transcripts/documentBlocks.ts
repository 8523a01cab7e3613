import { type Cue, type TranscriptWarning, warn } from './cue.ts';
import { type Paragraph, cuesOfParagraphs } from './plainText.ts';
import { isTiming, parseSubRip } from './subRip.ts';
import { columnsOf, cuesOfRows } from './tableRows.ts';
import { rowsOfText } from './textTable.ts';
import { nameAbove } from './voices.ts';

/** What a document is made of, in its order: a paragraph's text, or a table's cells. */
export type DocumentBlock = { text: string } | { rows: string[][] };

/**
 * The turns of a document: paragraphs that begin with a name, tables with columns for time, speaker
 * and words, or what a program wrote that transcribes by itself.
 */
export function cuesOfBlocks(blocks: readonly DocumentBlock[]): {
	cues: Cue[];
	warnings: TranscriptWarning[];
} {
	const warnings: TranscriptWarning[] = [];
	if (!blocks.some((block) => 'rows' in block)) return cuesOfText(blocks);
	const cues: Cue[] = [];
	let waiting: Paragraph[] = [];
	const takeParagraphs = () => {
		const found = cuesOfParagraphs(waiting);
		cues.push(...found.cues);
		waiting = [];
	};
	let head: string[] | undefined;
	for (const block of blocks) {
		if ('text' in block) {
			waiting.push(...linesOf(block.text));
			continue;
		}
		// A table that goes on after a page's heading has its heads at its beginning only.
		const own = block.rows.find((row) => columnsOf(row) !== null);
		const rows =
			!own && head?.length === block.rows[0]?.length && head ? [head, ...block.rows] : block.rows;
		head = own ?? head;
		const found = cuesOfRows(rows, warnings);
		if (found) {
			takeParagraphs();
			cues.push(...found);
		} else waiting.push(...block.rows.flat().flatMap(linesOf));
	}
	takeParagraphs();
	if (cues.length > 0 && cues.every(({ speaker }) => speaker === null))
		warn(warnings, 'no_speakers', 'No speaker is named in this file.');
	return { cues, warnings };
}

/** Lines of one paragraph that its writer broke are paragraphs too. */
const linesOf = (text: string): Paragraph[] =>
	text.split('\n').map((line) => ({ text: line, isApart: true }));

function cuesOfText(blocks: readonly DocumentBlock[]) {
	const paragraphs = blocks.flatMap((block) => ('text' in block ? linesOf(block.text) : []));
	const text = paragraphs.map((each) => each.text).join('\n');
	if (paragraphs.filter((each) => isTiming(each.text)).length >= 2) {
		const found = parseSubRip(text);
		return { ...found, cues: nameAbove(found.cues) };
	}
	const warnings: TranscriptWarning[] = [];
	const rows = rowsOfText(text);
	const table = rows && cuesOfRows(rows, warnings);
	return table ? { cues: table, warnings } : cuesOfParagraphs(paragraphs);
}
