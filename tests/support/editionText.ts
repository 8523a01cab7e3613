import { JSDOM } from 'jsdom';
import type { Cell, EditionContent, Inline, TextBlock } from '#lib/report/content.ts';

/** What a page says to a reader: its text, and words that stand for pictures. Blanks are one. */
export function textOfPage(html: string): string {
	const { document } = new JSDOM(html).window;
	document.querySelectorAll('style, script').forEach((element) => element.remove());
	const alts = [...document.querySelectorAll('img')].map((image) => image.alt);
	return squash([document.documentElement.textContent, ...alts].join(' '));
}

/** One blank for many, and none where lines of a drawing end. */
export const squash = (text: string) => text.replace(/\s+/g, ' ').trim();

/** Every text of an edition that a reader must find. */
export function wordsOfContent(content: EditionContent): string[] {
	return [
		content.title,
		content.subtitle,
		content.publisher,
		content.study.name,
		content.round.name,
		...content.chapters.flatMap(({ title, pieces, footnotes }) => [
			title,
			...footnotes.flat().flatMap(blockWords),
			...pieces.flatMap((piece) => {
				if (piece.kind !== 'figure') return piece.blocks.flatMap(blockWords);
				const { figure } = piece;
				return [
					figure.title,
					figure.note,
					...(figure.draw === 'plain' ? [] : [figure.alt]),
					...figure.columns,
					...figure.rows.flatMap((row) => [row.label, ...row.cells.flatMap(cellWords)]),
					...figure.legend.flatMap(cellWords)
				];
			})
		]),
		...content.sources.flatMap(({ title, words, translation }) => [
			title,
			...words.split('\n'),
			...translation.split('\n')
		])
	]
		.map(squash)
		.filter((words) => words !== '');
}

const cellWords = ({ text, sign }: Cell) => [text, sign ?? ''];

function blockWords(block: TextBlock): string[] {
	switch (block.kind) {
		case 'list':
			return block.items.flat().flatMap(blockWords);
		case 'quote':
			return block.content.flatMap(blockWords);
		case 'table':
			return [block.head, ...block.rows].flat(2).flatMap(inlineWords);
		default:
			return block.content.flatMap(inlineWords);
	}
}

const inlineWords = (part: Inline): string[] =>
	part.kind === 'text' ? [part.text] : 'content' in part ? part.content.flatMap(inlineWords) : [];
