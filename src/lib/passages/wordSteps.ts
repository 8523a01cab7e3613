import type { Span } from './span.ts';

const segmenters = new Map<string, Intl.Segmenter>();

function segmenterOf(language: string | null): Intl.Segmenter {
	const known = segmenters.get(language ?? 'und');
	if (known) return known;
	let made: Intl.Segmenter;
	try {
		made = new Intl.Segmenter(language ?? 'und', { granularity: 'word' });
	} catch {
		// A tag nobody knows.
		made = new Intl.Segmenter('und', { granularity: 'word' });
	}
	segmenters.set(language ?? 'und', made);
	return made;
}

/** The words of a text as passages, without blanks and punctuation, in scripts without blanks too. */
export function wordSpans(text: string, language: string | null = null): Span[] {
	return Array.from(segmenterOf(language).segment(text))
		.filter(({ isWordLike }) => isWordLike)
		.map(({ index, segment }) => ({ start: index, end: index + segment.length }));
}

/** What is chosen of a text by stepping: words from `first` to `last`; null is nothing yet. */
export type Chosen = { first: number; last: number } | null;

/** One step: to the next or the one before, taking a word in at the end, or giving one back. */
export type Step = 'next' | 'previous' | 'widen' | 'narrow' | 'all';

/** Where a step leads among `count` words. */
export function stepWords(chosen: Chosen, step: Step, count: number): Chosen {
	if (count === 0) return null;
	const last = count - 1;
	if (step === 'all') return { first: 0, last };
	if (!chosen) return step === 'previous' ? { first: last, last } : { first: 0, last: 0 };
	switch (step) {
		case 'next': {
			const at = Math.min(last, chosen.last + 1);
			return { first: at, last: at };
		}
		case 'previous': {
			const at = Math.max(0, chosen.first - 1);
			return { first: at, last: at };
		}
		case 'widen':
			return { first: chosen.first, last: Math.min(last, chosen.last + 1) };
		case 'narrow':
			return { first: chosen.first, last: Math.max(chosen.first, chosen.last - 1) };
	}
}

/** The passage from the beginning of the first chosen word to the end of the last. */
export function chosenSpan(words: readonly Span[], chosen: Chosen): Span | null {
	const first = chosen && words[chosen.first];
	const last = chosen && words[chosen.last];
	return first && last ? { start: first.start, end: last.end } : null;
}
