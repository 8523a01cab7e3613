/** Paragraphs, lists, quotes and tables of the text. */
import {
	AlignmentType,
	HeadingLevel,
	type IParagraphOptions,
	Paragraph,
	type ParagraphChild,
	Table,
	TableCell,
	TableLayoutType,
	TableRow,
	WidthType
} from 'docx';
import type { TextBlock } from '#lib/report/content.ts';
import { BULLETS, DEEPEST, LISTS, TABLE_STYLE, TEXT_WIDTH } from './look.ts';
import { type Block, type Writing, drawInline } from './writing.ts';

const HEADINGS = {
	2: HeadingLevel.HEADING_2,
	3: HeadingLevel.HEADING_3,
	4: HeadingLevel.HEADING_4
} as const;
const ALIGN = {
	start: AlignmentType.START,
	center: AlignmentType.CENTER,
	end: AlignmentType.END
} as const;

/** Where a block stands: what its paragraphs look like, and how deep in lists it is. */
interface Place {
	style?: string;
	depth: number;
	isNote?: boolean;
	/** Of the first paragraph of a list's item. */
	numbering?: IParagraphOptions['numbering'];
}

/** The blocks of a text as paragraphs and tables of the document. */
export function drawBlocks(
	writing: Writing,
	blocks: readonly TextBlock[],
	place: Place = { depth: 0 }
): Block[] {
	return blocks.flatMap((block, at) =>
		drawBlock(writing, block, at === 0 ? place : { ...place, numbering: undefined })
	);
}

function drawBlock(writing: Writing, block: TextBlock, place: Place): Block[] {
	const { style, depth, isNote, numbering } = place;
	const indent =
		depth > 0 && !numbering ? { indent: { left: 400 * Math.min(depth, DEEPEST + 1) } } : {};
	switch (block.kind) {
		case 'paragraph':
			return [
				new Paragraph({
					style,
					...(numbering ? { numbering } : indent),
					children: drawInline(writing, block.content, {}, { isNote })
				})
			];
		case 'heading':
			return [
				new Paragraph({
					...(isNote ? { style } : { heading: HEADINGS[block.level] }),
					children: drawInline(writing, block.content, isNote ? { bold: true } : {}, { isNote })
				})
			];
		case 'list': {
			const reference = block.isOrdered ? LISTS : BULLETS;
			const instance = block.isOrdered ? ++writing.lists : 0;
			return block.items.flatMap((item) =>
				drawBlocks(writing, startingWithWords(item), {
					style,
					isNote,
					depth: depth + 1,
					numbering: { reference, level: Math.min(depth, DEEPEST), instance }
				})
			);
		}
		case 'quote':
			return drawBlocks(writing, block.content, { depth, isNote, style: isNote ? style : 'Quote' });
		case 'table': {
			const cells = (row: typeof block.head, bold = false) =>
				row.map((cell, at) => ({
					children: drawInline(writing, cell, bold ? { bold } : {}, { isNote }),
					align: ALIGN[block.align[at] ?? 'start']
				}));
			const rows = block.rows.map((row) => cells(row));
			if (!isNote) return drawTable(cells(block.head, true), rows);
			// Word has tables in footnotes, but they are read aloud badly: a line a row.
			return [block.head, ...block.rows].map(
				(row) =>
					new Paragraph({
						style,
						children: row.flatMap((cell, at) =>
							drawInline(
								writing,
								at > 0 ? [{ kind: 'text', text: ' · ' }, ...cell] : cell,
								{},
								{ isNote: true }
							)
						)
					})
			);
		}
	}
}

/** An item that begins with a list or table has an empty line for its number. */
const startingWithWords = (item: readonly TextBlock[]): readonly TextBlock[] =>
	item[0]?.kind === 'paragraph' ? item : [{ kind: 'paragraph', content: [] }, ...item];

export interface CellText {
	children: readonly ParagraphChild[];
	align?: (typeof AlignmentType)[keyof typeof AlignmentType];
	fill?: string;
}

/** A table in the edition's style, with an empty line after it so that two never grow together. */
export function drawTable(
	head: readonly CellText[],
	rows: readonly (readonly CellText[])[],
	{ isSmall = false, hasRowHeads = false, first = 1 } = {}
): Block[] {
	const count = Math.max(head.length, ...rows.map((row) => row.length), 1);
	const part = TEXT_WIDTH / (count - 1 + first);
	const widths = Array.from({ length: count }, (_, at) =>
		Math.floor(at === 0 ? part * first : part)
	);
	const draw = (row: readonly CellText[], isHead: boolean) =>
		new TableRow({
			tableHeader: isHead,
			cantSplit: true,
			children: widths.map((size, at) => {
				const { children = [], align, fill } = row[at] ?? {};
				return new TableCell({
					width: { size, type: WidthType.DXA },
					...(fill ? { shading: { fill, color: 'auto', type: 'clear' } } : {}),
					children: [
						new Paragraph({
							style: isSmall ? 'SmallCell' : 'Cell',
							alignment: align,
							children,
							keepNext: isHead
						})
					]
				});
			})
		});
	return [
		new Table({
			style: TABLE_STYLE,
			layout: TableLayoutType.FIXED,
			width: { size: TEXT_WIDTH, type: WidthType.DXA },
			columnWidths: widths,
			tableLook: { firstRow: true, firstColumn: hasRowHeads, noHBand: true, noVBand: true },
			rows: [draw(head, true), ...rows.map((row) => draw(row, false))]
		})
	];
}

/** A footnote's text; Word sets its number before it. */
export function drawNote(writing: Writing, note: readonly TextBlock[]): Paragraph[] {
	const drawn = drawBlocks(writing, note, { depth: 0, isNote: true, style: 'FootnoteText' });
	return drawn.filter((block) => block instanceof Paragraph);
}
