/** What the parts of a Word document share while it is written, and running text. */
import type { Inline, TextBlock } from '#lib/report/content.ts';
import type { StyleId } from './look.ts';
import type { Marked, Pages } from './pages.ts';
import { type Relation, relationId } from './parts.ts';
import { directionOf, fontOf, languageOf, splitScripts } from './scripts.ts';
import {
	LINE_BREAK,
	type ParagraphLook,
	bookmark,
	linkOut,
	linkTo,
	paragraph,
	run,
	runAsIs
} from './xml.ts';

type Locale = 'en' | 'id';

/** How words look besides what their paragraph's style says. */
export interface Look {
	isBold?: boolean;
	isItalic?: boolean;
	style?: 'Hyperlink' | 'Citation';
	color?: string;
}

/** A heading as the contents name it. */
export interface Heading extends Marked {
	level: 1 | 2 | 3;
	words: string;
	anchor: string;
}

/** A part of the file while it is written, with what it refers to. */
export type Relations = Relation[];

export interface Writing {
	/** BCP 47, of the edition. */
	language: string;
	/** Language of our own words in it. */
	locale: Locale;
	/** Number of each source by its label, from 1. */
	numbers: ReadonlyMap<string, number>;
	/** Footnotes of the chapter being written. */
	notes: readonly TextBlock[][];
	/** Footnotes of that chapter that were referred to. */
	used: Set<number>;
	/** Footnotes of the document so far, in the order they are referred to. */
	footnotes: string[];
	/** How many ordered lists there are so far: each counts from one. */
	lists: number;
	/** How many figures there are so far, and how many pictures. */
	figures: number;
	pictures: { png: Uint8Array }[];
	/** How many bookmarks there are so far. */
	marks: number;
	headings: Heading[];
	/** What the text and what the footnotes refer to, and which of them is being written. */
	relations: { text: Relations; notes: Relations };
	part: 'text' | 'notes';
	/** Words of the paragraph being written, by which its lines are counted. */
	said: string;
	pages: Pages;
	/** Draws a footnote's text; set by the blocks, which know how. */
	drawNote: (note: readonly TextBlock[]) => string;
}

/** The bookmark of a source in the list at the end. */
export const sourceMark = (number: number): string => `source_${number}`;

/** The id by which a part refers to something, the same one for the same thing. */
export function refer(relations: Relations, relation: Relation): string {
	const known = relations.findIndex(
		({ kind, target }) => kind === relation.kind && target === relation.target
	);
	return relationId(known === -1 ? relations.push(relation) - 1 : known);
}

/** What makes a stretch differ from the style it stands in, as the elements of its `rPr`. */
function propertiesOf(script: string, language: string, writing: Writing, look: Look): string {
	let properties = look.style ? `<w:rStyle w:val="${look.style}"/>` : '';
	if (script !== 'latin') properties += fontOf(script);
	if (look.isBold) properties += '<w:b/><w:bCs/>';
	if (look.isItalic) properties += '<w:i/><w:iCs/>';
	if (look.color) properties += `<w:color w:val="${look.color}"/>`;
	if (script !== 'latin') return properties + directionOf(script) + languageOf(script, language);
	// What every style begins with needs not be said again.
	if (language === writing.language) return properties;
	const tag = languageOf(script, language);
	return tag === languageOf(script, writing.language) ? properties : properties + tag;
}

/** A text in runs of one script each, in the language it is said to be in; its lines stay lines. */
export function runsOf(
	writing: Writing,
	text: string,
	look: Look = {},
	language = writing.language
): string {
	writing.said += text;
	if (SIMPLE.test(text))
		return text === '' ? '' : runAsIs(text, propertiesOf('latin', language, writing, look));
	return text
		.split('\n')
		.map((line) => drawLine(writing, line, look, language))
		.join(LINE_BREAK);
}

/** Latin letters and signs that XML takes as they are, in one line: most texts. */
const SIMPLE = /^[ !#-%(-;=?-~\xa0-\u02af\u1e00-\u1eff\u2010-\u2027]*$/;

function drawLine(writing: Writing, line: string, look: Look, language: string): string {
	let runs = '';
	for (const { text, script } of splitScripts(line))
		runs += run(text, propertiesOf(script, language, writing, look));
	return runs;
}

/** The words since the last paragraph was closed; they are counted once. */
export function takeSaid(writing: Writing): string {
	const { said } = writing;
	writing.said = '';
	return said;
}

/** A paragraph of the text, which takes its place on a page. */
export function place(
	writing: Writing,
	style: StyleId,
	runs: string,
	look: ParagraphLook = {}
): string {
	writing.pages.paragraph(style, takeSaid(writing), look);
	return paragraph(style, runs, look);
}

/** A heading of the text, with a place the contents lead to. */
export function placeHeading(writing: Writing, level: 1 | 2 | 3 | 4, runs: string): string {
	const style = `Heading${level}` as const;
	const breakBefore = level === 1;
	if (level === 4) return place(writing, style, runs);
	const words = takeSaid(writing);
	const heading = { level, words, page: 1, anchor: `_Toc${writing.headings.length + 1}` };
	writing.headings.push(heading);
	writing.pages.paragraph(style, words, { breakBefore, mark: heading });
	return paragraph(style, bookmark(++writing.marks, heading.anchor, runs), { breakBefore });
}

/** Where running text stands: in a footnote, which holds no other, or in a link, which holds none. */
export interface Within {
	isNote?: boolean;
	isLink?: boolean;
}

/** Running text as what stands in a paragraph. */
export function drawInline(
	writing: Writing,
	content: readonly Inline[],
	look: Look = {},
	within: Within = {}
): string {
	return content.map((part) => drawPart(writing, part, look, within)).join('');
}

function drawPart(writing: Writing, part: Inline, look: Look, within: Within): string {
	switch (part.kind) {
		case 'text':
			return runsOf(writing, part.text, look);
		case 'strong':
			return drawInline(writing, part.content, { ...look, isBold: true }, within);
		case 'emphasis':
			return drawInline(writing, part.content, { ...look, isItalic: true }, within);
		case 'link': {
			const isLink = !within.isLink && /^(https|mailto):/i.test(part.href);
			if (!isLink) return drawInline(writing, part.content, look, within);
			const linked = { ...look, style: 'Hyperlink' as const };
			const runs = drawInline(writing, part.content, linked, { ...within, isLink });
			return drawLink(writing, part.href, runs);
		}
		case 'cite': {
			const number = writing.numbers.get(part.label);
			if (number === undefined) return runsOf(writing, `[${part.label}]`, look);
			const words = runsOf(writing, `[${number}]`, { style: 'Citation' });
			return within.isLink ? words : linkTo(sourceMark(number), words);
		}
		case 'footnote': {
			const note = writing.notes[part.number - 1];
			return note && !within.isNote ? drawReference(writing, note, part.number) : '';
		}
		case 'break':
			writing.said += '\n';
			return LINE_BREAK;
	}
}

/** A link out of the document around runs. */
export function drawLink({ relations, part }: Writing, href: string, runs: string): string {
	const relation = { kind: 'hyperlink', target: href, isOutside: true };
	return linkOut(refer(relations[part], relation), runs);
}

const reference = (what: string) =>
	`<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>${what}</w:r>`;

/** The sign of a footnote; its text becomes the next one of the document. */
function drawReference(writing: Writing, note: readonly TextBlock[], number: number): string {
	writing.used.add(number);
	const { said } = writing;
	writing.said = '';
	writing.part = 'notes';
	const drawn = writing.drawNote(note);
	writing.part = 'text';
	writing.said = said;
	// Its own number begins its first paragraph.
	const sign = `</w:pPr>${reference('<w:footnoteRef/>')}`;
	const words = drawn === '' ? paragraph('FootnoteText', '') : drawn;
	const at = writing.footnotes.push(words.replace('</w:pPr>', sign));
	return reference(`<w:footnoteReference w:id="${at}"/>`);
}
