/** A text in an encoding of one byte per letter, by turning the platform's decoder around. */
export function encodeAs(encoding: string, text: string): Uint8Array {
	const letters = new TextDecoder(encoding).decode(Uint8Array.from({ length: 256 }, (_, at) => at));
	return Uint8Array.from(text, (letter) => {
		const byte = letters.indexOf(letter);
		if (byte === -1) throw new Error(`${encoding} has no ${letter}`);
		return byte;
	});
}

/** UTF-16 in either order of bytes, with a mark in front or without. */
export function encodeUtf16(text: string, order: 'le' | 'be', hasMark: boolean): Uint8Array {
	const bytes = Buffer.from(hasMark ? `\uFEFF${text}` : text, 'utf16le');
	return new Uint8Array(order === 'le' ? bytes : bytes.swap16());
}

/** UTF-8, with a mark in front or without. */
export const encodeUtf8 = (text: string, hasMark = false): Uint8Array =>
	new TextEncoder().encode(hasMark ? `\uFEFF${text}` : text);
