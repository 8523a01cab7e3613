import { diffWords } from '../xlsform/diffText.ts';
import { type Span, snap } from './span.ts';

/**
 * Where passages of a text lie after it was changed, in the order given. What was written inside a
 * passage belongs to it, what was written at its edge does not; of a passage whose words were
 * replaced the new words are part; null where all of it was taken away.
 */
export function moveSpans(before: string, after: string, spans: readonly Span[]): (Span | null)[] {
	if (before === after) return spans.map((span) => snap(after, span));
	const stretches: { from: number; to: number; length: number; newLength: number }[] = [];
	let from = 0;
	let to = 0;
	let open: (typeof stretches)[number] | undefined;
	for (const { kind, text } of diffWords(before, after)) {
		if (kind === 'same') {
			from += text.length;
			to += text.length;
			open = undefined;
			continue;
		}
		open ??= { from, to, length: 0, newLength: 0 };
		if (!stretches.includes(open)) stretches.push(open);
		if (kind === 'removed') {
			open.length += text.length;
			from += text.length;
		} else {
			open.newLength += text.length;
			to += text.length;
		}
	}
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
