import { diff3Merge } from 'node-diff3';
import { comparisonCost, COSTLIEST, sentencesOf, spacedWordsOf } from './words.ts';

/** Stands between what the one and what the other wrote at the same place. */
const EITHER = ' / ';

function joinPieces(base: string[], first: string[], second: string[]): string | undefined {
	if (comparisonCost(base, first) + comparisonCost(base, second) > COSTLIEST) return undefined;
	const regions = diff3Merge(first, base, second);
	return regions
		.map(({ ok, conflict }) => {
			if (ok) return ok.join('');
			const [left, right] = [conflict!.a.join(''), conflict!.b.join('')];
			if (left.trim() === '' || right.trim() === '') return left + right;
			return `${left.trimEnd()}${EITHER}${right.trimStart()}`;
		})
		.join('');
}

/**
 * Two texts that clash as one to begin editing from: what only one of them changed is taken
 * over, and where both did, both stand, parted by a stroke. `base` is what both began from.
 */
export function joinTexts(base: string, first: string, second: string): string {
	for (const cut of [spacedWordsOf, sentencesOf]) {
		const joined = joinPieces(cut(base), cut(first), cut(second));
		if (joined !== undefined) return joined;
	}
	return `${first}\n\n${second}`;
}
