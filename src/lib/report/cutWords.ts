/** Words to take out of a text, and what stands there instead. */
export interface Cut {
	words: string;
	instead: string;
}

/** What editors and their programs write in more than one way. */
const ALIKE: readonly string[] = ["'’‘ʼ`", '"“”„«»', '-‐‑–—'];

const literal = (character: string) => character.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

/** Words of scripts with blanks are cut only whole: “An” is no part of “Ana”. */
const SPACED = /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}]/u;
const BESIDE = '[\\p{L}\\p{M}\\p{N}]';
/** Shorter words are cut only as they are written: somebody called An is no article. */
const LONG = 8;

/** Cuts are the same for every text of an edition, and there are thousands of those. */
const patterns = new WeakMap<Cut, RegExp>();

function findIn(text: string, cut: Cut): RegExpExecArray[] {
	let pattern = patterns.get(cut);
	if (!pattern) patterns.set(cut, (pattern = patternOf(cut.words)));
	return [...text.matchAll(pattern)];
}

/** A pattern for words whatever blanks, quotation marks and hyphens they are written with. */
function patternOf(words: string): RegExp {
	const clean = words.normalize('NFC').trim();
	const source = clean
		.split(/\s+/)
		.map((word) =>
			[...word]
				.map((character) => {
					const alike = ALIKE.find((each) => each.includes(character));
					return alike ? `[${[...alike].map(literal).join('')}]` : literal(character);
				})
				.join('')
		)
		.join('\\s+');
	const before = SPACED.test(clean) ? `(?<!${BESIDE})` : '';
	const after = SPACED.test([...clean].at(-1) ?? '') ? `(?!${BESIDE})` : '';
	return new RegExp(before + source + after, clean.length < LONG ? 'gu' : 'giu');
}

/**
 * A text in pieces without the words to cut: they are found across the pieces. What stands instead
 * goes where the words began. Gives as many pieces as it takes, the same ones where nothing is found.
 */
export function cutWords(pieces: readonly string[], cuts: readonly Cut[]): string[] {
	let now = pieces.map((piece) => piece.normalize('NFC'));
	let isCut = false;
	// Long ones first: a name within the words must not keep them from being found.
	for (const cut of cuts.toSorted((a, b) => b.words.length - a.words.length)) {
		for (const match of findIn(now.join(''), cut).reverse()) {
			now = cutRange(now, match.index, match.index + match[0].length, cut.instead);
			isCut = true;
		}
	}
	return isCut ? now : [...pieces];
}

function cutRange(pieces: string[], start: number, end: number, instead: string): string[] {
	let at = 0;
	let isSaid = false;
	return pieces.map((piece) => {
		const [from, to] = [Math.max(0, start - at), Math.min(piece.length, end - at)];
		at += piece.length;
		if (from >= to) return piece;
		const left = piece.slice(0, from) + (isSaid ? '' : instead) + piece.slice(to);
		isSaid = true;
		return left;
	});
}
