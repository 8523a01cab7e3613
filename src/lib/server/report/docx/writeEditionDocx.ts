import { m } from '#lib/paraglide/messages.js';
import type { Chapter, EditionFacts, EditionContent, Strength } from '#lib/report/content.ts';
import { type Edition, prepareEdition } from '#lib/report/html/edition.ts';
import { editionLine } from '#lib/report/html/frame.ts';
import { type GivePicture, drawPicture } from '../pictures/drawPicture.ts';
import { drawBlocks, drawNote } from './blocks.ts';
import { drawColophon, drawContents, drawSources, drawTitle } from './ends.ts';
import { drawFigureBlocks } from './figure.ts';
import { PAGE } from './look.ts';
import { packDocx } from './packDocx.ts';
import { beginPages } from './pages.ts';
import { FIXED_RELATIONS, RUNNING, footerPart, headerPart } from './parts.ts';
import { type Writing, place, placeHeading, runsOf } from './writing.ts';
import { NAMESPACES, XML, field, paragraph, run } from './xml.ts';

const SIGNS: Record<Strength, string> = {
	well_supported: '●',
	some_support: '◐',
	contested: '◇'
};

/**
 * An edition as a Word document: real styles, contents with their pages, footnotes, citations that
 * lead to the sources, each figure as a picture and as the table behind it. What was taken out since
 * the release is not in it. The same content and facts give the same bytes. `pictures` gives those
 * that are kept, where somebody keeps them.
 */
export async function writeEditionDocx(
	frozen: EditionContent,
	facts: EditionFacts,
	pictures: GivePicture = drawPicture
): Promise<Uint8Array> {
	const edition = prepareEdition(frozen, facts);
	const { content } = edition;
	const writing = beginWriting(edition);
	const title = drawTitle(writing, edition);
	const front = writing.pages.count();
	writing.pages = beginPages();
	const body: string[] = [];
	for (const chapter of content.chapters) {
		body.push(placeChapter(writing, chapter));
		for (const piece of chapter.pieces) {
			if (piece.kind !== 'figure') body.push(drawText(writing, piece));
			else {
				const picture = await pictures(piece.figure, content.language);
				body.push(drawFigureBlocks(writing, piece.figure, picture));
			}
		}
		body.push(drawUnused(writing, chapter));
	}
	body.push(drawSources(writing, edition), drawColophon(writing, edition));
	const total = writing.pages.count();
	writing.pages = beginPages();
	const contents = drawContents(writing, writing.headings, front);
	const pages = front + writing.pages.count() + total;
	return packDocx(writing, {
		document: documentPart([title, contents, ...body]),
		header: headerPart(paragraph('RunningHead', headOf(writing, content))),
		footer: footerPart(
			paragraph('Running', footOf(writing, editionLine(edition), pages), { align: 'center' })
		),
		core: {
			title: content.title,
			subject: content.subtitle,
			publisher: content.publisher,
			description: editionLine(edition),
			language: content.language,
			day: facts.releasedOn
		}
	});
}

function beginWriting({ content, locale, sourceNumbers }: Edition): Writing {
	const writing: Writing = {
		language: content.language,
		locale,
		numbers: sourceNumbers,
		...{ notes: [], used: new Set(), footnotes: [], lists: 0, figures: 0, marks: 0 },
		...{ pictures: [], headings: [], said: '', pages: beginPages() },
		...{ relations: { text: [...FIXED_RELATIONS], notes: [] }, part: 'text' },
		drawNote: (note) => drawNote(writing, note)
	};
	return writing;
}

function placeChapter(writing: Writing, chapter: Chapter): string {
	writing.notes = chapter.footnotes;
	writing.used = new Set();
	return placeHeading(writing, 1, runsOf(writing, chapter.title));
}

function drawText(
	writing: Writing,
	piece: Exclude<Chapter['pieces'][number], { kind: 'figure' }>
): string {
	if (piece.kind === 'text') return drawBlocks(writing, piece.blocks);
	const { locale } = writing;
	const strength = piece.strength
		? place(writing, 'Strength', runsOf(writing, strengthOf(piece.strength, locale)))
		: '';
	return strength + drawBlocks(writing, piece.blocks, { depth: 0, style: 'Finding' });
}

/** A footnote nothing refers to is printed all the same. */
const drawUnused = (writing: Writing, chapter: Chapter): string =>
	chapter.footnotes
		.map((note, at) => (writing.used.has(at + 1) ? '' : drawNote(writing, note)))
		.join('');

function strengthOf(strength: Strength, locale: 'en' | 'id'): string {
	const words = {
		well_supported: m.edition_well_supported,
		some_support: m.edition_some_support,
		contested: m.edition_contested
	}[strength]({}, { locale });
	return `${m.edition_finding({}, { locale })} · ${SIGNS[strength]} ${words}`;
}

function headOf(writing: Writing, content: EditionContent): string {
	const { locale } = writing;
	const invented = content.study.isInvented ? m.edition_invented_title({}, { locale }) : '';
	return runsOf(writing, [content.title, invented].filter(Boolean).join(' · '));
}

const footOf = (writing: Writing, state: string, pages: number): string =>
	[
		runsOf(writing, `${state} · `),
		field(' PAGE ', run('1')),
		run(' / '),
		field(' NUMPAGES ', run(String(pages)))
	].join('');

function documentPart(body: readonly string[]): string[] {
	const reference = (what: 'header' | 'footer', [all, first]: readonly [string, string]) =>
		`<w:${what}Reference w:type="default" r:id="${all}"/><w:${what}Reference w:type="first" r:id="${first}"/>`;
	const margins = `w:top="${PAGE.top}" w:right="${PAGE.side}" w:bottom="${PAGE.bottom}" w:left="${PAGE.side}" w:header="708" w:footer="708" w:gutter="0"`;
	return [
		`${XML}<w:document ${NAMESPACES}><w:body>`,
		...body,
		`<w:sectPr>${reference('header', RUNNING.headers)}${reference('footer', RUNNING.footers)}<w:pgSz w:w="${PAGE.width}" w:h="${PAGE.height}"/><w:pgMar ${margins}/><w:titlePg/></w:sectPr></w:body></w:document>`
	];
}
