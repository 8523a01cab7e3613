import { m } from '#lib/paraglide/messages.js';
import type { EditionContent, EditionFacts, Piece, TextBlock } from '../content.ts';
import { leadingOf, wrap } from '../draw/fit.ts';
import { sizeOfDrawing } from '../draw/svg.ts';
import { escape } from '../escape.ts';
import { PAGE_LINKS, writePieces } from './chapter.ts';
import { type Edition, prepareEdition } from './edition.ts';
import { editionLine, suggestedCitation, writeInvented, writePage } from './frame.ts';
import { plainInline } from './inline.ts';
import { EDITION_LOOK } from './look.ts';
import { openChapter } from './room.ts';

/** Pixels a sheet of A4 has between its margins at 96 to the inch, with room for guessing wrong. */
const SHEET = { width: 640, height: 860 };
const LETTERS = 14;

const LOOK = `
@page{size:A4;margin:14mm 16mm 14mm;@bottom-center{content:none}}
.sheet{max-width:42.5rem;margin:0 auto;padding-top:1rem}.sheet h1{margin:.25rem 0 .75rem}.sheet figure{margin:1rem 0}.sheet .behind{display:none}.sheet .sources li{margin-bottom:.4rem}.sheet footer{border-top:1px solid var(--line-2);margin-top:1rem;padding-top:.5rem;font:.8125rem/1.5 var(--sans);color:var(--ink-2)}
@media print{.sheet{font-size:9.5pt;padding:0}.sheet .chapter{font-size:9.5pt;break-before:auto}.sheet .finding{margin:.5rem 0;padding:.5rem .75rem}.sheet .sources{font-size:8pt;line-height:1.35}.sheet h2{font-size:11pt;margin:.75rem 0 .25rem}.sheet .invented{font-size:8.5pt}}`;

/**
 * A country on one sheet of A4: its findings first, then as much of its chapter as fits, with the
 * sources of what is there. What does not fit is said to be in the study. null where the edition has
 * no chapter on the country. Takes its code as in the chapter's key.
 */
export function renderOnePager(
	content: EditionContent,
	facts: EditionFacts,
	countryCode: string
): string | null {
	const edition = prepareEdition(content, facts);
	const chapter = edition.content.chapters.find(
		({ kind, key }) => kind === 'country' && key.toUpperCase() === countryCode.toUpperCase()
	);
	if (!chapter) return null;
	const findings = chapter.pieces.filter(({ kind }) => kind === 'finding');
	const others = chapter.pieces.filter(({ kind }) => kind !== 'finding');
	const units = [...findings, ...others].flatMap(divide);
	const { kept, isAll } = fitting(units, edition);
	// Footnotes stay in the study: a sheet has no room for them, and a number without one says nothing.
	const room = openChapter(edition, { ...chapter, pieces: kept, footnotes: [] }, PAGE_LINKS, {
		topLevel: 2
	});
	const body = [...writePieces(room)].join('\n');
	const { locale } = edition;
	const cited = [...room.places.cite.keys()].sort((a, b) => a - b);
	const rest = isAll
		? ''
		: `<p class="small">${escape(m.edition_one_pager_more({}, { locale }))}</p>`;
	const title = `${chapter.title} – ${edition.content.title || edition.content.study.name}`;
	return writePage(
		edition,
		title,
		`<style>${EDITION_LOOK}${LOOK.replace(/\n/g, '')}</style>`,
		[
			'<main class="sheet" id="text">',
			`<p class="study">${escape(edition.content.study.name)} · ${escape(edition.content.round.name)}</p>`,
			`<article class="chapter"><h1>${escape(chapter.title)}</h1>${writeInvented(edition)}${body}${rest}</article>`,
			writeCited(edition, cited),
			`<footer><p>${escape(m.edition_one_pager_from({ title: suggestedCitation(edition) }, { locale }))}</p><p>${escape(editionLine(edition))}</p></footer>`,
			'</main>'
		].join('\n')
	);
}

/** Titles of the sources cited; their words are in the study. */
function writeCited({ content, locale }: Edition, numbers: readonly number[]): string {
	if (numbers.length === 0) return '';
	const items = numbers.map(
		(number) =>
			`<li id="source-${number}" value="${number}">${escape(content.sources[number - 1]!.title)}</li>`
	);
	return `<h2>${escape(m.edition_sources({}, { locale }))}</h2><ol class="sources">${items.join('')}</ol>`;
}

/** Parts that may stand or go one by one: a text by its blocks. */
function divide(piece: Piece): Piece[] {
	return piece.kind === 'text'
		? piece.blocks.map((block) => ({ kind: 'text', blocks: [block] }))
		: [piece];
}

function fitting(units: readonly Piece[], edition: Edition): { kept: Piece[]; isAll: boolean } {
	const kept: Piece[] = [];
	// Heading, notice and footer; each source cited takes a line of its own.
	let height = 190;
	for (const unit of units) {
		const more = heightOf(unit, edition);
		if (height + more > SHEET.height) continue;
		height += more;
		kept.push(unit);
	}
	// A heading with nothing below it is left out too.
	while (isHeading(kept.at(-1))) kept.pop();
	return { kept, isAll: kept.length === units.length };
}

const isHeading = (piece: Piece | undefined) =>
	piece?.kind === 'text' && piece.blocks[0]?.kind === 'heading';

function heightOf(piece: Piece, edition: Edition): number {
	const { language } = edition.content;
	if (piece.kind === 'figure') {
		const { figure } = piece;
		const { height } = sizeOfDrawing(figure, { language });
		return height + 60 + heightOfText(figure.title + figure.note, language);
	}
	const blocks = piece.blocks.reduce((sum, block) => sum + heightOfBlock(block, edition), 0);
	return piece.kind === 'finding' ? blocks + 56 : blocks;
}

function heightOfText(text: string, language: string): number {
	return wrap(text, SHEET.width, LETTERS, language).length * (leadingOf(text, LETTERS) + 4);
}

function heightOfBlock(block: TextBlock, edition: Edition): number {
	const { language } = edition.content;
	switch (block.kind) {
		case 'quote':
			return 24 + block.content.reduce((sum, each) => sum + heightOfBlock(each, edition), 0);
		case 'list':
			return block.items.flat().reduce((sum, each) => sum + heightOfBlock(each, edition), 12);
		case 'table':
			return [block.head, ...block.rows].reduce(
				(sum, row) => sum + 14 + heightOfText(row.map(plainInline).join(' '), language) * 1.5,
				24
			);
		default: {
			const cites = block.content.filter(({ kind }) => kind === 'cite').length;
			return heightOfText(plainInline(block.content), language) + 16 + cites * 22;
		}
	}
}
