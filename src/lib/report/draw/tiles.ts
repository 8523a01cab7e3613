import type { Figure } from '../content.ts';
import { type Drawn, type Room, cellWords, rect, writeText } from './shapes.ts';

/**
 * Where a country's tile stands, column and row: roughly as on a map, so that neighbours are near.
 * Figures with a country that is not here are drawn in the order of their rows.
 */
const PLACES: Readonly<Record<string, readonly [number, number]>> = {
	MM: [0, 0],
	LA: [1, 0],
	VN: [2, 0],
	TH: [0, 1],
	KH: [1, 1],
	PH: [3, 1],
	MY: [1, 2],
	BN: [2, 2],
	SG: [0, 2],
	ID: [1, 3],
	TL: [2, 3]
};
const MAP_COLUMNS = 4;
const GAP = 6;
const PAD = 8;

type Row = Figure['rows'][number];

/** A map of tiles, one a country, each with its name and what its first cell says. */
export function drawTiles(figure: Figure, room: Room): Drawn {
	const hasPlaces =
		figure.rows.length > 3 &&
		figure.rows.every(({ code }) => code !== undefined && code in PLACES) &&
		new Set(figure.rows.map(({ code }) => code)).size === figure.rows.length;
	const columns = hasPlaces && !room.isNarrow ? MAP_COLUMNS : room.isNarrow ? 2 : 4;
	const width = (room.width - (columns - 1) * GAP) / columns;
	const placed = figure.rows.map((row, at) => ({
		row,
		at:
			hasPlaces && !room.isNarrow
				? PLACES[row.code!]!
				: ([at % columns, Math.floor(at / columns)] as const)
	}));
	const used = [...new Set(placed.map(({ at }) => at[1]))].sort((a, b) => a - b);
	let y = 0;
	let svg = '';
	for (const line of used) {
		const here = placed.filter(({ at }) => at[1] === line);
		const height = Math.max(64, ...here.map(({ row }) => drawTile(row, 0, 0, width, room).height));
		for (const { row, at } of here) {
			const x = at[0] * (width + GAP);
			const step = row.cells[0]?.step;
			svg +=
				rect(x, y, width, height, step ? `f${step} edge` : 'chip') +
				drawTile(row, x, y, width, room).svg;
		}
		y += height + GAP;
	}
	return { svg, height: Math.max(0, y - GAP) };
}

function drawTile({ label, cells }: Row, x: number, y: number, width: number, room: Room): Drawn {
	const [cell] = cells;
	const look = cell?.step ? `s${cell.step}` : '';
	const inner = width - 2 * PAD;
	const name = writeText(label, x + PAD, y + PAD, room, {
		width: inner,
		size: 14,
		look: `b ${look}`
	});
	const words = writeText(cell ? cellWords(cell) : '–', x + PAD, y + PAD + name.height + 2, room, {
		width: inner,
		size: 13,
		look
	});
	return { svg: name.svg + words.svg, height: name.height + words.height + 2 * PAD + 2 };
}
