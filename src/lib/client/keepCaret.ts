import { commonStart } from '#lib/xlsform/words.ts';

/**
 * Where a caret belongs after a text has changed around it: the same place where nothing
 * before it changed, else the same distance from the end.
 */
export function movedCaret(before: string, after: string, caret: number): number {
	const start = commonStart([[...before.slice(0, caret)], [...after]]);
	const unchanged = [...before.slice(0, caret)].length === start;
	return unchanged ? caret : Math.max(0, after.length - (before.length - caret));
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
	await change();
	if (!isText || from === null || to === null || field.value === before) return;
	const caret = movedCaret(before, field.value, from);
	field.setSelectionRange(caret, from === to ? caret : movedCaret(before, field.value, to));
}
