import type { Span } from './span.ts';

/** A passage that carries something, a code for example. */
export interface MarkedSpan extends Span {
	id: string;
}

/** A stretch of a text and what lies on it, from the innermost layer to the outermost. */
export interface Piece extends Span {
	marks: { id: string; layer: number; isFirst: boolean }[];
}

export interface Layers {
	pieces: Piece[];
	/** How many passages lie on one another where most do. */
	depth: number;
}

/**
 * A text cut wherever a passage begins or ends. Each passage keeps one layer from its beginning to
 * its end, the lowest that is free there, so that overlapping ones can be told apart; longer ones
 * of the same beginning lie lower.
 */
export function layersOf(length: number, marks: readonly MarkedSpan[]): Layers {
	const inside = marks
		.map((mark) => ({ ...mark, start: Math.max(0, mark.start), end: Math.min(length, mark.end) }))
		.filter(({ start, end }) => start < end)
		.sort((a, b) => a.start - b.start || b.end - a.end || (a.id < b.id ? -1 : 1));
	const ends: number[] = [];
	const placed = inside.map((mark) => {
		const free = ends.findIndex((end) => end <= mark.start);
		const layer = free < 0 ? ends.length : free;
		ends[layer] = mark.end;
		return { ...mark, layer };
	});
	const cuts = [...new Set([0, length, ...placed.flatMap(({ start, end }) => [start, end])])].sort(
		(a, b) => a - b
	);
	const pieces = cuts.slice(0, -1).map((start, at): Piece => ({
		start,
		end: cuts[at + 1]!,
		marks: placed
			.filter((mark) => mark.start <= start && mark.end > start)
			.sort((a, b) => a.layer - b.layer)
			.map(({ id, layer, start: begins }) => ({ id, layer, isFirst: begins === start }))
	}));
	return { pieces, depth: ends.length };
}
