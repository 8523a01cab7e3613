import { type Span, cutsOf } from './span.ts';

/** A hit with the words around it, cut between graphemes. */
export interface Excerpt {
	before: string;
	hit: string;
	after: string;
	/** Whether the text goes on before and after what is shown. */
	cutBefore: boolean;
	cutAfter: boolean;
}

/** Letters as search compares them: composed and small, as lower(normalize(…)) gives them in SQL. */
const fold = (text: string) => text.normalize('NFC').toLowerCase().replaceAll('ς', 'σ');

/** A text as search compares it, and for each of its units the grapheme it comes from. */
function folded(text: string): { text: string; from: number[]; cuts: number[] } {
	const cuts = cutsOf(text);
	const from: number[] = [];
	let joined = '';
	for (let at = 0; at + 1 < cuts.length; at++) {
		const piece = fold(text.slice(cuts[at], cuts[at + 1]));
		for (let unit = 0; unit < piece.length; unit++) from.push(at);
		joined += piece;
	}
	return { text: joined, from, cuts };
}

/**
 * Where words stand in a text, in any script, whatever their capitals and however their marks are
 * composed; whole graphemes, from the beginning, none overlapping another. At most `most`.
 */
export function findWords(text: string, words: string, most = 1000): Span[] {
	const wanted = fold(words.trim());
	// Most texts do not hold them, and cutting one into graphemes takes a hundred times as long.
	if (wanted === '' || !fold(text).includes(wanted)) return [];
	const { text: joined, from, cuts } = folded(text);
	const found: Span[] = [];
	let at = joined.indexOf(wanted);
	while (at >= 0 && found.length < most) {
		const span = { start: cuts[from[at]!]!, end: cuts[from[at + wanted.length - 1]! + 1]! };
		if (span.start >= (found.at(-1)?.end ?? 0)) found.push(span);
		at = joined.indexOf(wanted, at + wanted.length);
	}
	return found;
}

let words: Intl.Segmenter | undefined;

/** The last beginning of a word in `text`, where it is not further away than half of the text. */
function wordBreak(text: string, from: 'start' | 'end'): number {
	words ??= new Intl.Segmenter('und', { granularity: 'word' });
	const starts = Array.from(words.segment(text), ({ index }) => index);
	const found = from === 'start' ? starts.find((index) => index > 0) : starts.at(-1);
	const isNear = found !== undefined && (from === 'start' ? found : text.length - found) < 24;
	return isNear ? found : from === 'start' ? 0 : text.length;
}

/**
 * A passage with up to `most` graphemes on each side, cut between words where a word ends near,
 * and never inside a grapheme. A longer passage than `longest` graphemes is cut itself.
 */
export function excerpt(text: string, span: Span, most = 80, longest = 240): Excerpt {
	const cuts = cutsOf(text);
	const first = Math.max(
		0,
		cuts.findLastIndex((cut) => cut <= span.start)
	);
	const found = cuts.findIndex((cut) => cut >= span.end);
	const whole = found < 0 ? cuts.length - 1 : found;
	const last = Math.min(whole, first + longest);
	const from = Math.max(0, first - most);
	const to = Math.min(cuts.length - 1, last + most);
	let before = text.slice(cuts[from], cuts[first]);
	let after = text.slice(cuts[last], cuts[to]);
	if (from > 0) before = before.slice(wordBreak(before, 'start')).trimStart();
	if (to < cuts.length - 1) after = after.slice(0, wordBreak(after, 'end')).trimEnd();
	return {
		before,
		hit: text.slice(cuts[first], cuts[last]),
		after: last < whole ? '' : after,
		cutBefore: from > 0,
		cutAfter: to < cuts.length - 1
	};
}
