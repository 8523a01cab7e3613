import type { Chapter } from '../content.ts';
import { escape } from '../escape.ts';
import type { Edition, Links } from './edition.ts';

/** Where something stands: file '' is the page itself. */
export interface Place {
	file: string;
	id: string;
}

/** A heading, for contents, indexes and searches. */
export interface Heading extends Place {
	text: string;
	depth: number;
}

/**
 * A chapter while it is written: what has been in it already. One chapter may become several pages,
 * so each first place is kept with the file it is in.
 */
export interface ChapterRoom {
	edition: Edition;
	chapter: Chapter;
	links: Links;
	/** Level of a heading of the first depth in the page. */
	topLevel: number;
	/** Attribute `id` for the first of its kind and number, '' after that. */
	firstId: (kind: 'cite' | 'ref', number: number) => string;
	places: { cite: Map<number, Place>; ref: Map<number, Place> };
	/** Address of a footnote, which stands on the page that first refers to it. */
	noteLink: (number: number) => string;
	/** Ids of what has none of its own. */
	headingId: () => string;
	/** Levels of the headings above what is being written, so that none is skipped. */
	above: number[];
	headings: Heading[];
	file: () => string;
}

/** Begins a chapter. `file` says on which page of several its parts are now. */
export function openChapter(
	edition: Edition,
	chapter: Chapter,
	links: Links,
	{ topLevel, file = () => '' }: { topLevel: number; file?: () => string }
): ChapterRoom {
	const name = edition.names.get(chapter.slug)!;
	const places = { cite: new Map<number, Place>(), ref: new Map<number, Place>() };
	let headings = 0;
	return {
		edition,
		chapter,
		links,
		topLevel,
		places,
		above: [],
		headings: [],
		file,
		firstId(kind, number) {
			if (places[kind].has(number)) return '';
			const id = `${kind}-${name}-${number}`;
			places[kind].set(number, { file: file(), id });
			return ` id="${escape(id)}"`;
		},
		noteLink(number) {
			const at = places.ref.get(number)?.file ?? file();
			return `${at === file() ? '' : at}#note-${name}-${number}`;
		},
		headingId: () => `${name}-h${++headings}`
	};
}
