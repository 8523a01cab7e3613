import type { Figure } from '../content.ts';
import { drawChips } from './chips.ts';
import { type Drawn, type Room, line, writeText } from './shapes.ts';

const GAP = 10;

/** The steps of a scale one below the other, with the countries that stand on each. */
export function drawStrip(figure: Figure, room: Room): Drawn {
	const labelWidth = room.isNarrow ? room.width : Math.round(room.width * 0.34);
	const start = room.isNarrow ? 0 : labelWidth + 16;
	let y = GAP;
	let svg = line(0, 0, room.width, 0);
	for (const { label, cells } of figure.rows) {
		const words = writeText(label, 0, y + (room.isNarrow ? 0 : 3), room, {
			width: labelWidth,
			look: 'b'
		});
		const top = room.isNarrow ? y + words.height + 4 : y;
		const filled = cells.filter(({ text, sign }) => text !== '' || sign);
		const chips =
			filled.length > 0
				? drawChips(filled, start, top, room.width - start, room)
				: writeText('–', start, top + 3, room, { width: 40, look: 'm' });
		svg += words.svg + chips.svg;
		y = Math.max(y + words.height + 3, top + chips.height) + GAP;
		svg += line(0, y, room.width, y);
		y += GAP;
	}
	return { svg, height: Math.max(0, y - GAP) };
}
