/** What the parts of a Word document share while it is written, and running text. */
import {
	ExternalHyperlink,
	FootnoteReferenceRun,
	InternalHyperlink,
	type IRunOptions,
	type Paragraph,
	type ParagraphChild,
	type Table,
	type TableOfContents,
	TextRun
} from 'docx';
import type { Inline, TextBlock } from '#lib/report/content.ts';
import { runOf, splitScripts } from './scripts.ts';

export type Block = Paragraph | Table | TableOfContents;
type Locale = 'en' | 'id';
type Look = Pick<IRunOptions, 'bold' | 'italics' | 'style' | 'superScript' | 'size' | 'color'>;

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
	footnotes: { children: Paragraph[] }[];
	/** How many ordered lists there are so far: each counts from one. */
	lists: number;
	/** Draws a footnote's text; set by the blocks, which know how. */
	drawNote: (note: readonly TextBlock[]) => Paragraph[];
}

/** The bookmark of a source in the list at the end. */
export const sourceMark = (number: number): string => `source_${number}`;

/** A text in runs of one script each, in the language it is said to be in; its lines stay lines. */
export function runsOf(text: string, language: string, look: Look = {}): TextRun[] {
	// XML 1.0 knows no other control characters, and Word refuses a file with them.
	const printable = text.toWellFormed().replace(/[^\P{Cc}\t\n]|[\uFFFE\uFFFF]/gu, '');
	return printable
		.split('\n')
		.flatMap((line, at) => [
			...(at > 0 ? [new TextRun({ break: 1 })] : []),
			...splitScripts(line).map(
				(run) => new TextRun({ ...runOf(run.script, language), ...look, text: run.text })
			)
		]);
}

/** Where running text stands: in a footnote, which holds no other, or in a link, which holds none. */
interface Within {
	isNote?: boolean;
	isLink?: boolean;
}

/** Running text as what stands in a paragraph. */
export function drawInline(
	writing: Writing,
	content: readonly Inline[],
	look: Look = {},
	within: Within = {}
): ParagraphChild[] {
	return content.flatMap((part): ParagraphChild[] => {
		switch (part.kind) {
			case 'text':
				return runsOf(part.text, writing.language, look);
			case 'strong':
				return drawInline(writing, part.content, { ...look, bold: true }, within);
			case 'emphasis':
				return drawInline(writing, part.content, { ...look, italics: true }, within);
			case 'link': {
				const isLink = !within.isLink && /^(https|mailto):/i.test(part.href);
				if (!isLink) return drawInline(writing, part.content, look, within);
				const linked = { ...look, style: 'Hyperlink' };
				const children = drawInline(writing, part.content, linked, { ...within, isLink });
				return [new ExternalHyperlink({ link: part.href, children })];
			}
			case 'cite': {
				const number = writing.numbers.get(part.label);
				if (number === undefined) return runsOf(`[${part.label}]`, writing.language, look);
				const run = new TextRun({ text: `[${number}]`, style: 'Citation' });
				if (within.isLink) return [run];
				return [new InternalHyperlink({ anchor: sourceMark(number), children: [run] })];
			}
			case 'footnote': {
				const note = writing.notes[part.number - 1];
				if (!note || within.isNote) return [];
				writing.used.add(part.number);
				const place = writing.footnotes.push({ children: [] });
				writing.footnotes[place - 1]!.children.push(...writing.drawNote(note));
				return [new FootnoteReferenceRun(place)];
			}
			case 'break':
				return [new TextRun({ break: 1 })];
		}
	});
}
