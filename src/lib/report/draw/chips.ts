import type { Cell } from '../content.ts';
import { leadingOf, widthOf, wrap } from './fit.ts';
import { type Drawn, type Room, cellWords, rect, writeText } from './shapes.ts';

const PAD = 9;
const GAP = 6;

/** Cells one after the other, each in a frame as wide as its words, in as many lines as it takes. */
export function drawChips(
	cells: readonly Cell[],
	left: number,
	top: number,
	width: number,
	room: Room
): Drawn {
	const size = 13;
	let [x, y, tallest, svg] = [0, 0, 0, ''];
	for (const cell of cells) {
		const words = cellWords(cell);
		const lines = wrap(words, width - 2 * PAD, size, room.language);
		const wide = Math.max(0, ...lines.map((each) => widthOf(each, size, room.language))) + 2 * PAD;
		const high = Math.max(1, lines.length) * leadingOf(words, size) + 8;
		if (x > 0 && x + wide > width) [x, y, tallest] = [0, y + tallest + GAP, 0];
		svg += rect(left + x, top + y, wide, high, cell.step ? `f${cell.step} edge` : 'chip');
		svg += writeText(words, left + x + wide / 2, top + y + 4, room, {
			// The lines are the same ones: what fitted fits.
			width: width - 2 * PAD,
			size,
			look: cell.step ? `s${cell.step}` : '',
			anchor: 'middle'
		}).svg;
		x += wide + GAP;
		tallest = Math.max(tallest, high);
	}
	return { svg, height: y + tallest };
}
