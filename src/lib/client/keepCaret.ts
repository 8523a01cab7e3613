/** How much of the text around a caret is looked for, from the most telling to the least. */
const CONTEXTS = [32, 16, 8, 4, 1];

/** Every place where `piece` stands in `text`. */
function placesOf(piece: string, text: string): number[] {
	const places: number[] = [];
	for (let at = text.indexOf(piece); at >= 0; at = text.indexOf(piece, at + 1)) places.push(at);
	return places;
}

/**
 * Where a caret belongs after a text has changed around it: between the same words where they
 * are still there, else at the same distance from the nearer unchanged end.
 */
export function movedCaret(before: string, after: string, caret: number): number {
	const fromEnd = after.length - (before.length - caret);
	const isStartSame = after.startsWith(before.slice(0, caret));
	const guess = isStartSame ? caret : Math.max(0, fromEnd);
	for (const length of CONTEXTS) {
		const left = before.slice(Math.max(0, caret - length), caret);
		const right = before.slice(caret, caret + length);
		const places = placesOf(left + right, after).map((place) => place + left.length);
		if (left + right !== '' && places.length > 0)
			return places.reduce((best, place) =>
				Math.abs(place - guess) < Math.abs(best - guess) ? place : best
			);
	}
	return guess;
}

/**
 * Does `change` (which rewrites the field someone may be typing in) and puts the caret back.
 * `change` gives a promise that ends when the page shows the new text.
 */
export async function keepCaret(change: () => Promise<void>): Promise<void> {
	const field = document.activeElement;
	const isText = field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement;
	const before = isText ? field.value : '';
	// Kinds of input without a caret have null here.
	const [from, to] = isText ? [field.selectionStart, field.selectionEnd] : [null, null];
	const scrolled = field?.scrollTop ?? 0;
	await change();
	if (!isText || from === null || to === null || field.value === before) return;
	const caret = movedCaret(before, field.value, from);
	field.setSelectionRange(caret, from === to ? caret : movedCaret(before, field.value, to));
	field.scrollTop = scrolled;
}
