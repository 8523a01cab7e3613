import type { Cell, Figure } from '../content.ts';
import { headsOf } from './heads.ts';
import { widthOf } from './fit.ts';
import { type Drawn, type Room, cellWords, line, move, rect, writeText } from './shapes.ts';

const GAP = 3;
/** Narrower than this, heads stand upright and cells show their sign alone where a legend has it. */
const SLIM = 62;

/** Rows and columns of cells. On a telephone one with many columns becomes a list of its rows. */
export function drawMatrix(figure: Figure, room: Room): Drawn {
	const heads = headsOf(figure);
	const count = heads.columns.length;
	const labelWidth = Math.round(room.width * (room.isNarrow ? 0.3 : 0.22));
	const width = (room.width - labelWidth - 8) / Math.max(1, count) - GAP;
	if (isList(figure, width, room)) return drawList(figure, heads.columns, room);
	const size = width < SLIM ? 12 : 13;
	const left = (at: number) => labelWidth + 8 + at * (width + GAP);
	const top = drawHeads(heads.columns, left, width, room, size);
	let y = top.height + 6;
	let svg = top.svg;
	for (const { label, cells } of figure.rows) {
		const name = writeText(label, 0, 0, room, { width: labelWidth, size: 13 });
		const texts = heads.columns.map((_, at) => wordsIn(figure, cells[at], width));
		const drawn = texts.map((text, at) =>
			writeText(text, left(at) + width / 2, 0, room, {
				width: width - 6,
				size,
				anchor: 'middle',
				look: lookOf(cells[at])
			})
		);
		const height = Math.max(30, name.height + 10, ...drawn.map((each) => each.height + 10));
		svg += move(name.svg, 0, y + (height - name.height) / 2);
		drawn.forEach((each, at) => {
			const step = cells[at]?.step;
			svg += rect(left(at), y, width, height, step ? `f${step} edge` : 'chip', 3);
			svg += move(each.svg, 0, y + (height - each.height) / 2);
		});
		y += height + GAP;
	}
	return { svg, height: Math.max(0, y - GAP) };
}

const lookOf = (cell: Cell | undefined) => (cell?.step ? `s${cell.step}` : '');

/** A sign stands alone only where the legend says what it means. */
function wordsIn(figure: Figure, cell: Cell | undefined, width: number): string {
	if (!cell) return '–';
	const isKnown = cell.sign && figure.legend.some(({ sign }) => sign === cell.sign);
	const words = cellWords(cell);
	return width < SLIM && isKnown && !/\d/.test(cell.text) ? cell.sign! : words || '–';
}

/** Whether words would be broken to pieces in cells so narrow. */
function isList(figure: Figure, width: number, room: Room): boolean {
	const { columns } = headsOf(figure);
	if (columns.length === 0) return true;
	const words = figure.rows.flatMap(({ cells }) =>
		cells.flatMap((cell) => wordsIn(figure, cell, width).split(/\s+/))
	);
	return words.some((word) => widthOf(word, 12, room.language) > Math.max(width - 4, 14));
}

function drawHeads(
	columns: readonly string[],
	left: (at: number) => number,
	width: number,
	room: Room,
	size: number
): Drawn {
	const isSlim = columns.some((column) =>
		column.split(/\s+/).some((word) => widthOf(word, size, room.language) > width)
	);
	const drawn = columns.map((column) =>
		writeText(column, 0, 0, room, {
			width: isSlim ? 120 : width,
			size,
			look: 'b',
			anchor: isSlim ? 'start' : 'middle'
		})
	);
	const reach = columns.map((_, at) =>
		Math.max(0, ...drawn[at]!.lines.map((each) => widthOf(each, size, room.language)))
	);
	const height = Math.max(0, ...(isSlim ? reach : drawn.map((each) => each.height)));
	const svg = drawn
		.map((each, at) =>
			isSlim
				? move(each.svg, left(at) + (width - each.height) / 2, height, -90)
				: move(each.svg, left(at) + width / 2, height - each.height)
		)
		.join('');
	return { svg, height };
}

/** Each row with its cells below it, each with the name of its column. */
function drawList(figure: Figure, columns: readonly string[], room: Room): Drawn {
	const start = Math.round(room.width * 0.42);
	let y = 0;
	let svg = '';
	for (const { label, cells } of figure.rows) {
		const name = writeText(label, 0, y, room, { width: room.width, look: 'b' });
		svg += name.svg;
		y += name.height + 4;
		cells.forEach((cell, at) => {
			const head = writeText(columns[at] ?? '', 0, y + 3, room, {
				width: start - 12,
				size: 13,
				look: 'm'
			});
			const words = writeText(cellWords(cell) || '–', start + 8, y + 3, room, {
				width: room.width - start - 16,
				size: 13,
				look: lookOf(cell)
			});
			const height = Math.max(head.height, words.height) + 6;
			if (cell.step) svg += rect(start, y, room.width - start, height - 2, `f${cell.step} edge`, 3);
			svg += head.svg + words.svg;
			y += height;
		});
		svg += line(0, y + 4, room.width, y + 4);
		y += 12;
	}
	return { svg, height: Math.max(0, y - 8) };
}
