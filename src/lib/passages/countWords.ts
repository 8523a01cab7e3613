const made = new Map<string, Intl.Segmenter>();

/**
 * How many words a text has, by the platform's own dictionaries: also where scripts write none
 * apart (Khmer, Lao, Burmese, Thai). `language` is BCP 47, null where it is not known.
 */
export function countWords(text: string, language: string | null): number {
	let words = 0;
	for (const { isWordLike } of segmenterOf(language ?? 'und').segment(text))
		if (isWordLike) words++;
	return words;
}

function segmenterOf(language: string): Intl.Segmenter {
	const known = made.get(language);
	if (known) return known;
	let segmenter: Intl.Segmenter;
	try {
		segmenter = new Intl.Segmenter(language, { granularity: 'word' });
	} catch {
		// A tag somebody made up.
		segmenter = new Intl.Segmenter('und', { granularity: 'word' });
	}
	made.set(language, segmenter);
	return segmenter;
}
