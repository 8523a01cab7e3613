/**
 * A JPEG stream without what its makers wrote beside the picture (EXIF, XMP, IPTC, profiles,
 * comments), pixels untouched. For pictures inside a PDF, whose colours the PDF describes.
 * Source of the segment layout: ITU-T T.81, annex B. Throws when the stream is malformed.
 */
export function stripJpeg(bytes: Uint8Array): Uint8Array {
	if (bytes[0] !== 0xff || bytes[1] !== 0xd8) throw new Error('no JPEG stream');
	const kept: Uint8Array[] = [bytes.subarray(0, 2)];
	let at = 2;
	for (;;) {
		if (bytes[at] !== 0xff) throw new Error('no JPEG segment');
		const marker = bytes[at + 1];
		if (marker === undefined) throw new Error('the JPEG stream breaks off');
		if (marker === 0xff) {
			at += 1;
			continue;
		}
		if (marker === 0xd9) {
			kept.push(bytes.subarray(at, at + 2));
			return Buffer.concat(kept);
		}
		const length = ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0);
		const end = at + 2 + length;
		if (length < 2 || end > bytes.byteLength) throw new Error('the JPEG stream breaks off');
		if (!isRemark(marker)) kept.push(bytes.subarray(at, end));
		at = end;
		if (marker !== 0xda) continue;
		const next = endOfScan(bytes, at);
		kept.push(bytes.subarray(at, next));
		// Cameras and old PDF writers leave the end marker out; readers accept that.
		if (next >= bytes.byteLength) return Buffer.concat([...kept, Uint8Array.of(0xff, 0xd9)]);
		at = next;
	}
}

/** Comments and application segments, but for Adobe's, which says how the colours are coded. */
function isRemark(marker: number): boolean {
	return marker === 0xfe || (marker >= 0xe0 && marker <= 0xef && marker !== 0xee);
}

/** Picture data runs to the next marker; stuffed zeros and restart markers belong to it. */
function endOfScan(bytes: Uint8Array, start: number): number {
	for (let at = start; at + 1 < bytes.byteLength; at += 1) {
		if (bytes[at] !== 0xff) continue;
		const next = bytes[at + 1] ?? 0;
		const inside = next === 0 || next === 0xff || (next >= 0xd0 && next <= 0xd7);
		if (!inside) return at;
	}
	return bytes.byteLength;
}
