import { escape } from '../escape.ts';
import { leadingOf, wrap } from './fit.ts';

/** Where a drawing is made: how wide, in which language, with how large letters. */
export interface Room {
	/** Of the whole drawing, in its own units. */
	width: number;
	language: string;
	/** Of the letters; labels of matrices are smaller. */
	size: number;
	/** For telephones: labels stand above what they name. */
	isNarrow: boolean;
}

/** Part of a drawing, and how high it is. */
export interface Drawn {
	svg: string;
	height: number;
}

export interface Lines extends Drawn {
	lines: string[];
}

const round = (value: number) => String(Math.round(value * 10) / 10);

interface TextLook {
	width: number;
	size?: number;
	/** Class: `b` for labels, `m` for what is less important, `s1`–`s5` for what stands on a colour. */
	look?: string;
	anchor?: 'start' | 'middle' | 'end';
}

/** A text in lines, its top at `y`. */
export function writeText(
	text: string,
	x: number,
	y: number,
	room: Room,
	{ width, size = room.size, look = '', anchor = 'start' }: TextLook
): Lines {
	const lines = wrap(text, width, size, room.language);
	const leading = leadingOf(text, size);
	const classes = [sizeClass(size), look, anchor === 'start' ? '' : anchor]
		.filter(Boolean)
		.join(' ');
	const spans = lines
		.map((line, at) => {
			const baseline = y + at * leading + (leading - size) / 2 + size * 0.82;
			// The blank keeps words apart for those who copy them or have them read.
			const blank = at < lines.length - 1 ? ' ' : '';
			return `<tspan x="${round(x)}" y="${round(baseline)}">${escape(line)}${blank}</tspan>`;
		})
		.join('');
	return {
		lines,
		svg: lines.length === 0 ? '' : `<text class="${classes}">${spans}</text>`,
		height: lines.length * leading
	};
}

/** Sizes are classes, since a page may forbid styles in its text. */
export const SIZES = [11, 12, 13, 14, 15, 18] as const;
const sizeClass = (size: number) => `z${size}`;

export function rect(
	x: number,
	y: number,
	width: number,
	height: number,
	look: string,
	corner = 4
): string {
	return `<rect class="${look}" x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" rx="${corner}"/>`;
}

export function line(x1: number, y1: number, x2: number, y2: number): string {
	return `<line class="rule" x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}"/>`;
}

/** Moves a part of a drawing. */
export function move(svg: string, x: number, y: number, turn?: number): string {
	const rotate = turn === undefined ? '' : ` rotate(${turn})`;
	return `<g transform="translate(${round(x)} ${round(y)})${rotate}">${svg}</g>`;
}

/** Words of a cell with its sign: what it says without its colour. */
export function cellWords({ text, sign }: { text: string; sign?: string }): string {
	return sign && sign !== text ? `${sign} ${text}`.trim() : text;
}
