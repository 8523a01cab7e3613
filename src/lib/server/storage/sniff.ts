import { fileTypeFromBuffer } from 'file-type';
import { isPlainText } from './cleanText.ts';
import { sniffMedia, type Media } from './media/sniffMedia.ts';

export type Sniffed =
	'jpg' | 'png' | 'webp' | 'pdf' | 'zip' | Media | 'text' | 'encrypted' | 'other';

/**
 * What the bytes are, by their content alone. A ZIP package is only recognised here, not looked
 * into: its declared sizes have to be checked before anything inflates it.
 */
export async function sniff(bytes: Uint8Array): Promise<Sniffed> {
	if (startsWith(bytes, [0x50, 0x4b, 0x03, 0x04])) return 'zip';
	const media = sniffMedia(bytes);
	if (media) return media;
	const found = (await fileTypeFromBuffer(bytes))?.ext;
	switch (found) {
		case 'jpg':
		case 'png':
		case 'webp':
		case 'pdf':
			return found;
		case 'apng':
			return 'png';
		case 'cfb':
			return holdsEncryptedPackage(bytes) ? 'encrypted' : 'other';
	}
	// Short signatures are also the beginning of words ("BM" is a bitmap and a report of the
	// BMKG), so clean text wins over any guess that is not one of the types above.
	return isPlainText(bytes) ? 'text' : 'other';
}

/** The extension of a file found inside a document, or undefined when it has no signature. */
export async function sniffPart(bytes: Uint8Array): Promise<string | undefined> {
	if (startsWith(bytes, [0x50, 0x4b, 0x03, 0x04])) return 'zip';
	return (await fileTypeFromBuffer(bytes))?.ext;
}

function startsWith(bytes: Uint8Array, signature: number[]): boolean {
	return signature.every((value, index) => bytes[index] === value);
}

/** Word and Excel wrap a document with a password into an OLE file with a stream of this name. */
function holdsEncryptedPackage(bytes: Uint8Array): boolean {
	return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(
		Buffer.from('EncryptedPackage', 'utf16le')
	);
}
