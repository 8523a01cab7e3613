import sharp from 'sharp';
import { fontConfig } from './fonts.ts';

/** As wide as a slide, twice over, so that it stays sharp on paper and on a screen. */
export const PICTURE_WIDTH = 1920;
/** No picture is taller than this: it would take too much memory. */
const TALLEST = 12_000;
/** A tall drawing is made narrower than asked for, down to here; below nobody could read it. */
const NARROWEST = 640;

export interface Picture {
	png: Uint8Array;
	/** Pixels. */
	width: number;
	height: number;
}

/**
 * An SVG drawing as a PNG on white, `width` pixels wide, its texts in our own fonts: the same
 * drawing gives the same bytes on every machine. Throws where it is no drawing, or a far too tall one.
 */
export async function drawPng(svg: string, width = PICTURE_WIDTH): Promise<Picture> {
	// Read by fontconfig when the process first draws a text, and by nothing before.
	process.env.FONTCONFIG_FILE = fontConfig();
	const bytes = Buffer.from(svg);
	const plain = await sharp(bytes, { density: 72 }).metadata();
	const wide = Math.min(width, Math.floor((TALLEST * plain.width) / plain.height));
	if (wide < Math.min(width, NARROWEST)) throw new Error('the drawing is too tall');
	const height = Math.round((plain.height * wide) / plain.width);
	const density = Math.min(2400, Math.max(1, (72 * wide) / plain.width));
	const { data, info } = await sharp(bytes, { density })
		.resize({ width: wide, height, fit: 'fill' })
		.flatten({ background: '#ffffff' })
		.png({ compressionLevel: 9, adaptiveFiltering: false, palette: false })
		.toBuffer({ resolveWithObject: true });
	return { png: new Uint8Array(data), width: info.width, height: info.height };
}
