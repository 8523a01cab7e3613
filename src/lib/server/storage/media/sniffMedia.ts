export type Media = 'mp4' | 'mp3' | 'wav' | 'ogg' | 'webm';

// Still pictures in the boxes of a film (HEIC, AVIF, a camera's raw file).
const STILL_BRANDS = /^(?:hei[cxms]|hev[cxms]|mif[12]|msf1|avi[fs]|crx )$/;

/**
 * The family of a sound or video file by its first bytes, or undefined when it is none. Lengths
 * must fit, so that no text that begins with the same letters is taken for one.
 */
export function sniffMedia(bytes: Uint8Array): Media | undefined {
	const word = (at: number, length = 4) =>
		String.fromCharCode(...bytes.subarray(at, at + length)).padEnd(length, '\0');
	if (bytes.byteLength < 12) return undefined;
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	if (word(4) === 'ftyp') {
		const fits = view.getUint32(0) >= 16 && view.getUint32(0) <= bytes.byteLength;
		return fits && !STILL_BRANDS.test(word(8)) ? 'mp4' : undefined;
	}
	if (word(0) === 'RIFF' && word(8) === 'WAVE') {
		// Letters in place of a length are a text; a length that lies is found while cleaning.
		const isText = bytes.subarray(4, 8).every((byte) => byte >= 0x20 && byte < 0x7f);
		return isText ? undefined : 'wav';
	}
	if (word(0, 5) === 'OggS\0') return 'ogg';
	if (view.getUint32(0) === 0x1a45dfa3) return 'webm';
	if (word(0, 3) === 'ID3' && view.getUint8(3) < 0x10) return 'mp3';
	// A sync word, MPEG 1, 2 or 2.5, layer III.
	const isFrame = (view.getUint16(0) & 0xffe6) === 0xffe2 && (view.getUint8(1) & 0x18) !== 0x08;
	return isFrame ? 'mp3' : undefined;
}
