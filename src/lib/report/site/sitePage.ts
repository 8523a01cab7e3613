import { m } from '#lib/paraglide/messages.js';
import { escape } from '../escape.ts';
import type { Edition } from '../html/edition.ts';
import { editionLine, writeInvented, writePage, writeSkip } from '../html/frame.ts';

/** A page of a site before its frame. */
export interface Page {
	file: string;
	title: string;
	/** The chapter it belongs to, '' for pages of the frame. */
	slug: string;
	body: string;
}

/** A way out of the site. */
export interface SiteLink {
	href: string;
	words: string;
}

/** A page with its frame: search, way to all pages and out, the pages before and after. */
export function writeSitePage(
	edition: Edition,
	page: Page,
	pages: readonly Page[],
	more: readonly SiteLink[]
): Uint8Array {
	const { content, locale } = edition;
	const study = content.title || content.study.name;
	const isStart = page.file === 'index.html';
	const title = isStart ? study : `${page.title} – ${study}`;
	const body = [
		writeSkip(edition),
		isStart
			? ''
			: `<header class="site-nav"><p class="study"><a href="index.html">${escape(study)}</a> · ${escape(editionLine(edition))}</p>${writeInvented(edition)}</header>`,
		writeSearch(edition),
		'<div class="whole">',
		writeContents(edition, page, pages, more),
		`<main id="text">${page.body}`,
		writeTurn(edition, page, pages),
		'</main></div>'
	].join('\n');
	const head = [
		'<link rel="stylesheet" href="style.css">',
		'<script src="search.js" defer></script>'
	].join('\n');
	return new TextEncoder().encode(writePage({ ...edition, locale }, title, head, body));
}

/** Hidden until the script shows it: without one it could find nothing. */
function writeSearch({ locale }: Edition): string {
	const say = (words: string) => escape(words);
	return [
		'<form class="search" role="search" hidden>',
		`<label for="search-words">${say(m.edition_search({}, { locale }))}</label>`,
		`<div class="search-row"><input id="search-words" name="words" type="search" autocomplete="off"><button type="submit">${say(m.edition_search_submit({}, { locale }))}</button></div>`,
		`<div class="search-found" role="status" data-none="${say(m.edition_search_none({}, { locale }))}" data-found="${say(m.edition_search_found({ count: '#' }, { locale }))}"></div>`,
		'<ol class="search-list"></ol>',
		'</form>'
	].join('');
}

function writeContents(
	{ locale }: Edition,
	page: Page,
	pages: readonly Page[],
	more: readonly SiteLink[]
): string {
	const items = pages
		.filter(({ file, slug }) => !/-part-\d+\.html$/.test(file) || slug === page.slug)
		.map(({ file, title }) => {
			const current = file === page.file ? ' aria-current="page"' : '';
			return `<li><a href="${escape(file)}"${current}>${escape(title)}</a></li>`;
		});
	for (const { href, words } of more)
		items.push(`<li><a href="${escape(href)}">${escape(words)}</a></li>`);
	return `<nav class="contents" aria-labelledby="contents"><h2 id="contents">${escape(m.edition_contents({}, { locale }))}</h2><ol>${items.join('')}</ol></nav>`;
}

function writeTurn({ locale }: Edition, page: Page, pages: readonly Page[]): string {
	const at = pages.findIndex(({ file }) => file === page.file);
	const [before, after] = [pages[at - 1], pages[at + 1]];
	const link = (to: Page | undefined, words: string, rel: string) =>
		to ? `<a href="${escape(to.file)}" rel="${rel}">${escape(words)}</a>` : '';
	const previous = link(
		before,
		m.edition_previous({ title: before?.title ?? '' }, { locale }),
		'prev'
	);
	const next = link(after, m.edition_next({ title: after?.title ?? '' }, { locale }), 'next');
	return `<nav class="turn" aria-label="${escape(m.edition_pages({}, { locale }))}">${previous}${next}</nav>`;
}
