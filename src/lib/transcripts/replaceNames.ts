/**
 * Puts a pseudonym in the place of each name (rule R9). Pure: the same function makes the preview
 * and what is stored.
 */
export interface NameToReplace {
	/** As somebody writes it: upper and lower case, blanks and hidden marks make no difference. */
	name: string;
	/** What stands in its place, in brackets already, such as `[P02]`. */
	replacement: string;
}

/** A name found: where it lies in the text given, in UTF-16 units, and where what replaced it lies now. */
export interface FoundName {
	/** Place in the list of names. */
	at: number;
	start: number;
	end: number;
	newStart: number;
	newEnd: number;
}

export interface Replaced {
	text: string;
	/** In the order of the text. */
	found: FoundName[];
}

/** Scripts without blanks between words: where one ends nothing shows. */
const UNSPACED =
	'\\p{Script=Khmer}\\p{Script=Lao}\\p{Script=Thai}\\p{Script=Myanmar}\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Tai_Tham}\\p{Script=Tibetan}';
export const isUnspaced = new RegExp(`[${UNSPACED}]`, 'u');
/** Marks nobody sees, which programs and keyboards leave inside of words. */
const HIDDEN = '[\\u00AD\\u200B-\\u200F\\u2060]';
/** Those of them that part nothing. */
const JOINING = '\u00AD\u200C\u200D\u2060';
const DASHES = '-\u2010\u2011\u2012\u2013\u2014\u2015\u2212';
const APOSTROPHES = "'\u2018\u2019\u02BC\u0060\u00B4";

/**
 * A name as it is looked for: composed, without hidden marks, and without what stands around it
 * (brackets, a colon, @). Empty where nothing is left.
 */
export function cleanName(name: string): string {
	return name
		.normalize('NFC')
		.replaceAll(/[\u00AD\u200B-\u200F\u2060\uFEFF]/g, '')
		.replaceAll(/\s+/gu, ' ')
		.replaceAll(/^[\p{P}\p{S}\p{M}\s]+|[\p{P}\p{S}\s]+$/gu, '');
}

/** Finds a name in texts. */
export interface NameFinder {
	/** In one piece of UTF-16 units each: beginning and end. */
	find(text: string): [number, number][];
}

/**
 * Takes a clean name. In scripts with blanks it is found as a whole word, never inside of a longer
 * one (a possessive `’s` is none); in scripts without, wherever it lies between graphemes.
 */
export function finderOf(name: string): NameFinder {
	const letters = [...name];
	const opens = isWordLetter(letters[0]!);
	const closes = isWordLetter(letters.at(-1)!);
	const pattern = new RegExp(patternOf(letters), 'giu');
	const needsGraphemes = isUnspaced.test(name);
	return {
		find(text) {
			const found = [...text.matchAll(pattern)]
				.map((match): [number, number] => [match.index, match.index + match[0].length])
				.filter(
					([start, end]) =>
						!(opens && isWordLetter(letterBefore(text, start))) &&
						!(closes && isWordLetter(letterAfter(text, end)))
				);
			if (!needsGraphemes || found.length === 0) return found;
			const cuts = cutsOf(text);
			return found.filter(([start, end]) => cuts.has(start) && cuts.has(end));
		}
	};
}

const wordLetter = /[\p{L}\p{M}\p{N}_]/u;
/** Whether it makes a word longer that it stands beside, in scripts with blanks. */
const isWordLetter = (letter: string) => wordLetter.test(letter) && !isUnspaced.test(letter);

function letterBefore(text: string, start: number): string {
	let at = start;
	while (at > 0 && JOINING.includes(text[at - 1]!)) at -= 1;
	const isPair = at > 1 && /[\uDC00-\uDFFF]/.test(text[at - 1]!);
	return text.slice(Math.max(0, at - (isPair ? 2 : 1)), at);
}

function letterAfter(text: string, end: number): string {
	let at = end;
	while (at < text.length && JOINING.includes(text[at]!)) at += 1;
	const code = text.codePointAt(at);
	return code === undefined ? '' : String.fromCodePoint(code);
}

function patternOf(letters: readonly string[]): string {
	return letters
		.map((letter, at) => {
			if (letter === ' ') return `[\\s\\u00AD\\u200B-\\u200F\\u2060]+`;
			const next = letters[at + 1];
			const hidden = next === undefined || next === ' ' ? '' : `${HIDDEN}*`;
			if (DASHES.includes(letter)) return `[${DASHES}]${hidden}`;
			if (APOSTROPHES.includes(letter)) return `[${APOSTROPHES}]${hidden}`;
			return letter.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&') + hidden;
		})
		.join('');
}

let graphemes: Intl.Segmenter | undefined;
function cutsOf(text: string): Set<number> {
	graphemes ??= new Intl.Segmenter('und', { granularity: 'grapheme' });
	const cuts = new Set<number>([text.length]);
	for (const { index } of graphemes.segment(text)) cuts.add(index);
	return cuts;
}

/** Replaces names in text after text; made once for a list of names, which is longer than most texts. */
export function replacerOf(names: readonly NameToReplace[]): (text: string) => Replaced {
	const listed = names
		.map(({ name, replacement }, at) => ({ at, name: cleanName(name), replacement }))
		.filter(({ name }) => name !== '')
		// The longest first, so that "Sok Dara" is not left as "[P02] Dara".
		.sort((a, b) => b.name.length - a.name.length || a.at - b.at)
		.map((each) => ({ ...each, finder: finderOf(each.name) }));
	// Most texts hold no name; one look tells.
	const any = new RegExp(listed.map(({ name }) => patternOf([...name])).join('|') || '(?!)', 'iu');
	return (given) => {
		const text = given.normalize('NFC');
		if (!any.test(text)) return { text, found: [] };
		const taken: { at: number; start: number; end: number; replacement: string }[] = [];
		for (const { at, finder, replacement } of listed)
			for (const [start, end] of finder.find(text))
				if (!taken.some((other) => start < other.end && other.start < end))
					taken.push({ at, start, end, replacement });
		if (taken.length === 0) return { text, found: [] };
		taken.sort((a, b) => a.start - b.start);
		let result = '';
		let from = 0;
		const found: FoundName[] = [];
		for (const { at, start, end, replacement } of taken) {
			result += text.slice(from, start);
			const newStart = result.length;
			result += replacement;
			found.push({ at, start, end, newStart, newEnd: result.length });
			from = end;
		}
		return { text: result + text.slice(from), found };
	};
}

/**
 * What keeps a list of names from being used: a replacement that holds one of the names would put
 * it back. Gives the places of such entries.
 */
export function replacementsThatTell(names: readonly NameToReplace[]): number[] {
	const finders = names
		.map(({ name }) => cleanName(name))
		.filter(Boolean)
		.map(finderOf);
	return names.flatMap(({ replacement }, at) =>
		finders.some((finder) => finder.find(replacement.normalize('NFC')).length > 0) ? [at] : []
	);
}
