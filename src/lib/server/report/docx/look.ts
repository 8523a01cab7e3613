/** How an edition looks in Word: colours, measures and styles, as data. */

export const COLOURS = {
	ink: '1C2321',
	quiet: '515C58',
	accent: '0B5D5B',
	line: 'CFC8B9',
	paper: 'F6F3EC'
} as const;

/** Steps of the colour ramp from light to dark, with the ink that can be read on each. */
export const STEPS = [
	{ fill: 'E4F0EE', ink: COLOURS.ink },
	{ fill: 'BFDDD9', ink: COLOURS.ink },
	{ fill: '86BDB7', ink: COLOURS.ink },
	{ fill: '2F7F7B', ink: 'FFFFFF' },
	{ fill: '0B4A48', ink: 'FFFFFF' }
] as const;

/** Twentieths of a point: A4 with 25 mm beside the text. */
export const PAGE = { width: 11906, height: 16838, side: 1417, top: 1500, bottom: 1400 } as const;
export const TEXT_WIDTH = PAGE.width - 2 * PAGE.side;
export const TEXT_HEIGHT = PAGE.height - PAGE.top - PAGE.bottom;

/** Deeper lists than this stay on the last level: nobody reads them. */
export const DEEPEST = 8;
/** Of one level of a list, in twentieths of a point. */
export const LIST_INDENT = 400;

/** A line at an edge of a paragraph: eighths of a point wide, points away from the words. */
interface Edge {
	size: number;
	color: string;
	space: number;
}

/** A style of paragraphs. Sizes in half points, lines in 240ths of one, the rest in twentieths of a point. */
export interface ParagraphStyle {
	name: string;
	size?: number;
	color?: string;
	isBold?: boolean;
	isItalic?: boolean;
	before?: number;
	after?: number;
	line?: number;
	left?: number;
	right?: number;
	hanging?: number;
	keepNext?: boolean;
	keepLines?: boolean;
	edges?: Partial<Record<'top' | 'left' | 'bottom' | 'right', Edge>>;
	fill?: string;
	/** Level in the outline, from 0. */
	outline?: number;
}

/** What a paragraph is like where its style says nothing. */
export const PLAIN = { size: 21, color: COLOURS.ink, before: 0, after: 140, line: 300 } as const;

const heading = (level: number, size: number, before: number, after: number): ParagraphStyle => ({
	name: `heading ${level}`,
	...{ size, isBold: true, before, after, line: 264, keepNext: true, keepLines: true },
	outline: level - 1
});
const bar: Edge = { size: 24, color: COLOURS.accent, space: 10 };
const warning: Edge = { size: 6, color: '8A6100', space: 6 };

/** Every style of paragraphs, by its id. */
export const STYLES = {
	Title: { name: 'Title', size: 60, isBold: true, before: 1200, after: 160, line: 264 },
	Subtitle: { name: 'Subtitle', size: 30, color: COLOURS.quiet, after: 480 },
	Heading1: { ...heading(1, 36, 0, 240), color: COLOURS.accent },
	Heading2: heading(2, 28, 400, 120),
	Heading3: heading(3, 24, 320, 80),
	Heading4: { ...heading(4, 21, 240, 60), color: COLOURS.quiet },
	Caption: { name: 'caption', size: 20, isBold: true, before: 320, after: 120, keepNext: true },
	FootnoteText: { name: 'footnote text', size: 17, after: 40, line: 252 },
	Quote: {
		...{ name: 'Quote', isItalic: true, before: 60, left: 420, right: 420 },
		edges: { left: { ...bar, size: 12, color: COLOURS.line } }
	},
	Finding: { name: 'Finding', before: 40, after: 100, left: 280, edges: { left: bar } },
	Strength: {
		...{ name: 'Strength', size: 18, color: COLOURS.accent, isBold: true, keepNext: true },
		...{ before: 40, after: 100, left: 280, edges: { left: bar } }
	},
	Picture: { name: 'Picture', after: 120 },
	Note: { name: 'Note', size: 17, color: COLOURS.quiet, before: 80, after: 320, line: 252 },
	Legend: { name: 'Legend', size: 17, before: 80, after: 80 },
	Cell: { name: 'Table text', size: 18, before: 40, after: 40, line: 252 },
	SmallCell: { name: 'Table text small', size: 14, before: 20, after: 20, line: 240 },
	Source: {
		...{ name: 'Source', size: 19, before: 140, after: 40, line: 276 },
		...{ left: 620, hanging: 620, keepLines: true }
	},
	SourceWords: {
		...{ name: 'Words of a source', size: 18, color: COLOURS.quiet },
		...{ after: 40, line: 276, left: 620 }
	},
	FrontHeading: {
		...{ name: 'Front matter heading', isBold: true, size: 24 },
		...{ before: 480, after: 80, keepNext: true }
	},
	Notice: {
		...{ name: 'Notice', isBold: true, size: 20, fill: 'FFF3D6' },
		...{ before: 200, after: 200, left: 140, right: 140 },
		edges: { top: warning, left: warning, bottom: warning, right: warning }
	},
	Front: { name: 'Front matter', color: COLOURS.quiet, after: 60 },
	Running: { name: 'Running head', size: 16, color: COLOURS.quiet, after: 0 },
	RunningHead: {
		...{ name: 'Running head above', size: 16, color: COLOURS.quiet, after: 0 },
		edges: { bottom: { size: 4, color: COLOURS.line, space: 4 } }
	},
	TOCHeading: {
		...{ name: 'TOC Heading', size: 36, isBold: true, color: COLOURS.accent },
		...{ after: 240, keepNext: true }
	},
	TOC1: { name: 'toc 1', isBold: true, before: 120, after: 40 },
	TOC2: { name: 'toc 2', left: 300, after: 20 },
	TOC3: { name: 'toc 3', size: 19, color: COLOURS.quiet, left: 600, after: 20 }
} as const satisfies Record<string, ParagraphStyle>;

export type StyleId = keyof typeof STYLES | 'Normal';

/** A style of paragraphs as its table says it. */
export const styleOf = (id: StyleId): ParagraphStyle =>
	id === 'Normal' ? { name: 'Normal' } : STYLES[id];

/** The id of the one style of all tables. */
export const TABLE_STYLE = 'EditionTable';
