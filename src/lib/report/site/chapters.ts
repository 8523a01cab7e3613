import { m } from '#lib/paraglide/messages.js';
import type { Chapter } from '../content.ts';
import { escape } from '../escape.ts';
import { noteNumbers, writeNotes, writePieces } from '../html/chapter.ts';
import type { Edition, Links } from '../html/edition.ts';
import { type ChapterRoom, openChapter } from '../html/room.ts';
import { packPages } from './pack.ts';
import type { Page } from './sitePage.ts';

/** A chapter as the pages of a site: one, or several where it is long. */
export function chapterPages(
	edition: Edition,
	chapter: Chapter,
	links: Links
): { room: ChapterRoom; pages: Page[] } {
	const name = edition.names.get(chapter.slug)!;
	let turned = 0;
	const fileOf = (at: number) => (at === 0 ? `${name}.html` : `${name}-part-${at + 1}.html`);
	const room = openChapter(edition, chapter, links, { topLevel: 2, file: () => fileOf(turned) });
	const bodies = packPages(writePieces(room), () => turned++);
	const pages = bodies.map((parts, at): Page => {
		turned = at;
		const notes = notesOn(room, at, bodies.length, fileOf);
		const title =
			at === 0
				? chapter.title
				: m.edition_part({ title: chapter.title, number: at + 1 }, { locale: edition.locale });
		return {
			file: fileOf(at),
			title,
			slug: chapter.slug,
			body: `<article class="chapter"><h1>${escape(title)}</h1>\n${parts.join('\n')}\n${writeNotes(room, notes, 2)}</article>`
		};
	});
	return { room, pages };
}

/** Footnotes first referred to on this page; those nobody refers to stand on the last. */
function notesOn(
	room: ChapterRoom,
	at: number,
	count: number,
	fileOf: (at: number) => string
): number[] {
	return noteNumbers(room).filter((number) => {
		const place = room.places.ref.get(number);
		return place ? place.file === fileOf(at) : at === count - 1;
	});
}
