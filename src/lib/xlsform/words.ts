/**
 * Texts cut into words. Khmer, Thai, Lao and Burmese put no blanks between words, so the cut
 * comes from the platform's dictionaries; where it has none, blanks must do.
 */
let segmenters: Map<string, Intl.Segmenter> | undefined;

function pieces(text: string, granularity: 'word' | 'sentence'): string[] {
	if (typeof Intl.Segmenter !== 'function')
		return text.split(granularity === 'word' ? /(\s+)/ : /(\n+)/).filter((piece) => piece !== '');
	segmenters ??= new Map();
	const known = segmenters.get(granularity) ?? new Intl.Segmenter('und', { granularity });
	segmenters.set(granularity, known);
	return Array.from(known.segment(text), ({ segment }) => segment);
}

/** Words, blanks and punctuation, each a piece of its own; joined they are the text. */
export function wordsOf(text: string): string[] {
	return pieces(text, 'word');
}

/** As wordsOf, with blanks kept before the word they lead to: fewer and more telling pieces. */
export function spacedWordsOf(text: string): string[] {
	const words: string[] = [];
	let blanks = '';
	for (const piece of pieces(text, 'word'))
		if (piece.trim() === '') blanks += piece;
		else {
			words.push(blanks + piece);
			blanks = '';
		}
	return blanks === '' ? words : [...words, blanks];
}

/** Sentences with the blanks behind them; joined they are the text. */
export function sentencesOf(text: string): string[] {
	return pieces(text, 'sentence');
}

/**
 * Upper bound on the steps node-diff3 takes for two lists: pairs of equal pieces times the
 * length. A text of one word repeated would otherwise hold a processor for minutes.
 */
export function comparisonCost(left: readonly string[], right: readonly string[]): number {
	const counts = new Map<string, number>();
	for (const piece of left) counts.set(piece, (counts.get(piece) ?? 0) + 1);
	let pairs = 0;
	for (const piece of right) pairs += counts.get(piece) ?? 0;
	return pairs * Math.min(left.length, right.length);
}

/** Beyond this cost (about half a second of work) texts are compared in larger pieces. */
export const COSTLIEST = 1_000_000_000;

/** How many pieces two or more lists begin with in common. */
export function commonStart(lists: readonly (readonly string[])[]): number {
	const [first = [], ...others] = lists;
	let at = 0;
	while (at < first.length && others.every((other) => at < other.length && other[at] === first[at]))
		at++;
	return at;
}

/** How many pieces two or more lists end with in common, beyond the first `start`. */
export function commonEnd(lists: readonly (readonly string[])[], start: number): number {
	const shortest = Math.min(...lists.map((list) => list.length)) - start;
	const [first = [], ...others] = lists;
	let count = 0;
	while (count < shortest && others.every((other) => other.at(-1 - count) === first.at(-1 - count)))
		count++;
	return count;
}
