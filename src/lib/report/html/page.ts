import { m } from '#lib/paraglide/messages.js';
import type { EditionContent, EditionFacts } from '../content.ts';
import { escape } from '../escape.ts';
import { PAGE_LINKS, writeChapter } from './chapter.ts';
import { type Edition, prepareEdition } from './edition.ts';
import { writeColophon, writeCover, writePage, writeSkip } from './frame.ts';
import { EDITION_LOOK } from './look.ts';
import { type ChapterRoom, openChapter } from './room.ts';
import { type Use, writeSource } from './sources.ts';

/**
 * A whole edition as one HTML page that needs nothing else: no script, no font, no network. For
 * reading, keeping, and printing on A4, with numbered pages. What was taken back is not in it.
 */
export function renderEdition(content: EditionContent, facts: EditionFacts): string {
	const edition = prepareEdition(content, facts);
	const rooms = edition.content.chapters.map((chapter) =>
		openChapter(edition, chapter, PAGE_LINKS, { topLevel: 3 })
	);
	// Put together by adding, not joining: a page of a megabyte is copied only where it is sent.
	let body = `${writeSkip(edition)}\n${writeCover(edition)}\n<div class="whole">\n`;
	body += `${writeContents(edition)}\n<main id="text">`;
	for (const [at, room] of rooms.entries()) body += `${at > 0 ? '\n' : ''}${writeChapter(room)}`;
	body += `\n${writeSources(edition, rooms)}\n`;
	body += `<section class="chapter about" id="about">${writeColophon(edition, 2)}</section></main></div>`;
	const title = edition.content.title || edition.content.study.name;
	return writePage(edition, title, `<style>${EDITION_LOOK}</style>`, body);
}

function writeContents({ content, names, locale }: Edition): string {
	const item = (href: string, title: string) =>
		`<li><a href="${escape(href)}">${escape(title)}</a></li>`;
	const label = escape(m.edition_contents({}, { locale }));
	return [
		`<nav class="contents" aria-labelledby="contents"><h2 id="contents">${label}</h2><ol>`,
		...content.chapters.map(({ slug, title }) => item(`#chapter-${names.get(slug)!}`, title)),
		content.sources.length > 0 ? item('#sources', m.edition_sources({}, { locale })) : '',
		item('#about', m.edition_about({}, { locale })),
		'</ol></nav>'
	].join('');
}

function writeSources(edition: Edition, rooms: readonly ChapterRoom[]): string {
	const { content, locale } = edition;
	if (content.sources.length === 0) return '';
	const items = content.sources.map((source, at) => {
		const uses = rooms.flatMap((room): Use[] => {
			const place = room.places.cite.get(at + 1);
			return place ? [{ title: room.chapter.title, href: `#${place.id}` }] : [];
		});
		return writeSource(source, edition, uses);
	});
	return `<section class="chapter" id="sources" aria-labelledby="sources-title"><h2 id="sources-title">${escape(m.edition_sources({}, { locale }))}</h2><p>${escape(m.edition_sources_intro({}, { locale }))}</p><ol class="sources">${items.join('\n')}</ol></section>`;
}
