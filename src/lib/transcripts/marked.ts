import type { FoundName } from './replaceNames.ts';

/** A text in pieces, those that stand for a name told apart. */
export interface MarkedPiece {
	text: string;
	isName: boolean;
}

/** Takes a text from which names are gone and where they stood; gives it in pieces for a page. */
export function markNames(text: string, found: readonly FoundName[]): MarkedPiece[] {
	const pieces: MarkedPiece[] = [];
	let from = 0;
	for (const { newStart, newEnd } of found) {
		if (newStart > from) pieces.push({ text: text.slice(from, newStart), isName: false });
		pieces.push({ text: text.slice(newStart, newEnd), isName: true });
		from = newEnd;
	}
	if (from < text.length) pieces.push({ text: text.slice(from), isName: false });
	return pieces;
}
