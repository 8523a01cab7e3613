import { refuse } from './refusal.ts';

/**
 * The text of a file in UTF-8, UTF-16 (with or without a mark) or, where it is neither,
 * Windows-1252, which spreadsheets in Western Europe and the Americas still write. Throws the
 * refusal `workbook_type` when it is no text.
 */
export function decodeText(bytes: Uint8Array): string {
	const text = decode(bytes).replace(/^\uFEFF/, '');
	if (/[\u0000-\u0008\u000E-\u001A]/.test(text)) throw refuse('workbook_type', { type: '' });
	return text;
}

function decode(bytes: Uint8Array): string {
	const utf16 = utf16Of(bytes);
	if (utf16) return new TextDecoder(utf16).decode(bytes);
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	} catch {
		return new TextDecoder('windows-1252').decode(bytes);
	}
}

/** Told by its mark, else by the zeros that Latin letters leave in every second byte. */
function utf16Of(bytes: Uint8Array): string | undefined {
	const mark = (bytes[0] ?? 0) * 256 + (bytes[1] ?? 0);
	if (mark === 0xfffe) return 'utf-16le';
	if (mark === 0xfeff) return 'utf-16be';
	const head = bytes.subarray(0, 1000);
	if (head.byteLength < 8 || bytes.byteLength % 2 !== 0) return undefined;
	const zeros = [0, 0];
	head.forEach((byte, at) => {
		if (byte === 0) zeros[at % 2]! += 1;
	});
	const most = head.byteLength * 0.2;
	if (zeros[1]! > most && zeros[0] === 0) return 'utf-16le';
	if (zeros[0]! > most && zeros[1] === 0) return 'utf-16be';
	return undefined;
}
