/**
 * Fits words into a drawing without measuring them: no fonts are known here, and the same drawing
 * is shown with different ones. Widths are estimated, rather too wide than too narrow.
 */

/** Scripts with signs above and below the letters; their lines need more room (1.75). */
const TALL = /[\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Lao}\p{Script=Thai}\p{Script=Tamil}]/u;
const WIDE =
	/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}]/u;

const widths = new Map<string, number>();
/** More than any script has letters; past it nothing is remembered. */
const MOST_WIDTHS = 10_000;

/** Width of one grapheme, in parts of the size of the letters. */
function widthOfGrapheme(grapheme: string): number {
	const known = widths.get(grapheme);
	if (known !== undefined) return known;
	const width = estimate(grapheme);
	if (widths.size < MOST_WIDTHS) widths.set(grapheme, width);
	return width;
}

function estimate(grapheme: string): number {
	if (WIDE.test(grapheme)) return 1.05;
	if (/\p{Script=Myanmar}/u.test(grapheme)) return 1.05;
	if (/\p{Script=Khmer}/u.test(grapheme)) return grapheme.length > 2 ? 1.1 : 0.8;
	if (/\p{Script=Tamil}/u.test(grapheme)) return 1.15;
	if (/[\p{Script=Thai}\p{Script=Lao}]/u.test(grapheme)) return 0.68;
	if (/^[ilIjtf.,:;'|!()[\] ]/.test(grapheme)) return 0.34;
	if (/^[mwMW@%—…]/.test(grapheme)) return 0.95;
	if (/^\p{Lu}/u.test(grapheme)) return 0.7;
	return 0.58;
}

const segmenters = new Map<string, Intl.Segmenter>();

/** Making one costs more than using it. */
function segmenter(language: string, granularity: 'grapheme' | 'word'): Intl.Segmenter {
	const name = `${granularity} ${language}`;
	const made = segmenters.get(name) ?? new Intl.Segmenter(language, { granularity });
	segmenters.set(name, made);
	return made;
}

/** Graphemes of a text: what a reader takes for one letter. */
function graphemesOf(text: string, language: string): string[] {
	if (PLAIN.test(text)) return [...text];
	return [...segmenter(language, 'grapheme').segment(text)].map(({ segment }) => segment);
}

/** Latin letters and signs, each a letter of its own in every language. */
const PLAIN = /^[\x20-\x7e\xa1-\u02af\u2010-\u2027\u2190-\u21ff\u25a0-\u25ff]*$/;
const plainWidths: number[] = [];
function plainWidth(code: number): number {
	return (plainWidths[code] ??= estimate(String.fromCharCode(code)));
}

/** Where words end that begin at `from`; both in parts of the size of the letters. */
function endOf(from: number, text: string, language: string): number {
	let end = from;
	// Most texts are plain; their letters need not be taken apart first.
	if (PLAIN.test(text))
		for (let at = 0; at < text.length; at++) end += plainWidth(text.charCodeAt(at));
	else for (const each of graphemesOf(text, language)) end += widthOfGrapheme(each);
	return end;
}

/** Width of a text in a size of letters, in the same unit. */
export function widthOf(text: string, size: number, language: string): number {
	return endOf(0, text, language) * size;
}

/** Distance between lines of a text in a size of letters. */
export function leadingOf(text: string, size: number): number {
	return Math.round(size * (TALL.test(text) ? 1.75 : 1.35));
}

/** What may stand at the start of a line: punctuation stays with the word before it. */
function wordsOf(text: string, language: string): string[] {
	const words: string[] = [];
	for (const { segment } of segmenter(language, 'word').segment(text)) {
		const before = words.at(-1);
		const clings = /^[\p{P}\p{Zs}]/u.test(segment) && !/^[([{“‘«„]/.test(segment);
		const opens = before !== undefined && /[([{“‘«„\-/]$/.test(before) && before.trim() === before;
		if (before !== undefined && (clings || opens)) words[words.length - 1] = before + segment;
		else words.push(segment);
	}
	return words;
}

/**
 * A text as lines no wider than `width`, broken between words as its language has them, within a
 * word (between graphemes) only where it would not fit alone. No word is lost.
 */
export function wrap(text: string, width: number, size: number, language: string): string[] {
	const lines: string[] = [];
	for (const paragraph of text.split(/\r\n|\r|\n/)) {
		const whole = paragraph.trim();
		if (whole === '') continue;
		// Where all of it fits nobody needs to know its words.
		if (widthOf(paragraph.trimEnd(), size, language) <= width) lines.push(whole);
		else lines.push(...breakLines(paragraph, width, size, language));
	}
	return lines;
}

function breakLines(text: string, width: number, size: number, language: string): string[] {
	const lines: string[] = [];
	let line = '';
	let end = 0;
	const fits = (more: string) => endOf(end, more.trimEnd(), language) * size <= width;
	const add = (more: string) => {
		end = endOf(end, more, language);
		line += more;
	};
	const close = () => {
		if (line.trim() !== '') lines.push(line.trim());
		[line, end] = ['', 0];
	};
	for (const word of wordsOf(text, language)) {
		if (!fits(word)) close();
		if (fits(word)) add(word);
		else
			for (const grapheme of graphemesOf(word, language)) {
				if (!fits(grapheme) && line !== '') close();
				add(grapheme);
			}
	}
	close();
	return lines;
}
