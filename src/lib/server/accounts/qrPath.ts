import { encode } from 'uqr';

/** A QR code as an SVG path in a square of `size` units, quiet zone included. */
export interface QrPath {
	size: number;
	path: string;
}

/** Takes the text to encode; gives its QR code. */
export function qrPath(text: string): QrPath {
	const { data, size } = encode(text, { ecc: 'M', border: 4 });
	const path = data
		.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : '')))
		.join('');
	return { size, path };
}
