import { mergeAnswerText } from '#lib/xlsform/mergeText.ts';
import { sameValue } from '#lib/xlsform/sameValue.ts';
import type { Strength } from './content.ts';
import type { Live } from './live.ts';

/** What a block says. */
export interface BlockWords {
	body: string;
	live: Live | null;
	strength: Strength | null;
}

export const sameWords = (left: BlockWords, right: BlockWords): boolean =>
	left.body === right.body &&
	left.strength === right.strength &&
	sameValue(left.live as never, right.live as never);

/**
 * Two people changed a block since `base`, which both found: texts by word as answers are, what a
 * picture shows and how well a finding stands whole. null where they disagree.
 */
export function mergeBlock(
	base: BlockWords,
	mine: BlockWords,
	theirs: BlockWords
): BlockWords | null {
	const body = mergeBody(base.body, mine.body, theirs.body);
	const live = whole(base.live, mine.live, theirs.live);
	const strength = whole(base.strength, mine.strength, theirs.strength);
	if (body === null || !live || !strength) return null;
	return { body, live: live.value, strength: strength.value };
}

function mergeBody(base: string, mine: string, theirs: string): string | null {
	const isEmptied = (mine === '') !== (theirs === '') && mine !== base && theirs !== base;
	// Emptying a text and writing on in it is a disagreement, not an edit elsewhere.
	if (isEmptied) return null;
	const merge = mergeAnswerText(base, mine, theirs);
	return merge.conflict ? null : merge.merged;
}

function whole<T>(base: T, mine: T, theirs: T): { value: T } | null {
	const same = (left: T, right: T) => sameValue(left as never, right as never);
	if (same(mine, theirs) || same(base, mine)) return { value: theirs };
	return same(base, theirs) ? { value: mine } : null;
}
