import { diffComm } from 'node-diff3';
import { COSTLIEST, comparisonCost, sentencesOf, wordsOf } from '../xlsform/words.ts';
import { type Span, snap } from './span.ts';

/** A stretch of a text that other words stand in place of; none of either where its length is 0. */
interface Stretch {
	from: number;
	length: number;
	/** Where it begins in the later text, and how long what stands there is. */
	to: number;
	newLength: number;
}

/**
 * Where passages of a text lie after it was changed, in the order given. What was written inside a
 * passage belongs to it, what was written at its edge does not; of a passage whose words were
 * replaced the new words are part; null where all of it was taken away.
 */
export function moveSpans(before: string, after: string, spans: readonly Span[]): (Span | null)[] {
	if (before === after) return spans.map((span) => snap(after, span));
	const stretches = stretchesOf(before, after);
	const at = (offset: number, side: 'start' | 'end'): number => {
		let moved = offset;
		for (const stretch of stretches) {
			const end = stretch.from + stretch.length;
			const isPast =
				side === 'start' ? end <= offset : end < offset || (end === offset && stretch.length > 0);
			if (isPast) moved = stretch.to + stretch.newLength + (offset - end);
			else if (stretch.from < offset)
				// The edge lies in what was replaced: the new words go with the passage.
				moved = side === 'start' ? stretch.to : stretch.to + stretch.newLength;
		}
		return moved;
	};
	return spans.map(({ start, end }) =>
		snap(after, { start: at(start, 'start'), end: at(end, 'end') })
	);
}

/** A word with where it stands. Blanks are none: two texts have those in common, whatever they say. */
interface Word extends Span {
	text: string;
}

function placed(pieces: readonly string[]): Word[] {
	const words: Word[] = [];
	let start = 0;
	for (const text of pieces) {
		if (text.trim() !== '') words.push({ text, start, end: start + text.length });
		start += text.length;
	}
	return words;
}

/** What differs between two texts, in order; compared by sentence where there are very many words. */
function stretchesOf(before: string, after: string): Stretch[] {
	for (const cut of [wordsOf, sentencesOf]) {
		const left = placed(cut(before));
		const right = placed(cut(after));
		const texts = [left, right].map((words) => words.map(({ text }) => text));
		if (comparisonCost(texts[0]!, texts[1]!) > COSTLIEST) continue;
		return between(before, after, pairsOf(left, right, texts[0]!, texts[1]!));
	}
	return [{ from: 0, length: before.length, to: 0, newLength: after.length }];
}

/** The words both texts have, in order, each with its place in both. */
function pairsOf(
	left: readonly Word[],
	right: readonly Word[],
	leftTexts: string[],
	rightTexts: string[]
): [Word, Word][] {
	const pairs: [Word, Word][] = [];
	let at = 0;
	let to = 0;
	for (const part of diffComm(leftTexts, rightTexts)) {
		if (part.common !== undefined)
			for (let step = 0; step < part.common.length; step++)
				pairs.push([left[at + step]!, right[to + step]!]);
		at += (part.common ?? part.buffer1).length;
		to += (part.common ?? part.buffer2).length;
	}
	return pairs;
}

/** What lies before, between and after words both texts have, where it is not the same in both. */
function between(before: string, after: string, pairs: readonly [Word, Word][]): Stretch[] {
	const stretches: Stretch[] = [];
	let from = 0;
	let to = 0;
	const take = (end: number, newEnd: number): void => {
		const old = before.slice(from, end);
		const now = after.slice(to, newEnd);
		if (old === now) return;
		// The blanks at both ends that stayed.
		let head = 0;
		while (head < old.length && old[head] === now[head] && old[head]!.trim() === '') head++;
		let tail = 0;
		while (
			tail < Math.min(old.length, now.length) - head &&
			old.at(-1 - tail) === now.at(-1 - tail) &&
			old.at(-1 - tail)!.trim() === ''
		)
			tail++;
		stretches.push({
			from: from + head,
			length: old.length - head - tail,
			to: to + head,
			newLength: now.length - head - tail
		});
	};
	for (const [word, newWord] of pairs) {
		take(word.start, newWord.start);
		from = word.end;
		to = newWord.end;
	}
	take(before.length, after.length);
	return stretches;
}
