import type { Cell, Figure } from '../content.ts';
import { escape, idOf } from '../escape.ts';
import { drawBars } from './bars.ts';
import { drawChips } from './chips.ts';
import { FILE_LOOK } from './look.ts';
import { drawMatrix } from './matrix.ts';
import type { Drawn, Room } from './shapes.ts';
import { move, writeText } from './shapes.ts';
import { drawStrip } from './strip.ts';
import { drawTiles } from './tiles.ts';

/** Units of a drawing; in a page a unit is at most a pixel, so that letters keep their size. */
export const WIDE = 680;
export const NARROW = 320;

export interface Drawing {
	/** BCP 47, of the words in the figure. */
	language: string;
	/** For telephones: {@link NARROW} instead of {@link WIDE}. */
	isNarrow?: boolean;
	/** Writes the title above and the note below, for a file that stands alone. */
	hasTitle?: boolean;
	/** Before the ids inside, where several drawings stand in one page. */
	prefix?: string;
}

const DRAW = {
	bars: drawBars,
	strip: drawStrip,
	tiles: drawTiles,
	matrix: drawMatrix,
	plain: drawMatrix
} as const;

/**
 * A figure as an SVG file of its own: readable without colour, with its alternative text, no script
 * and one style. The same figure gives the same bytes. Takes the figure and the language of its
 * words.
 */
export function drawFigure(figure: Figure, drawing: Drawing): string {
	return `<?xml version="1.0" encoding="UTF-8"?>\n${draw(figure, drawing, true)}\n`;
}

/** A figure as an SVG element in a page whose stylesheet holds {@link PAGE_LOOK}. */
export function drawInPage(figure: Figure, drawing: Drawing): string {
	return draw(figure, drawing, false);
}

/** Width and height of a drawing as a file, in pixels. */
export function sizeOfDrawing(figure: Figure, drawing: Drawing): { width: number; height: number } {
	const { width, height } = layOut(figure, drawing, true);
	return { width, height };
}

function layOut(figure: Figure, drawing: Drawing, isFile: boolean): Drawn & { width: number } {
	const { language, isNarrow = false, hasTitle = false } = drawing;
	const room: Room = {
		width: isNarrow ? NARROW : WIDE,
		language: segmenterLanguage(language),
		size: 14,
		isNarrow
	};
	const pad = isFile ? 12 : 1;
	const parts = [
		...(hasTitle
			? [() => writeText(figure.title, 0, 0, room, { width: room.width, size: 18, look: 'b' })]
			: []),
		() => DRAW[figure.draw](figure, room),
		...(figure.legend.length > 0 ? [() => drawLegend(figure.legend, room)] : []),
		...(hasTitle && figure.note !== ''
			? [() => writeText(figure.note, 0, 0, room, { width: room.width, size: 12, look: 'm' })]
			: [])
	];
	const { svg, height } = stack(parts.map((part) => part()));
	return {
		svg: move(svg, pad, pad),
		width: room.width + 2 * pad,
		height: Math.max(1, Math.ceil(height)) + 2 * pad
	};
}

function draw(figure: Figure, drawing: Drawing, isFile: boolean): string {
	const { language, isNarrow = false, prefix = 'draw' } = drawing;
	const { svg, width, height } = layOut(figure, drawing, isFile);
	const id = idOf(`${prefix}-${figure.name}${isNarrow ? '-narrow' : ''}`);
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" class="drawn" role="img" lang="${escape(language)}"${isFile ? ` xml:lang="${escape(language)}"` : ''}`,
		` width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`,
		` aria-labelledby="${id}-title ${id}-alt">`,
		`<title id="${id}-title">${escape(figure.title)}</title><desc id="${id}-alt">${escape(figure.alt)}</desc>`,
		isFile
			? `<style>${FILE_LOOK}</style><rect class="ground" width="${width}" height="${height}"/>`
			: '',
		`${svg}</svg>`
	].join('');
}

const GAP = 16;

function stack(parts: readonly Drawn[]): Drawn {
	let y = 0;
	let svg = '';
	for (const part of parts.filter(({ height }) => height > 0)) {
		svg += move(part.svg, 0, y);
		y += part.height + GAP;
	}
	return { svg, height: Math.max(0, y - GAP) };
}

const drawLegend = (legend: readonly Cell[], room: Room): Drawn =>
	drawChips(legend, 0, 0, room.width, room);

/** A tag the segmenter takes; what is no tag is divided as English. */
function segmenterLanguage(language: string): string {
	try {
		return Intl.getCanonicalLocales(language)[0] ?? 'en';
	} catch {
		return 'en';
	}
}
