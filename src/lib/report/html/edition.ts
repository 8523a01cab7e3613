import type { Chapter, EditionContent, EditionFacts, Figure } from '../content.ts';
import { idOf } from '../escape.ts';
import { takeOut } from '../takeOut.ts';
import { type FrameLocale, frameLocale, takenWords } from './words.ts';

/** Where the parts of an edition are, as addresses in the page that is being made. */
export interface Links {
	source: (number: number) => string;
	/** Address of a figure's picture as a file; null where drawings stand in the page itself. */
	picture: (figure: Figure, isNarrow: boolean) => string | null;
}

/** An edition ready to be written: without what was taken back, with its numbers. */
export interface Edition {
	content: EditionContent;
	facts: EditionFacts;
	locale: FrameLocale;
	/** By label of the source. */
	sourceNumbers: ReadonlyMap<string, number>;
	figureNumbers: ReadonlyMap<Figure, number>;
	/** Names for ids and files, by slug of the chapter. */
	names: ReadonlyMap<string, string>;
}

/** Takes out what may not be published any more and gives every source and figure its number. */
export function prepareEdition(given: EditionContent, facts: EditionFacts): Edition {
	const locale = frameLocale(given.language);
	const content = takeOut(given, facts, takenWords(locale));
	const figures = content.chapters.flatMap(({ pieces }) =>
		pieces.flatMap((piece) => (piece.kind === 'figure' ? [piece.figure] : []))
	);
	return {
		content,
		facts,
		locale,
		sourceNumbers: new Map(content.sources.map(({ label }, at) => [label, at + 1])),
		figureNumbers: new Map(figures.map((figure, at) => [figure, at + 1])),
		names: uniqueNames(content.chapters)
	};
}

/** Names the frame's own pages have in a site. */
const TAKEN = ['index', 'sources', 'about', 'a-z', 'search', 'search-index', 'style', 'manifest'];

/** Names that differ on systems that take capitals for small letters too. */
function uniqueNames(chapters: readonly Chapter[]): Map<string, string> {
	const used = new Set(TAKEN);
	return new Map(
		chapters.map(({ slug }) => {
			const base = idOf(slug).toLowerCase();
			let name = used.has(base) ? `${base}-chapter` : base;
			for (let more = 2; used.has(name); more++) name = `${base}-${more}`;
			used.add(name);
			return [slug, name];
		})
	);
}
