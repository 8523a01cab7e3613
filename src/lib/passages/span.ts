/**
 * Passages of a text, in UTF-16 units as JavaScript counts, the end exclusive. They begin and end
 * between graphemes: half a Khmer syllable or half an emoji is no passage.
 */
export interface Span {
	start: number;
	end: number;
}

let graphemes: Intl.Segmenter | undefined;

/** Where a text may be cut: the offsets between its graphemes, 0 and its length among them. */
export function cutsOf(text: string): number[] {
	graphemes ??= new Intl.Segmenter('und', { granularity: 'grapheme' });
	const cuts = Array.from(graphemes.segment(text), ({ index }) => index);
	return [...(cuts.length === 0 ? [0] : cuts), ...(text.length > 0 ? [text.length] : [])];
}

/**
 * The smallest passage between graphemes that holds all of `span`, within the text; null where
 * nothing of it lies there. White space at both ends is left out, unless it is all there is.
 */
export function snap(text: string, span: Span): Span | null {
	let start = Math.max(0, Math.min(span.start, span.end));
	let end = Math.min(text.length, Math.max(span.start, span.end));
	if (start >= end) return null;
	const whole = text.slice(start, end);
	if (whole.trim() !== '') {
		start += whole.length - whole.trimStart().length;
		end -= whole.length - whole.trimEnd().length;
	}
	const cuts = cutsOf(text);
	start = cuts.findLast((cut) => cut <= start) ?? 0;
	end = cuts.find((cut) => cut >= end) ?? text.length;
	return start < end ? { start, end } : null;
}

/** Graphemes of a text: what people call its length, in every script. */
export function lengthOf(text: string): number {
	return text === '' ? 0 : cutsOf(text).length - 1;
}
