import { cleanName, finderOf, isUnspaced } from './replaceNames.ts';

/** A word that was left and looks like one of the names: a part of it, a slip, another ending. */
export interface LookAlike {
	word: string;
	/** Place of the name in the list given. */
	at: number;
	count: number;
	/** It is a part of the name, written as there: most probably the person. */
	isPart: boolean;
}

const MOST = 100;
/** Parts of names that name nobody: titles, and the small words inside of names. */
const SMALL = new Set(
	`mr mrs ms miss dr prof sir madam the and of from bin binti bte van von der den de del da dos das
	la le al el ibn abu ibu bapak pak bu bang mas mbak kak haji hj dan dari pastor father sister
	brother uncle aunt daw u ko ma saw nai nang khun lok neak thi van ngo union office`.split(/\s+/)
);

const plain = (word: string) => word.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();

interface Part {
	at: number;
	word: string;
	plain: string;
	isWhole: boolean;
}

/**
 * Words of texts, from which the names are gone already, that look like one of them: by most
 * probable first. `isKnown` says which words are nobody's, such as the pseudonyms.
 */
export function findLookAlikes(
	texts: readonly string[],
	names: readonly string[],
	isKnown: (word: string) => boolean = () => false
): LookAlike[] {
	const parts = names.flatMap(partsOf);
	if (parts.length === 0) return [];
	const counts = countWords(texts);
	const found: LookAlike[] = [];
	for (const [word, count] of counts) {
		if (isKnown(word)) continue;
		const part = likest(word, parts);
		if (part) found.push({ word, at: part.at, count, isPart: part.isPart });
	}
	found.push(...findInUnspaced(texts, parts, isKnown));
	return found
		.sort(
			(a, b) =>
				Number(b.isPart) - Number(a.isPart) || b.count - a.count || (a.word < b.word ? -1 : 1)
		)
		.slice(0, MOST);
}

function partsOf(name: string, at: number): Part[] {
	const clean = cleanName(name);
	const words = clean.match(/[\p{L}\p{M}\p{N}’'-]+/gu) ?? [];
	return words
		.map((word) => ({ at, word, plain: plain(word), isWhole: word === clean }))
		.filter((part) => part.plain.length >= 2 && /\p{L}/u.test(part.word) && !SMALL.has(part.plain));
}

function countWords(texts: readonly string[]): Map<string, number> {
	const counts = new Map<string, number>();
	for (const text of texts)
		for (const [word] of text.matchAll(/\p{L}[\p{L}\p{M}\p{N}’']*/gu))
			if (!isUnspaced.test(word)) {
				const bare = word.replace(/[’']s?$/u, '');
				counts.set(bare, (counts.get(bare) ?? 0) + 1);
			}
	return counts;
}

/** The part of a name that a word looks like most; null where it looks like none. */
function likest(word: string, parts: readonly Part[]): { at: number; isPart: boolean } | null {
	const own = plain(word);
	let best: { at: number; isPart: boolean; distance: number } | null = null;
	for (const part of parts) {
		const distance = distanceBetween(own, part.plain);
		if (distance === null || (best && best.distance <= distance)) continue;
		// Two letters are a word of many languages: only with a capital is it a name.
		if (part.plain.length < 3 && (distance > 0 || !/^\p{Lu}/u.test(word))) continue;
		best = { at: part.at, isPart: word === part.word, distance };
	}
	return best && { at: best.at, isPart: best.isPart };
}

/**
 * How far a word is from a part of a name, null for far: one letter more, less, other or swapped,
 * two in long ones, or something short hung on at the end (Daranya, Dara-lah).
 */
function distanceBetween(word: string, part: string): number | null {
	if (word === part) return 0;
	if (part.length >= 4 && word.startsWith(part) && word.length - part.length <= 4) return 1;
	const most = part.length >= 8 ? 2 : part.length >= 4 ? 1 : 0;
	if (most === 0 || Math.abs(word.length - part.length) > most || word[0] !== part[0]) return null;
	const distance = editDistance(word, part, most);
	return distance <= most ? distance : null;
}

/** Damerau and Levenshtein, given up beyond `most`. */
function editDistance(a: string, b: string, most: number): number {
	let before: number[] = [];
	let last = Array.from({ length: b.length + 1 }, (_, at) => at);
	for (let i = 1; i <= a.length; i += 1) {
		const row = [i];
		for (let j = 1; j <= b.length; j += 1) {
			const cost = a[i - 1] === b[j - 1] ? 0 : 1;
			let best = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + cost);
			if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
				best = Math.min(best, before[j - 2]! + 1);
			row.push(best);
		}
		if (Math.min(...row) > most) return most + 1;
		before = last;
		last = row;
	}
	return last[b.length]!;
}

/** In scripts without blanks a name may be part of anything; it is shown where it was not replaced. */
function findInUnspaced(
	texts: readonly string[],
	parts: readonly Part[],
	isKnown: (word: string) => boolean
): LookAlike[] {
	const found: LookAlike[] = [];
	const seen = new Set<string>();
	for (const { word, at, isWhole } of parts) {
		if (!isUnspaced.test(word) || seen.has(word) || isKnown(word)) continue;
		seen.add(word);
		const finder = finderOf(word);
		let count = 0;
		for (const text of texts)
			// A whole name left over ends in the middle of a syllable: no replacing, but a look.
			count += isWhole ? text.split(word).length - 1 : finder.find(text).length;
		if (count > 0) found.push({ word, at, count, isPart: !isWhole });
	}
	return found;
}
