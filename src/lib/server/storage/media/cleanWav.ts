import { refusal } from '../upload.ts';

const KEPT = new Set(['fmt ', 'fact', 'data']);
// Sound as numbers, and the simple codings of recorders. MP3 in a WAV could carry tags of its own.
const FORMATS = new Set([0x01, 0x02, 0x03, 0x06, 0x07, 0x11, 0x31, 0xfffe]);
const MAX_FORMAT = 64;

/**
 * A WAV of its format and its sound alone, the sound as it was. Source of the chunks: Microsoft's
 * RIFF specification, 1991. Throws when a length does not fit, or the refusal `type_not_allowed`
 * for a coding other than plain sound.
 */
export function cleanWav(bytes: Uint8Array): Uint8Array {
	const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	// What stands behind the declared end belongs to no player; it is left out.
	const end = 8 + file.readUInt32LE(4);
	if (end > file.length || end < 12) throw new Error('the length of the file does not fit');
	const kept: Uint8Array[] = [];
	const seen = new Set<string>();
	for (let at = 12; at < end;) {
		const name = file.toString('latin1', at, at + 4);
		const length = file.readUInt32LE(at + 4);
		const next = at + 8 + length;
		if (next > end) throw new Error('a chunk is longer than the file');
		if (KEPT.has(name)) {
			if (seen.has(name)) throw new Error(`a second ${name}`);
			seen.add(name);
			if (name === 'fmt ') checkFormat(file.subarray(at + 8, next));
			if (name === 'data' && !seen.has('fmt ')) throw new Error('sound before its format');
			kept.push(file.subarray(at, next));
			// Chunks begin at even places; what fills the gap need not be zero in the original.
			if (length % 2 === 1) kept.push(Uint8Array.of(0));
		}
		at = next + (length % 2);
	}
	if (!seen.has('data')) throw new Error('no sound');
	const body = Buffer.concat(kept);
	const head = Buffer.from('RIFF\0\0\0\0WAVE', 'latin1');
	head.writeUInt32LE(4 + body.length, 4);
	return new Uint8Array(Buffer.concat([head, body]));
}

function checkFormat(format: Buffer) {
	if (format.length < 16 || format.length > MAX_FORMAT) throw new Error('no format of sound');
	if (!FORMATS.has(format.readUInt16LE(0))) throw refusal('type_not_allowed');
}
