import {
	AlignmentType,
	BorderStyle,
	Document,
	Footer,
	Header,
	Packer,
	PageNumber,
	Paragraph,
	TextRun
} from 'docx';
import { estimatePageNumbersWith } from 'docx/layout';
import { m } from '#lib/paraglide/messages.js';
import type {
	Chapter,
	EditionContent,
	EditionFacts,
	Figure,
	Strength
} from '#lib/report/content.ts';
import { prepareEdition } from '#lib/report/html/edition.ts';
import { editionLine } from '#lib/report/html/frame.ts';
import { drawFigure, sizeOfDrawing } from '#lib/report/draw/svg.ts';
import { type Picture, drawPng } from '../pictures/drawPng.ts';
import { unpackedFaces } from '../pictures/fonts.ts';
import { drawBlocks, drawNote } from './blocks.ts';
import { drawColophon, drawFront, drawSources, heading1 } from './ends.ts';
import { drawFigureBlocks } from './figure.ts';
import { fixDocx } from './fixDocx.ts';
import { COLOURS, PAGE, numbering, stylesOf } from './look.ts';
import { type Block, type Writing, runsOf } from './writing.ts';

const SIGNS: Record<Strength, string> = {
	well_supported: '●',
	some_support: '◐',
	contested: '◇'
};

/**
 * An edition as a Word document: real styles, contents with their pages, footnotes, citations that
 * lead to the sources, each figure as a picture and as the table behind it. What was taken out since
 * the release is not in it. The same content and facts give the same bytes.
 */
export async function writeEditionDocx(
	frozen: EditionContent,
	facts: EditionFacts
): Promise<Uint8Array> {
	const edition = prepareEdition(frozen, facts);
	const { content, locale } = edition;
	const { language } = content;
	const writing: Writing = {
		language,
		locale,
		numbers: edition.sourceNumbers,
		notes: [],
		used: new Set(),
		footnotes: [],
		lists: 0,
		drawNote: (note) => drawNote(writing, note)
	};
	const chapters: Block[] = [];
	for (const chapter of content.chapters) chapters.push(...(await drawChapter(writing, chapter)));
	const children = [
		...drawFront(writing, edition),
		...chapters,
		...drawSources(writing, edition),
		...drawColophon(writing, edition)
	];
	const document = new Document({
		title: content.title,
		subject: content.subtitle,
		creator: content.publisher,
		lastModifiedBy: content.publisher,
		description: editionLine(edition),
		styles: stylesOf(language),
		numbering,
		footnotes: Object.fromEntries(writing.footnotes.map((note, at) => [at + 1, note])),
		pageNumbers: estimatePageNumbersWith({
			guess: true,
			fonts: latinFaces()
		}),
		sections: [
			{
				properties: {
					titlePage: true,
					page: {
						size: { width: PAGE.width, height: PAGE.height },
						margin: { top: PAGE.top, bottom: PAGE.bottom, left: PAGE.side, right: PAGE.side }
					}
				},
				headers: {
					default: new Header({ children: [runningHead(writing, content)] }),
					first: new Header({ children: [new Paragraph({ style: 'Running', children: [] })] })
				},
				footers: {
					default: new Footer({ children: [pageNumber(writing, editionLine(edition))] }),
					first: new Footer({ children: [new Paragraph({ style: 'Running', children: [] })] })
				},
				children
			}
		]
	});
	const packed = await Packer.toBuffer(document);
	return fixDocx(new Uint8Array(packed), facts.releasedOn);
}

/** So many times as tall as wide a picture could not be read on a page. */
const TALLEST = 3;

/** The picture of a figure; null where its table is all there is to read. */
async function pictureOf(figure: Figure, language: string): Promise<Picture | null> {
	if (figure.draw === 'plain') return null;
	const { width, height } = sizeOfDrawing(figure, { language });
	return height > TALLEST * width ? null : await drawPng(drawFigure(figure, { language }));
}

async function drawChapter(writing: Writing, chapter: Chapter): Promise<Block[]> {
	const { locale, language } = writing;
	writing.notes = chapter.footnotes;
	writing.used = new Set();
	const drawn: Block[] = [heading1(writing, chapter.title)];
	for (const piece of chapter.pieces) {
		if (piece.kind === 'text') drawn.push(...drawBlocks(writing, piece.blocks));
		else if (piece.kind === 'figure') {
			drawn.push(
				...drawFigureBlocks(writing, piece.figure, await pictureOf(piece.figure, language))
			);
		} else {
			if (piece.strength)
				drawn.push(
					new Paragraph({
						style: 'Strength',
						children: runsOf(strengthOf(piece.strength, locale), language)
					})
				);
			drawn.push(...drawBlocks(writing, piece.blocks, { depth: 0, style: 'Finding' }));
		}
	}
	// A footnote nothing refers to is printed all the same.
	for (const [at, note] of chapter.footnotes.entries())
		if (!writing.used.has(at + 1)) drawn.push(...drawNote(writing, note));
	return drawn;
}

/** What lines are measured by; scripts that are not in them are guessed by their letters' number. */
const latinFaces = () =>
	unpackedFaces()
		.filter(({ name }) => name.startsWith('noto-sans-latin-') && !name.includes('-ext-'))
		.map(({ family, data }) => ({ name: family, data }));

function strengthOf(strength: Strength, locale: 'en' | 'id'): string {
	const words = {
		well_supported: m.edition_well_supported,
		some_support: m.edition_some_support,
		contested: m.edition_contested
	}[strength]({}, { locale });
	return `${m.edition_finding({}, { locale })} · ${SIGNS[strength]} ${words}`;
}

function runningHead({ language, locale }: Writing, content: EditionContent): Paragraph {
	const text = [
		content.title,
		content.study.isInvented ? m.edition_invented_title({}, { locale }) : ''
	]
		.filter(Boolean)
		.join(' · ');
	return new Paragraph({
		style: 'Running',
		border: { bottom: { style: BorderStyle.SINGLE, size: 4, color: COLOURS.line, space: 4 } },
		children: runsOf(text, language)
	});
}

const pageNumber = ({ language }: Writing, state: string): Paragraph =>
	new Paragraph({
		style: 'Running',
		alignment: AlignmentType.CENTER,
		children: [
			...runsOf(`${state} · `, language),
			new TextRun({ children: [PageNumber.CURRENT, ' / ', PageNumber.TOTAL_PAGES] })
		]
	});
