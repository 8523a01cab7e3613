import { wordSpans } from './wordSteps.ts';

/** Three letters at a time with blanks around the word, as pg_trgm takes it apart. */
function trigrams(word: string): Set<string> {
	const padded = `  ${word} `;
	return new Set(Array.from({ length: padded.length - 2 }, (_, at) => padded.slice(at, at + 3)));
}

/** How alike two words are spelled, from 0 to 1: the trigrams they share among all they have. */
export function similarity(one: string, other: string): number {
	const left = trigrams(one);
	const right = trigrams(other);
	const shared = [...left].filter((trigram) => right.has(trigram)).length;
	return shared / (left.size + right.size - shared);
}

/** How alike a word must be to be called near. */
const NEAR = 0.3;

const fold = (text: string) => text.normalize('NFC').toLowerCase();

/**
 * The words of a text spelled most like these, in small letters: as many in a row as were asked
 * for. Undefined where none is near, and where they are the same.
 */
export function nearestWord(text: string, words: string): string | undefined {
	const asked = fold(words.trim());
	const folded = fold(text);
	const spans = wordSpans(folded);
	const length = Math.max(1, wordSpans(asked).length);
	let best: { word: string; likeness: number } | undefined;
	for (let at = 0; at + length <= spans.length; at++) {
		const word = folded.slice(spans[at]!.start, spans[at + length - 1]!.end);
		const likeness = similarity(word, asked);
		if (likeness >= NEAR && likeness < 1 && likeness > (best?.likeness ?? 0))
			best = { word, likeness };
	}
	return best?.word;
}
