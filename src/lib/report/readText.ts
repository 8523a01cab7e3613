/**
 * The text of a block: Markdown without HTML, made into what editions are made of. What the
 * language of editions has no form for stays words.
 */
import type { Nodes, Root } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFootnoteFromMarkdown } from 'mdast-util-gfm-footnote';
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { gfmFootnote } from 'micromark-extension-gfm-footnote';
import { gfmTable } from 'micromark-extension-gfm-table';
import type { Inline, TextBlock } from './content.ts';
import { readInlines } from './readInlines.ts';

/** Left as the signs that were typed: HTML, code by indenting, definitions of links and pictures. */
const plain = {
	disable: {
		null: [
			'htmlFlow',
			'htmlText',
			'codeIndented',
			'definition',
			'labelStartImage',
			'setextUnderline'
		]
	}
};

/** A text as blocks. `notes` are its footnotes, from 1; `labels` what it cites, in order of use. */
export interface ReadText {
	blocks: TextBlock[];
	notes: TextBlock[][];
	labels: string[];
}

/** Reads Markdown; never throws. */
export function readText(body: string): ReadText {
	const root = parse(body);
	const reading: Reading = { definitions: new Map(), numbers: new Map(), labels: new Set() };
	for (const node of root.children)
		if (node.type === 'footnoteDefinition') reading.definitions.set(node.identifier, node.children);
	const blocks = readBlocks(root.children, reading);
	const notes: TextBlock[][] = [];
	// A note may refer to others, which follow it.
	for (const name of reading.numbers.keys())
		notes.push(readBlocks(reading.definitions.get(name) ?? [], reading));
	return { blocks, notes, labels: [...reading.labels] };
}

function parse(body: string): Root {
	return fromMarkdown(body.replaceAll('\u0000', ''), {
		extensions: [gfmTable(), gfmFootnote(), plain],
		mdastExtensions: [gfmTableFromMarkdown(), gfmFootnoteFromMarkdown()]
	});
}

/** What is known of a text while it is read. */
export interface Reading {
	/** Footnotes by name, and the numbers of those referred to, in that order. */
	definitions: Map<string, Nodes[]>;
	numbers: Map<string, number>;
	labels: Set<string>;
}

const paragraph = (content: Inline[]): TextBlock[] =>
	content.length === 0 ? [] : [{ kind: 'paragraph', content }];

function readBlocks(nodes: readonly Nodes[], reading: Reading): TextBlock[] {
	return nodes.flatMap((node) => readBlock(node, reading));
}

function readBlock(node: Nodes, reading: Reading): TextBlock[] {
	switch (node.type) {
		case 'paragraph':
			return paragraph(readInlines(node.children, reading));
		case 'heading': {
			const level = Math.min(4, Math.max(2, node.depth)) as 2 | 3 | 4;
			return [{ kind: 'heading', level, content: readInlines(node.children, reading) }];
		}
		case 'list': {
			const items = node.children.map((item) => readBlocks(item.children, reading));
			return [{ kind: 'list', isOrdered: node.ordered ?? false, items }];
		}
		case 'blockquote':
			return [{ kind: 'quote', content: readBlocks(node.children, reading) }];
		case 'table': {
			const rows = node.children.map((row) =>
				row.children.map((cell) => readInlines(cell.children, reading))
			);
			const [head = [], ...rest] = rows;
			// Rows of any length are padded or cut to the head, as GFM says.
			const even = rest.map((row) => head.map((_, at) => row[at] ?? []));
			const align = head.map((_, at) => {
				const side = node.align?.[at];
				return side === 'center' ? 'center' : side === 'right' ? 'end' : 'start';
			});
			return [{ kind: 'table', align, head, rows: even }];
		}
		case 'code':
			return paragraph([{ kind: 'text', text: node.value }]);
		default:
			return [];
	}
}
