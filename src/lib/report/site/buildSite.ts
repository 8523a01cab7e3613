import type { EditionContent, EditionFacts, Figure } from '../content.ts';
import { drawFigure } from '../draw/svg.ts';
import { nameOf } from '../escape.ts';
import { type Edition, type Links, prepareEdition } from '../html/edition.ts';
import { chapterPages } from './chapters.ts';
import { aboutPage, indexPage, sourceFiles, sourcePages, startPage } from './framePages.ts';
import { SITE_LOOK } from './look.ts';
import { writeManifest } from './manifest.ts';
import { writeSearchIndex } from './searchIndex.ts';
import { SEARCH_SCRIPT } from './searchScript.ts';
import { type Page, type SiteLink, writeSitePage } from './sitePage.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

/**
 * An edition as a site: path → bytes, in the order of the paths. It works from a folder or any web
 * server, without a script too; with one it can be searched. Each page is below 100 KB, each picture
 * a file; `manifest.json` has the SHA-256 of every other file. The same content and facts give the
 * same bytes, and what was taken back is in none of them. `more` stands below the contents of every
 * page: what there is beside the site where it is served.
 */
export function buildSite(
	content: EditionContent,
	facts: EditionFacts,
	more: readonly SiteLink[] = []
): Map<string, Uint8Array> {
	const edition = prepareEdition(content, facts);
	const sources = sourceFiles(edition.content.sources);
	const links = siteLinks(edition, sources);
	const chapters = edition.content.chapters.map((chapter) => chapterPages(edition, chapter, links));
	const rooms = chapters.map(({ room }) => room);
	const figureFile = fileOfFigures(chapters.flatMap(({ pages }) => pages));
	const pages: Page[] = [
		startPage(
			edition,
			chapters.flatMap((chapter) => chapter.pages)
		),
		...chapters.flatMap((chapter) => chapter.pages),
		...sourcePages(edition, sources, rooms),
		indexPage(edition, rooms, figureFile),
		aboutPage(edition)
	];
	const files = new Map<string, Uint8Array>([
		...pages.map((page) => [page.file, writeSitePage(edition, page, pages, more)] as const),
		...pictures(edition),
		['style.css', bytes(SITE_LOOK)],
		['search.js', bytes(SEARCH_SCRIPT)],
		['search-index.js', bytes(writeSearchIndex(edition, rooms, figureFile, sources))]
	]);
	const sorted = new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
	sorted.set('manifest.json', writeManifest(edition, sorted));
	return sorted;
}

function siteLinks(edition: Edition, sources: readonly string[]): Links {
	return {
		source: (number) => `${sources[number - 1]}#source-${number}`,
		picture: (figure, isNarrow) => pictureFile(edition, figure, isNarrow)
	};
}

/** Numbered, so that two figures with names that differ in a sign alone are two files. */
function pictureFile({ figureNumbers }: Edition, figure: Figure, isNarrow: boolean): string {
	const name = nameOf(figure.name).toLowerCase();
	return `figures/${figureNumbers.get(figure)!}-${name}${isNarrow ? '-narrow' : ''}.svg`;
}

function pictures(edition: Edition): [string, Uint8Array][] {
	const { language } = edition.content;
	return [...edition.figureNumbers.keys()]
		.filter(({ draw }) => draw !== 'plain')
		.flatMap((figure) =>
			[false, true].map((isNarrow): [string, Uint8Array] => [
				pictureFile(edition, figure, isNarrow),
				bytes(drawFigure(figure, { language, isNarrow }))
			])
		);
}

/** On which page each figure stands. */
function fileOfFigures(pages: readonly Page[]): (number: number) => string {
	const files = new Map<number, string>();
	for (const { file, body } of pages)
		for (const [, number] of body.matchAll(/<figure id="figure-(\d+)"/g))
			files.set(Number(number), files.get(Number(number)) ?? file);
	return (number) => files.get(number) ?? 'index.html';
}
