import type { Inline, TextBlock } from './content.ts';
import { readText } from './readText.ts';

/** A sentence without its citations, and what it cites, itself or in its footnotes. */
export interface Sentence {
	words: string;
	labels: string[];
}

/** A stretch of running text with the places where it cites. */
interface Stretch {
	text: string;
	cites: { at: number; labels: string[] }[];
}

/**
 * The sentences of a text in Markdown, by the platform's segmenter for `language`. Headings and
 * heads of tables are none; a row of a table is one. A citation behind the full stop belongs to the
 * sentence before it. Footnotes are read behind the text, and what they cite counts for whoever
 * refers to them.
 */
export function sentences(body: string, language: string): Sentence[] {
	const { blocks, notes } = readText(body);
	const citedIn = notes.map((note) => labelsOf(note));
	return [blocks, ...notes].flatMap((part) =>
		stretchesOf(part, citedIn).flatMap((stretch) => cut(stretch, language))
	);
}

function labelsOf(blocks: readonly TextBlock[]): string[] {
	return stretchesOf(blocks, []).flatMap(({ cites }) => cites.flatMap(({ labels }) => labels));
}

function stretchesOf(blocks: readonly TextBlock[], notes: readonly string[][]): Stretch[] {
	return blocks.flatMap((block): Stretch[] => {
		switch (block.kind) {
			case 'paragraph':
				return [stretchOf(block.content, notes)];
			case 'list':
				return block.items.flatMap((item) => stretchesOf(item, notes));
			case 'quote':
				return stretchesOf(block.content, notes);
			case 'table':
				return block.rows.map((cells) => rowOf(cells, notes));
			default:
				return [];
		}
	});
}

function stretchOf(content: readonly Inline[], notes: readonly string[][]): Stretch {
	const found: Stretch = { text: '', cites: [] };
	const add = (inlines: readonly Inline[]): void => {
		for (const inline of inlines) {
			const at = found.text.length;
			if (inline.kind === 'text') found.text += inline.text;
			else if (inline.kind === 'break') found.text += '\n';
			else if (inline.kind === 'cite') found.cites.push({ at, labels: [inline.label] });
			else if (inline.kind === 'footnote')
				found.cites.push({ at, labels: notes[inline.number - 1] ?? [] });
			else add(inline.content);
		}
	};
	add(content);
	return found;
}

/** A row says one thing: its full stops part nothing. */
function rowOf(cells: readonly Inline[][], notes: readonly string[][]): Stretch & { isOne: true } {
	const parts = cells.map((cell) => stretchOf(cell, notes));
	const text = parts.map((part) => part.text.trim()).join(' · ');
	return {
		text: /[\p{L}\p{N}]/u.test(text) ? text : '',
		cites: parts.flatMap(({ cites }) => cites.map(({ labels }) => ({ at: 0, labels }))),
		isOne: true
	};
}

function cut(stretch: Stretch & { isOne?: boolean }, language: string): Sentence[] {
	const { text, cites } = stretch;
	const pieces = stretch.isOne ? [{ index: 0, segment: text }] : segment(text, language);
	return pieces
		.map(({ index, segment: piece }, place) => {
			const isFirst = place === 0;
			const end = place === pieces.length - 1 ? Infinity : index + piece.length;
			// Where it cites, or the last sign before that is no blank.
			const within = cites.filter(({ at }) => {
				const before = text.slice(0, at).trimEnd().length - 1;
				return (before >= index || isFirst) && before < end;
			});
			return {
				words: tidy(piece),
				labels: [...new Set(within.flatMap(({ labels }) => labels))]
			};
		})
		.filter(({ words }) => /[\p{L}\p{N}]/u.test(words));
}

/** One blank between words, and none where a citation stood before a sign. */
const tidy = (piece: string) =>
	piece
		.replace(/\s+/g, ' ')
		.replace(/ ([.,;:!?។])/g, '$1')
		.trim();

function segment(text: string, language: string) {
	return Array.from(
		new Intl.Segmenter(supported(language), { granularity: 'sentence' }).segment(text)
	);
}

function supported(language: string): string {
	try {
		return Intl.Segmenter.supportedLocalesOf([language])[0] ?? 'en';
	} catch {
		return 'en';
	}
}
