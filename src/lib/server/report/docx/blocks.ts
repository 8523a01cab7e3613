/** Paragraphs, lists, quotes and tables of the text. */
import type { TextBlock } from '#lib/report/content.ts';
import { DEEPEST, LIST_INDENT, type StyleId, TABLE_STYLE, TEXT_WIDTH, styleOf } from './look.ts';
import { heightOf } from './pages.ts';
import { BULLETS, orderedList } from './parts.ts';
import { type Writing, drawInline, placeHeading, runsOf, takeSaid } from './writing.ts';
import { type ParagraphLook, cell, paragraph, row, table } from './xml.ts';

/** Where a block stands: what its paragraphs look like, and how deep in lists it is. */
interface Place {
	style?: StyleId;
	depth: number;
	isNote?: boolean;
	/** Of the first paragraph of a list's item. */
	list?: ParagraphLook['list'];
}

/** The blocks of a text as paragraphs and tables of the document. */
export function drawBlocks(
	writing: Writing,
	blocks: readonly TextBlock[],
	at: Place = { depth: 0 }
): string {
	return blocks
		.map((block, index) => drawBlock(writing, block, index === 0 ? at : { ...at, list: undefined }))
		.join('');
}

function drawBlock(writing: Writing, block: TextBlock, at: Place): string {
	const { style = 'Normal', depth, isNote } = at;
	switch (block.kind) {
		case 'paragraph':
			return close(writing, at, drawInline(writing, block.content, {}, { isNote }));
		case 'heading':
			return isNote
				? close(writing, at, drawInline(writing, block.content, { isBold: true }, { isNote }))
				: placeHeading(writing, block.level, drawInline(writing, block.content));
		case 'list': {
			const number = block.isOrdered ? orderedList(++writing.lists) : BULLETS;
			const level = Math.min(depth, DEEPEST);
			return block.items
				.map((item) =>
					drawBlocks(writing, startingWithWords(item), {
						...{ style, isNote, depth: depth + 1, list: { number, level } }
					})
				)
				.join('');
		}
		case 'quote':
			return drawBlocks(writing, block.content, { depth, isNote, style: isNote ? style : 'Quote' });
		case 'table':
			return isNote ? drawLines(writing, block, at) : drawWordTable(writing, block);
	}
}

/** A paragraph of the text, or of a footnote, which stands on no page of its own. */
function close(writing: Writing, at: Place, runs: string): string {
	const { style = 'Normal', depth, isNote, list } = at;
	const left = depth > 0 ? LIST_INDENT * Math.min(depth, DEEPEST + 1) : undefined;
	const words = takeSaid(writing);
	if (isNote) writing.pages.note(words);
	else writing.pages.paragraph(style, words, { left });
	return paragraph(style, runs, list ? { list } : { left });
}

/** An item that begins with a list or table has an empty line for its number. */
const startingWithWords = (item: readonly TextBlock[]): readonly TextBlock[] =>
	item[0]?.kind === 'paragraph' ? item : [{ kind: 'paragraph', content: [] }, ...item];

type WordTable = Extract<TextBlock, { kind: 'table' }>;

function drawWordTable(writing: Writing, block: WordTable): string {
	const cells = (contents: WordTable['head'], isBold: boolean) =>
		contents.map((content, at): CellText => ({
			draw: () => drawInline(writing, content, { isBold }),
			align: block.align[at] ?? 'start'
		}));
	const rows = block.rows.map((each) => cells(each, false));
	return drawTable(writing, cells(block.head, true), rows) + AFTER_TABLE;
}

/** Word has tables in footnotes, but they are read aloud badly: a line a row. */
function drawLines(writing: Writing, block: WordTable, at: Place): string {
	return [block.head, ...block.rows]
		.map((contents) =>
			close(
				writing,
				{ ...at, list: undefined },
				contents
					.map(
						(content, index) =>
							(index > 0 ? runsOf(writing, ' · ') : '') +
							drawInline(writing, content, {}, { isNote: true })
					)
					.join('')
			)
		)
		.join('');
}

/** A line of a hair's height: without one, two tables become one, and nothing ends in a table. */
export const AFTER_TABLE =
	'<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="120" w:lineRule="exact"/></w:pPr></w:p>';

export interface CellText {
	/** Draws what stands in it, when it is its turn. */
	draw: () => string;
	align?: 'start' | 'center' | 'end';
	fill?: string;
}

/** Beside the words of a cell, and above and below them, with the line between rows. */
const CELL_SIDES = 160;
const CELL_ENDS = 45;

/** A table in the edition's style. `first`: how many times as wide as the others the first column is. */
export function drawTable(
	writing: Writing,
	head: readonly CellText[],
	rows: readonly (readonly CellText[])[],
	{ isSmall = false, hasRowHeads = false, first = 1 } = {}
): string {
	const count = rows.reduce((most, each) => Math.max(most, each.length), Math.max(head.length, 1));
	const part = TEXT_WIDTH / (count - 1 + first);
	const widths = Array.from({ length: count }, (_, at) =>
		Math.floor(at === 0 ? part * first : part)
	);
	const style = isSmall ? 'SmallCell' : 'Cell';
	const { before = 0, after = 0 } = styleOf(style);
	const drawRow = (contents: readonly CellText[], isHead: boolean): [string, number] => {
		let highest = 0;
		const cells = widths.map((width, at) => {
			const { draw, align = 'start', fill } = contents[at] ?? {};
			const runs = draw ? draw() : '';
			const [lines, height] = heightOf(style, takeSaid(writing), width - CELL_SIDES);
			highest = Math.max(highest, lines * height);
			const look = { keepNext: isHead, align: align === 'start' ? undefined : align };
			return cell(width, paragraph(style, runs, look), fill);
		});
		return [row(cells.join(''), isHead), highest + before + after + CELL_ENDS];
	};
	const [headRow, headHeight] = drawRow(head, true);
	writing.pages.beginTable(headHeight);
	const drawn = rows.map((each) => {
		const [written, height] = drawRow(each, false);
		writing.pages.block(height);
		return written;
	});
	writing.pages.endTable();
	return table(TABLE_STYLE, widths, headRow + drawn.join(''), hasRowHeads);
}

/** A footnote's text, with its number before it. */
export function drawNote(writing: Writing, note: readonly TextBlock[]): string {
	return drawBlocks(writing, note, { depth: 0, isNote: true, style: 'FootnoteText' });
}
