import { m } from '#lib/paraglide/messages.js';
import type { EditionContent, EditionFacts, Figure, Piece, Strength } from '../content.ts';
import { escape } from '../escape.ts';
import { writeBlocks } from './blocks.ts';
import { type Edition, type Links, prepareEdition } from './edition.ts';
import { writeFigure } from './figure.ts';
import { type ChapterRoom, openChapter } from './room.ts';

const STRENGTHS: Record<Strength, { sign: string; words: typeof m.edition_finding }> = {
	well_supported: { sign: '●', words: m.edition_well_supported },
	some_support: { sign: '◐', words: m.edition_some_support },
	contested: { sign: '◇', words: m.edition_contested }
};

/**
 * The parts of a chapter as HTML, none of which needs to be on the page of another. A finding is
 * whole; a text is as many parts as it has blocks; a long table that is a figure is cut.
 */
export function* writePieces(room: ChapterRoom): Generator<string> {
	for (const piece of room.chapter.pieces) {
		if (piece.kind === 'text') for (const block of piece.blocks) yield* writeBlocks([block], room);
		else yield* writePiece(piece, room);
	}
}

function* writePiece(
	piece: Exclude<Piece, { kind: 'text' }>,
	room: ChapterRoom
): Generator<string> {
	const { edition } = room;
	if (piece.kind === 'figure') {
		const number = edition.figureNumbers.get(piece.figure)!;
		for (const [at, figure] of cutLong(piece.figure, edition).entries())
			yield writeFigure(figure, edition, room.links, { number, isFirst: at === 0 });
		return;
	}
	const { locale } = edition;
	const strength = piece.strength && STRENGTHS[piece.strength];
	const said = strength
		? `${strength.sign} ${m.edition_finding({}, { locale })}: ${strength.words({}, { locale })}`
		: m.edition_finding({}, { locale });
	yield `<section class="finding"><p class="strength">${escape(said)}</p>${writeBlocks(piece.blocks, room).join('')}</section>`;
}

/** Rows of a table on one page; a questionnaire can have hundreds, with long labels. */
const MOST_LETTERS = 40_000;
/** Elements and signs around the words of a cell. */
const AROUND = 24;

function cutLong(figure: Figure, edition: Edition): Figure[] {
	if (figure.draw !== 'plain') return [figure];
	const parts: Figure[] = [];
	let rows: Figure['rows'] = [];
	let letters = 0;
	const close = () => {
		const title =
			parts.length === 0
				? figure.title
				: m.edition_figure_continued({ title: figure.title }, { locale: edition.locale });
		parts.push({ ...figure, title, rows });
		[rows, letters] = [[], 0];
	};
	for (const row of figure.rows) {
		const size = row.cells.reduce((sum, { text }) => sum + text.length + AROUND, row.label.length);
		if (rows.length > 0 && letters + size > MOST_LETTERS) close();
		rows.push(row);
		letters += size;
	}
	if (parts.length === 0) return [figure];
	close();
	return parts;
}

/** Footnotes of a chapter by number, with the way back to where each is referred to first. */
export function writeNotes(room: ChapterRoom, numbers: readonly number[], level: number): string {
	if (numbers.length === 0) return '';
	const { edition, chapter, places } = room;
	const { locale } = edition;
	const name = edition.names.get(chapter.slug)!;
	const items = numbers.map((number) => {
		const place = places.ref.get(number);
		const back = m.edition_note_back({ number }, { locale });
		const link = place
			? ` <a class="back" href="#${escape(place.id)}" aria-label="${escape(back)}">↩</a>`
			: '';
		const words = writeBlocks(chapter.footnotes[number - 1]!, room).join('');
		return `<li value="${number}" id="${escape(`note-${name}-${number}`)}">${words}${link}</li>`;
	});
	const id = `notes-${name}-${numbers[0]}`;
	return `<div class="notes"><h${level} id="${escape(id)}">${escape(m.edition_notes({}, { locale }))}</h${level}><ol>${items.join('')}</ol></div>`;
}

/** Numbers of all footnotes a chapter has. */
export const noteNumbers = (room: ChapterRoom) => room.chapter.footnotes.map((_, at) => at + 1);

/** A whole chapter of a page that holds all of them: its title is of the second level. */
export function writeChapter(room: ChapterRoom): string {
	const { edition, chapter, topLevel } = room;
	const id = `chapter-${edition.names.get(chapter.slug)!}`;
	const title = topLevel - 1;
	let pieces = '';
	for (const piece of writePieces(room)) pieces += `${piece}\n`;
	return `<article class="chapter" id="${escape(id)}" aria-labelledby="${escape(id)}-title"><h${title} id="${escape(id)}-title">${escape(chapter.title)}</h${title}>\n${pieces}${writeNotes(room, noteNumbers(room), topLevel)}</article>`;
}

/** Addresses within one page. */
export const PAGE_LINKS: Links = {
	source: (number) => `#source-${number}`,
	picture: () => null
};

/**
 * One chapter as the HTML of an article, for a page that has the sources and {@link EDITION_LOOK}
 * too. null where the edition has no such chapter.
 */
export function renderChapter(
	content: EditionContent,
	facts: EditionFacts,
	slug: string
): string | null {
	const edition = prepareEdition(content, facts);
	const chapter = edition.content.chapters.find((each) => each.slug === slug);
	if (!chapter) return null;
	return writeChapter(openChapter(edition, chapter, PAGE_LINKS, { topLevel: 3 }));
}
