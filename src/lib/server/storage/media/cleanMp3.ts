import { refusal } from '../upload.ts';

// Kilobits a second by the four bits of a frame's header; 0 is "free", which says no length.
const RATES_1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const RATES_2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
const SAMPLES = [44100, 48000, 32000];

/**
 * An MP3 of its frames alone, in their order and byte for byte: no ID3, APE or Lyrics3 tag, at
 * either end or between. Sources: ISO/IEC 11172-3 (frames), id3.org (ID3, Lyrics3), APEv2.
 * Throws when something is neither a tag nor a whole frame, or the refusal `type_not_allowed`
 * when behind the tags there is another kind of sound.
 */
export function cleanMp3(bytes: Uint8Array): Uint8Array {
	const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const end = startOfLastTags(file);
	const frames: Uint8Array[] = [];
	let kind: number | undefined;
	for (let at = 0; at < end;) {
		const tag = tagAt(file, at, end);
		// Padding between a tag and the sound.
		const skipped = tag > 0 ? tag : file[at] === 0 ? 1 : 0;
		if (skipped > 0) {
			at += skipped;
			continue;
		}
		const length = frameLength(file, at);
		if (length === undefined && kind === undefined) throw refusal('type_not_allowed');
		if (length === undefined || at + length > end) throw new Error('a frame breaks off');
		// Version, layer and sampling rate are the same from the first frame to the last.
		const found = file.readUInt32BE(at) & 0x001e0c00;
		if (found !== (kind ??= found)) throw new Error('the frames do not belong together');
		frames.push(file.subarray(at, at + length));
		at += length;
	}
	if (frames.length === 0) throw new Error('no sound');
	return new Uint8Array(Buffer.concat(frames));
}

function frameLength(file: Buffer, at: number): number | undefined {
	if (at + 4 > file.length) return undefined;
	const header = file.readUInt32BE(at);
	const version = (header >>> 19) & 3;
	const isLayer3 = ((header >>> 17) & 3) === 1;
	if (header >>> 21 !== 0x7ff || version === 1 || !isLayer3) return undefined;
	const rate = (version === 3 ? RATES_1 : RATES_2)[(header >>> 12) & 15];
	const samples = SAMPLES[(header >>> 10) & 3];
	if (!rate || !samples) return undefined;
	const divided = samples / (version === 3 ? 1 : version === 2 ? 2 : 4);
	const padding = (header >>> 9) & 1;
	return Math.floor(((version === 3 ? 144 : 72) * rate * 1000) / divided) + padding;
}

/** How long the tag is that begins here; 0 where none does. */
function tagAt(file: Buffer, at: number, end: number): number {
	const begins = (word: string) => file.toString('latin1', at, at + word.length) === word;
	let length = 0;
	if (begins('ID3')) {
		const footer = (file.readUInt8(at + 5) & 0x10) > 0 ? 10 : 0;
		length = 10 + syncSafe(file, at + 6) + footer;
	} else if (begins('APETAGEX')) length = 32 + file.readUInt32LE(at + 12);
	else if (begins('TAG+')) length = 227;
	else if (begins('TAG')) length = 128;
	if (at + length > end) throw new Error('a tag is longer than the file');
	return length;
}

/** Four bytes of seven bits each, as ID3 writes its lengths. */
function syncSafe(file: Buffer, at: number): number {
	let value = 0;
	for (const byte of file.subarray(at, at + 4)) {
		if (byte > 0x7f) throw new Error('no length of an ID3 tag');
		value = value * 128 + byte;
	}
	return value;
}

/** Where the sound ends: these tags are found by their last bytes, one behind the other. */
function startOfLastTags(file: Buffer): number {
	let end = file.length;
	for (let before = -1; before !== end;) {
		before = end;
		const ends = (word: string, back: number) =>
			end >= back && file.toString('latin1', end - back, end - back + word.length) === word;
		if (ends('TAG', 128)) end -= 128;
		else if (ends('TAG+', 227)) end -= 227;
		else if (ends('APETAGEX', 32)) end -= apeLength(file, end);
		else if (ends('3DI', 10)) end -= 20 + syncSafe(file, end - 4);
		else if (ends('LYRICS200', 9)) end -= 15 + lyricsLength(file, end);
		else if (ends('LYRICSEND', 9)) {
			// The older kind says no length; it holds at most 5,100 letters.
			const start = file.lastIndexOf('LYRICSBEGIN', end - 9, 'latin1');
			if (start < 0 || end - start > 5200) throw new Error('a tag without a beginning');
			end = start;
		}
		if (end < 0) throw new Error('a tag is longer than the file');
	}
	return end;
}

/** The footer's length counts the footer and the items, not the header. */
function apeLength(file: Buffer, end: number): number {
	const hasHeader = (file.readUInt32LE(end - 12) & 0x80000000) !== 0;
	const length = file.readUInt32LE(end - 20);
	if (length < 32) throw new Error('a tag shorter than its end');
	return length + (hasHeader ? 32 : 0);
}

function lyricsLength(file: Buffer, end: number): number {
	const digits = file.toString('latin1', end - 15, end - 9);
	if (!/^\d{6}$/.test(digits)) throw new Error('a tag without a length');
	return Number(digits);
}
