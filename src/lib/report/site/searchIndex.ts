import { cellWords } from '../draw/shapes.ts';
import { plainInline } from '../html/inline.ts';
import type { Figure, Piece, TextBlock } from '../content.ts';
import type { Edition } from '../html/edition.ts';
import type { ChapterRoom } from '../html/room.ts';
import { figureId } from '../html/figure.ts';

/** Where something can be found, and the words there. */
type Entry = [href: string, title: string, words: string];

/**
 * The words of a site as a script that puts them into `editionWords`: a file from a disk may load
 * no data in another way. Made of what may be printed now and of nothing else.
 */
export function writeSearchIndex(
	edition: Edition,
	rooms: readonly ChapterRoom[],
	figureFile: (number: number) => string,
	sourceFile: readonly string[]
): string {
	const entries: Entry[] = rooms.flatMap((room) => chapterEntries(edition, room, figureFile));
	edition.content.sources.forEach((source, at) =>
		entries.push([
			`${sourceFile[at]}#source-${at + 1}`,
			source.title,
			[source.words, source.translation, source.label].filter(Boolean).join(' ')
		])
	);
	// `<` and the separators that end a line in old scripts must not appear as themselves.
	const json = JSON.stringify(entries).replace(
		/[<\u2028\u2029]/g,
		(character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
	);
	return `window.editionWords = ${json};\n`;
}

function chapterEntries(
	edition: Edition,
	room: ChapterRoom,
	figureFile: (number: number) => string
): Entry[] {
	const { chapter, headings } = room;
	const entries: Entry[] = [[`${edition.names.get(chapter.slug)!}.html`, chapter.title, '']];
	let next = 0;
	const add = (words: string) => {
		const last = entries.at(-1)!;
		last[2] = `${last[2]} ${words}`.trim();
	};
	const walk = (block: TextBlock) => {
		const heading = headings[next];
		if (block.kind === 'heading' && heading && plainInline(block.content).trim() === heading.text) {
			entries.push([`${heading.file}#${heading.id}`, `${chapter.title}: ${heading.text}`, '']);
			next++;
		} else add(blockWords(block));
	};
	for (const piece of chapter.pieces) {
		if (piece.kind !== 'figure') piece.blocks.forEach(walk);
		else {
			const number = edition.figureNumbers.get(piece.figure)!;
			const at = entries.at(-1)!;
			entries.push([
				`${figureFile(number)}#${figureId(number)}`,
				piece.figure.title,
				figureWords(piece)
			]);
			// What follows the picture belongs to the heading before it.
			entries.push([at[0], at[1], '']);
		}
	}
	chapter.footnotes.flat().forEach((block) => add(blockWords(block)));
	return entries.filter(([, title, words], at) => words !== '' || (title !== '' && at === 0));
}

function blockWords(block: TextBlock): string {
	switch (block.kind) {
		case 'list':
			return block.items.flat().map(blockWords).join(' ');
		case 'quote':
			return block.content.map(blockWords).join(' ');
		case 'table':
			return [block.head, ...block.rows].flat().map(plainInline).join(' ');
		default:
			return plainInline(block.content);
	}
}

function figureWords({ figure }: Extract<Piece, { kind: 'figure' }>): string {
	const cells = (row: Figure['rows'][number]) => [row.label, ...row.cells.map(cellWords)];
	return [figure.alt, figure.note, ...figure.columns, ...figure.rows.flatMap(cells)].join(' ');
}
