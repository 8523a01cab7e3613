import { m } from '#lib/paraglide/messages.js';
import type { Source } from '../content.ts';
import { escape } from '../escape.ts';
import type { Edition } from '../html/edition.ts';
import { figureId } from '../html/figure.ts';
import { writeColophon, writeCover } from '../html/frame.ts';
import type { ChapterRoom } from '../html/room.ts';
import { type Use, writeSource } from '../html/sources.ts';
import { MOST_BYTES } from './pack.ts';
import type { Page } from './sitePage.ts';

/** Sources a page holds, by the bytes of their words: known before any chapter links to them. */
export function sourceFiles(sources: readonly Source[]): string[] {
	let [page, bytes] = [1, 0];
	return sources.map((source) => {
		// Markup, chapters that cite it, and letters written as entities come on top of the words.
		const size = 2 * Buffer.byteLength(JSON.stringify(source)) + 800;
		if (bytes > 0 && bytes + size > MOST_BYTES) [page, bytes] = [page + 1, 0];
		bytes += size;
		return page === 1 ? 'sources.html' : `sources-part-${page}.html`;
	});
}

/** The numbered list of sources, on as many pages as it takes. */
export function sourcePages(
	edition: Edition,
	files: readonly string[],
	rooms: readonly ChapterRoom[]
): Page[] {
	const { content, locale } = edition;
	return [...new Set(files)].map((file, at): Page => {
		const name = m.edition_sources({}, { locale });
		const title = at === 0 ? name : m.edition_part({ title: name, number: at + 1 }, { locale });
		const items = content.sources.flatMap((source, index) =>
			files[index] === file ? [writeSource(source, edition, usesOf(index + 1, rooms))] : []
		);
		return {
			file,
			title,
			slug: '*sources',
			body: `<h1>${escape(title)}</h1><p>${escape(m.edition_sources_intro({}, { locale }))}</p><ol class="sources">${items.join('\n')}</ol>`
		};
	});
}

function usesOf(number: number, rooms: readonly ChapterRoom[]): Use[] {
	return rooms.flatMap((room): Use[] => {
		const place = room.places.cite.get(number);
		return place ? [{ title: room.chapter.title, href: `${place.file}#${place.id}` }] : [];
	});
}

export function startPage(edition: Edition, chapters: readonly Page[]): Page {
	const { locale } = edition;
	const items = chapters
		.filter(({ file }) => !/-part-\d+\.html$/.test(file))
		.map(({ file, title }) => `<li><a href="${escape(file)}">${escape(title)}</a></li>`);
	return {
		file: 'index.html',
		title: m.edition_start({}, { locale }),
		slug: '*start',
		body: `${writeCover(edition)}<h2>${escape(m.edition_contents({}, { locale }))}</h2><ol class="plain-list">${items.join('')}</ol>`
	};
}

export function aboutPage(edition: Edition): Page {
	const { locale } = edition;
	return {
		file: 'about.html',
		title: m.edition_about({}, { locale }),
		slug: '*about',
		body: `<div class="about">${writeColophon(edition, 1)}<p><a href="manifest.json">${escape(m.edition_files({}, { locale }))}</a></p></div>`
	};
}

interface Entry {
	words: string;
	href: string;
	where: string;
}

/** All that has a name, by the alphabet of the edition's language: finding without a script. */
export function indexPage(
	edition: Edition,
	rooms: readonly ChapterRoom[],
	figureFile: (number: number) => string
): Page {
	const { content, locale } = edition;
	const name = m.edition_index({}, { locale });
	const entries: Entry[] = rooms.flatMap((room) => [
		{ words: room.chapter.title, href: `${edition.names.get(room.chapter.slug)!}.html`, where: '' },
		...room.headings.map(({ text, id, file }) => ({
			words: text,
			href: `${file}#${id}`,
			where: room.chapter.title
		}))
	]);
	for (const [figure, number] of edition.figureNumbers)
		entries.push({
			words: figure.title,
			href: `${figureFile(number)}#${figureId(number)}`,
			where: m.edition_figure({ number }, { locale })
		});
	const collator = collatorOf(content.language);
	const sorted = entries
		.filter(({ words }) => words.trim() !== '')
		.toSorted((a, b) => collator.compare(a.words, b.words) || (a.href < b.href ? -1 : 1));
	const groups = Map.groupBy(sorted, ({ words }) => letterOf(words, content.language));
	const other = m.edition_index_other({}, { locale });
	const lists = [...groups].map(([letter, items]) => {
		const lines = items.map(
			({ words, href, where }) =>
				`<li><a href="${escape(href)}">${escape(words)}</a>${where ? ` <span class="label">${escape(where)}</span>` : ''}</li>`
		);
		return `<h2>${escape(letter || other)}</h2><ul class="plain-list">${lines.join('')}</ul>`;
	});
	return {
		file: 'a-z.html',
		title: name,
		slug: '*index',
		body: `<h1>${escape(name)}</h1><p>${escape(m.edition_index_intro({}, { locale }))}</p>${lists.join('')}`
	};
}

function collatorOf(language: string): Intl.Collator {
	try {
		return new Intl.Collator(language);
	} catch {
		return new Intl.Collator('en');
	}
}

/** The first letter, without its accent; '' for numbers and signs, which come first. */
function letterOf(words: string, language: string): string {
	const letter = words.normalize('NFD').match(/^[^\p{L}\p{N}]*(\p{L})/u)?.[1];
	return letter ? letter.toLocaleUpperCase(language === 'tr' ? 'tr' : 'en') : '';
}
