/** What stands before the number of a pseudonym that was given in order. */
const NUMBERED = /^P(\d{1,4})$/i;

/**
 * The next pseudonym of a meeting: P01, P02 … one above the highest ever given there, so that
 * nobody gets the number of somebody who was removed.
 */
export function nextPseudonym(taken: readonly string[]): string {
	const numbers = taken.map((pseudonym) => Number(NUMBERED.exec(pseudonym)?.[1] ?? 0));
	return `P${String(Math.max(0, ...numbers) + 1).padStart(2, '0')}`;
}

/** Whether two pseudonyms would be read as the same person. */
export function isSamePseudonym(one: string, other: string): boolean {
	return one.normalize('NFC').toLowerCase() === other.normalize('NFC').toLowerCase();
}
