import type { Cell, Figure } from '../content.ts';
import { type Drawn, type Room, cellWords, line, rect, writeText } from './shapes.ts';

const BAR = 18;
const GAP = 12;

/** Length of a bar where data say more or less than there can be. */
const shareOf = (cell: Cell | undefined) =>
	Number.isFinite(cell?.share) ? Math.min(1, Math.max(0, cell!.share!)) : 0;

/** One bar a row, from its first cell with a share; a row without one says its words. */
export function drawBars(figure: Figure, room: Room): Drawn {
	const labelWidth = room.isNarrow ? room.width : Math.round(room.width * 0.36);
	const valueWidth = room.isNarrow ? 84 : 110;
	const start = room.isNarrow ? 0 : labelWidth + 16;
	const length = room.width - start - valueWidth - 10;
	let y = 0;
	let svg = '';
	for (const { label, cells } of figure.rows) {
		const cell = cells.find(({ share }) => share !== undefined);
		const words = writeText(label, 0, y, room, { width: labelWidth });
		const barAt = room.isNarrow ? y + words.height + 2 : y;
		const share = shareOf(cell);
		const value = cell ?? cells[0];
		const valueX = cell ? start + length * share + 10 : start;
		const number = writeText(value ? cellWords(value) : '', valueX, barAt - 1, room, {
			width: cell ? valueWidth : length + valueWidth,
			look: 'b'
		});
		svg += words.svg;
		if (cell) {
			svg += line(start, barAt, start, barAt + BAR);
			if (share > 0)
				svg += rect(
					start,
					barAt,
					Math.max(2, length * share),
					BAR,
					cell.step ? `f${cell.step}` : 'bar',
					3
				);
		}
		svg += number.svg;
		y = Math.max(y + (room.isNarrow ? 0 : words.height), barAt + BAR, barAt + number.height) + GAP;
	}
	return { svg, height: Math.max(0, y - GAP) };
}
