/**
 * Chance that is the same wherever it is looked at. Every drawing belongs to the expression
 * that asks, so its figures do not depend on what else was computed before.
 */

/**
 * Figures from 0 up to but not including 1, always the same for the same text. A hash of the
 * text (FNV-1a) starts a 32-bit generator (mulberry32); good enough to shuffle, not for secrets.
 */
export function drawFrom(text: string): () => number {
	let state = 0x811c9dc5;
	for (let at = 0; at < text.length; at++)
		state = Math.imul(state ^ text.charCodeAt(at), 0x01000193);
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
	};
}
