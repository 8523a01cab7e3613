/** A turn that is there, as far as finding its translation goes. */
export interface AlignedTurn {
	id: string;
	startsMs: number | null;
	endsMs: number | null;
}

/** A piece of the translation, names replaced. */
export interface TranslatedPiece {
	startsMs: number | null;
	endsMs: number | null;
	text: string;
}

export interface Alignment {
	/** By time where both sides have times, else by order. */
	by: 'time' | 'order';
	/** For each turn, in its order, the places of the pieces that translate it. */
	pieces: number[][];
	/** By order with another number of pieces than of turns: somebody has to look. */
	isUneven: boolean;
}

/**
 * Which pieces of a translation belong to which turn. By time each piece goes to the turn with
 * which it shares most of its time, or to the nearest one; by order one goes to each, and what is
 * left at the end to the last. No piece is left out.
 */
export function alignTranslation(
	turns: readonly AlignedTurn[],
	pieces: readonly TranslatedPiece[]
): Alignment {
	const placed: number[][] = turns.map(() => []);
	if (turns.length === 0) return { by: 'order', pieces: placed, isUneven: pieces.length > 0 };
	const isTimed = (each: { startsMs: number | null }) => each.startsMs !== null;
	if (turns.every(isTimed) && pieces.every(isTimed) && pieces.length > 0) {
		placeByTime(turns, pieces, placed);
		return { by: 'time', pieces: placed, isUneven: false };
	}
	pieces.forEach((_, at) => placed[Math.min(at, turns.length - 1)]!.push(at));
	return { by: 'order', pieces: placed, isUneven: pieces.length !== turns.length };
}

function placeByTime(
	turns: readonly AlignedTurn[],
	pieces: readonly TranslatedPiece[],
	placed: number[][]
): void {
	const spans = turns.map(({ startsMs, endsMs }, at) => {
		const start = startsMs!;
		// Without an end a turn lasts until the next one begins.
		const next = turns.slice(at + 1, at + 20).find((turn) => turn.startsMs! > start);
		return { start, end: Math.max(start + 1, endsMs ?? next?.startsMs ?? start + 60_000), at };
	});
	const sorted = spans.toSorted((a, b) => a.start - b.start || a.at - b.at);
	for (const [at, { startsMs, endsMs }] of pieces.entries()) {
		const start = startsMs!;
		const end = Math.max(start + 1, endsMs ?? start + 1);
		placed[nearest(sorted, start, end)]!.push(at);
	}
	for (const list of placed) list.sort((a, b) => a - b);
}

/** How many turns around the beginning of a piece are looked at: people talk over each other, not hours apart. */
const AROUND = 60;

function nearest(
	spans: readonly { start: number; end: number; at: number }[],
	start: number,
	end: number
): number {
	let low = 0;
	let high = spans.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if (spans[middle]!.start <= start) low = middle + 1;
		else high = middle;
	}
	let best = spans[Math.max(0, low - 1)]!;
	let most = -Infinity;
	for (const span of spans.slice(Math.max(0, low - AROUND), low + AROUND)) {
		// Negative where they do not touch: the time between them.
		const shared = Math.min(end, span.end) - Math.max(start, span.start);
		if (shared > most) [best, most] = [span, shared];
	}
	return best.at;
}
