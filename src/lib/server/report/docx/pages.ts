/**
 * Says on which page of a Word document a heading will stand, for the contents: Word counts pages
 * only when somebody asks it to. An estimate; it was at most two pages off in two hundred.
 */
import { PLAIN, type StyleId, TEXT_HEIGHT, TEXT_WIDTH, styleOf } from './look.ts';

/** Advances of Noto Sans from the blank to the tilde, in thousandths of the size. */
const WIDTHS = [
	260, 269, 408, 646, 572, 831, 732, 225, 300, 300, 551, 572, 268, 322, 268, 372, 572, 572, 572,
	572, 572, 572, 572, 572, 572, 572, 268, 268, 572, 572, 572, 434, 899, 639, 650, 632, 730, 556,
	519, 728, 741, 339, 273, 619, 524, 907, 760, 781, 605, 781, 622, 549, 556, 731, 600, 930, 586,
	566, 572, 329, 372, 329, 572, 444, 281, 561, 615, 480, 615, 564, 344, 615, 618, 258, 258, 534,
	258, 935, 618, 605, 615, 615, 413, 479, 361, 618, 508, 786, 529, 510, 470, 380, 551, 380, 572
];
/** How much wider bold letters are. */
const BOLD = 1.07;

/** Where letters that are not ASCII begin, how wide they are, and how high their lines. */
const LETTERS: readonly { from: number; width: number; height: number; isBroken: boolean }[] = [
	{ from: 0x80, width: 580, height: 1.362, isBroken: false },
	{ from: 0x300, width: 0, height: 1.362, isBroken: false },
	{ from: 0x370, width: 600, height: 1.362, isBroken: false },
	{ from: 0x900, width: 600, height: 1.6, isBroken: false },
	{ from: 0xb80, width: 970, height: 1.362, isBroken: false },
	{ from: 0xc00, width: 700, height: 1.5, isBroken: false },
	{ from: 0xe00, width: 460, height: 1.511, isBroken: true },
	{ from: 0xe80, width: 480, height: 1.645, isBroken: true },
	{ from: 0x1000, width: 690, height: 2.184, isBroken: true },
	{ from: 0x1100, width: 950, height: 1.45, isBroken: true },
	{ from: 0x1780, width: 610, height: 1.362, isBroken: true },
	{ from: 0x1800, width: 580, height: 1.362, isBroken: false },
	{ from: 0x2000, width: 500, height: 1.362, isBroken: false },
	{ from: 0x2e80, width: 1000, height: 1.45, isBroken: true }
];
const LATIN_HEIGHT = 1.362;
const LINE_FEED = 10;
const BLANK = 32;
const BLANK_WIDTH = WIDTHS[0]!;

/** The kind of each letter below the last kind's, as its place in {@link LETTERS}, from 1; 0 for ASCII. */
const KINDS = new Uint8Array(LETTERS.at(-1)!.from + 1);
for (const [at, { from }] of LETTERS.entries()) KINDS.fill(at + 1, from);
/** The width of each of those. */
const ADVANCES = Uint16Array.from(KINDS, (kind, code) =>
	kind === 0 ? (WIDTHS[code - BLANK] ?? 0) : LETTERS[kind - 1]!.width
);
const LAST = ADVANCES.length - 1;

/** How many lines words take, and how high their letters are in parts of their size. */
export function linesOf(
	words: string,
	size: number,
	width: number,
	isBold = false
): { lines: number; height: number } {
	// Half points of a size, twentieths of a point of a width: ten of one are one of the other.
	const limit = (width * 1000) / (size * 10 * (isBold ? BOLD : 1));
	let lines = 1;
	let x = 0;
	let word = 0;
	let height = LATIN_HEIGHT;
	for (let at = 0; at < words.length; at++) {
		const code = Math.min(words.charCodeAt(at), LAST);
		if (code === BLANK) {
			// Blanks hang over the edge.
			x += BLANK_WIDTH;
			word = 0;
			continue;
		}
		if (code === LINE_FEED) {
			lines++;
			x = word = 0;
			continue;
		}
		const letter = ADVANCES[code]!;
		x += letter;
		word += letter;
		if (code > 0x7f) {
			const kind = LETTERS[KINDS[code]! - 1]!;
			if (kind.height > height) height = kind.height;
			if (kind.isBroken) word = 0;
		}
		if (x > limit) {
			lines++;
			if (word === 0 || word >= limit) word = letter;
			x = word;
		}
	}
	return { lines, height };
}

/** A height that stays together, with the heading whose page it is if it is one. */
interface Held {
	height: number;
	mark?: Marked;
}
/** A heading: where it stands is known only once what must stay with it is placed. */
export interface Marked {
	/** From 1, counted from the first page of what was placed. */
	page: number;
}

export interface Pages {
	/** A paragraph of words in a style; `left` in place of the style's own. */
	paragraph: (style: StyleId, words: string, look?: PlacedLook) => void;
	/** A picture or a row, which is never divided; in twentieths of a point. */
	block: (height: number) => void;
	/** A table, whose head is so high and stands on each of its pages. */
	beginTable: (head: number) => void;
	endTable: () => void;
	/** A footnote, which takes room at the foot of the page it is referred to on. */
	note: (words: string) => void;
	/** Pages so far. */
	count: () => number;
}
export interface PlacedLook {
	left?: number;
	breakBefore?: boolean;
	mark?: Marked;
}

/** Height of a paragraph in a table or by itself, without what is before and after it. */
export function heightOf(style: StyleId, words: string, width: number): [number, number] {
	const { size = PLAIN.size, line = PLAIN.line, isBold } = styleOf(style);
	const { lines, height } = linesOf(words, size, width, isBold);
	return [lines, size * 10 * height * (line / 240)];
}

/** Begins a document, or a part of one that has its own first page. */
export function beginPages(): Pages {
	let [page, y] = [1, 0];
	/** Height of the head of the table that is open, which stands on each of its pages. */
	let head = 0;
	let isHeadHeld = false;
	let held: Held[] = [];
	const turn = () => {
		page++;
		y = isHeadHeld ? 0 : head;
	};
	/** Puts what must stay together onto a page that has room for it and for `least` more. */
	const settle = (least: number) => {
		const together = held.reduce((sum, { height }) => sum + height, 0);
		if (y > head && y + together + least > TEXT_HEIGHT) turn();
		for (const { mark } of held) if (mark) mark.page = page;
		y += together;
		held = [];
		isHeadHeld = false;
	};
	/** Lines run on to the next page where this one is full. */
	const run = (lines: number, height: number) => {
		for (let rest = lines; rest > 0;) {
			const room = Math.max(Math.floor((TEXT_HEIGHT - y) / height), y > head ? 0 : 1);
			const here = Math.min(rest, room);
			y += here * height;
			rest -= here;
			if (rest > 0) turn();
		}
	};
	return {
		paragraph(style, words, { left, breakBefore, mark } = {}) {
			const look = styleOf(style);
			const { before = PLAIN.before, after = PLAIN.after } = look;
			const width = TEXT_WIDTH - (left ?? look.left ?? 0) - (look.right ?? 0);
			const [lines, height] = heightOf(style, words, width);
			if (breakBefore) {
				settle(0);
				if (y > 0) [page, y] = [page + 1, 0];
			}
			if (look.keepNext) {
				held.push({ height: before + lines * height + after, mark });
				return;
			}
			settle(before + Math.min(lines, look.keepLines ? lines : 2) * height);
			y += before;
			run(lines, height);
			y += after;
		},
		block(height) {
			settle(height);
			y += height;
		},
		beginTable(height) {
			held.push({ height });
			head = height;
			isHeadHeld = true;
		},
		endTable() {
			settle(0);
			head = 0;
		},
		note(words) {
			const [lines, height] = heightOf('FootnoteText', words, TEXT_WIDTH);
			y += lines * height;
		},
		count: () => page
	};
}
