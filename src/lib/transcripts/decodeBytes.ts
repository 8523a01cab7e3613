import { detect } from 'jschardet';
import { looksLikeThai } from './thaiBytes.ts';

export interface DecodedText {
	/** Without a byte order mark. */
	text: string;
	/** As the Encoding Standard names it, in lower case. */
	encoding: string;
	/** Neither a mark nor the bytes themselves say it. */
	isGuessed: boolean;
	/** Some bytes are no text in it; they are U+FFFD now. */
	isDamaged: boolean;
}

/** What somebody can say a file is in, where the guess was wrong. */
export const ENCODINGS = [
	'utf-8',
	'utf-16le',
	'utf-16be',
	'windows-1252',
	'windows-874',
	'windows-1258',
	'gb18030',
	'big5',
	'shift_jis',
	'euc-kr',
	'windows-1251'
] as const;
export type Encoding = (typeof ENCODINGS)[number];

const SAMPLE = 64 * 1024;

/**
 * Makes text of the bytes of a file. `asked` is what a person says it is in and holds; otherwise
 * the byte order mark decides, then the bytes: UTF-16 without a mark, UTF-8, and what older
 * programs of the region write (Thai, Western European, and what jschardet is sure of). Never throws.
 */
export function decodeBytes(bytes: Uint8Array, asked?: Encoding): DecodedText {
	if (asked) return decodeAs(bytes, asked, false);
	const marked = encodingOfMark(bytes);
	if (marked === 'utf-32le' || marked === 'utf-32be')
		return {
			text: decodeUtf32(bytes, marked),
			encoding: marked,
			isGuessed: false,
			isDamaged: false
		};
	if (marked) return decodeAs(bytes, marked, false);
	const utf16 = findUtf16(bytes);
	if (utf16) return decodeAs(bytes, utf16, true);
	const utf8 = decodeAs(bytes, 'utf-8', false);
	if (!utf8.isDamaged || isUtf8(utf8.text)) return utf8;
	if (looksLikeThai(bytes)) return decodeAs(bytes, 'windows-874', true);
	return decodeAs(bytes, detectOther(bytes) ?? 'windows-1252', true);
}

function decodeAs(bytes: Uint8Array, encoding: string, isGuessed: boolean): DecodedText {
	try {
		const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
		return { text, encoding, isGuessed, isDamaged: false };
	} catch {
		const text = new TextDecoder(encoding).decode(bytes);
		return { text, encoding, isGuessed, isDamaged: true };
	}
}

function encodingOfMark(bytes: Uint8Array): string | undefined {
	const [a, b, c, d] = bytes;
	if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
	if (a === 0xff && b === 0xfe) return c === 0 && d === 0 ? 'utf-32le' : 'utf-16le';
	if (a === 0xfe && b === 0xff) return 'utf-16be';
	if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return 'utf-32be';
	return undefined;
}

/** The platform has no decoder for it. */
function decodeUtf32(bytes: Uint8Array, encoding: string): string {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const parts: string[] = [];
	for (let at = 4; at + 4 <= bytes.byteLength; at += 4) {
		const code = view.getUint32(at, encoding === 'utf-32le');
		const isCharacter = code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
		parts.push(isCharacter ? String.fromCodePoint(code) : '\uFFFD');
	}
	return parts.join('');
}

/**
 * UTF-16 without a mark is told by the zeros that digits, blanks and line ends leave in every
 * second byte, whatever the script: no other encoding has them on one side only.
 */
function findUtf16(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
	const sample = bytes.subarray(0, SAMPLE);
	if (sample.byteLength < 4 || new TextDecoder('latin1').decode(sample.subarray(0, 6)) === 'WEBVTT')
		return undefined;
	const zeros = [0, 0];
	let printable = 0;
	sample.forEach((byte, at) => {
		if (byte === 0) zeros[at % 2]! += 1;
		else if (byte >= 0x20 && byte < 0x7f) printable += 1;
	});
	const [even = 0, odd = 0] = zeros;
	const most = Math.max(even, odd);
	if (most < 2 || most < sample.byteLength * 0.005 || Math.min(even, odd) * 10 > most)
		return undefined;
	// A text in one byte each with a few stray zeros, all of them by chance on one side.
	const others = sample.byteLength - even - odd;
	if (printable > others * 0.9 && most < sample.byteLength * 0.2) return undefined;
	const encoding = odd > even ? 'utf-16le' : 'utf-16be';
	const whole = sample.subarray(0, sample.byteLength - (sample.byteLength % 2));
	const text = new TextDecoder(encoding).decode(whole);
	const odd16 = text.match(/[\p{Cn}\p{Co}\uFFFD]|(?![\t\n\v\f\r])\p{Cc}/gu)?.length ?? 0;
	return odd16 <= text.length * 0.01 + 1 ? encoding : undefined;
}

/** Whether what was decoded as UTF-8 is UTF-8 with a few broken places, not something else. */
function isUtf8(text: string): boolean {
	const broken = text.match(/\uFFFD/g)?.length ?? 0;
	const whole = text.match(/[^\p{ASCII}\uFFFD]/gu)?.length ?? 0;
	return broken <= whole * 0.02;
}

/** What jschardet says of the lines that are not plain ASCII, where it is sure enough to be believed. */
function detectOther(bytes: Uint8Array): string | undefined {
	const sample = telling(bytes);
	const { isDense, count } = density(sample);
	// A lone accent among Latin letters says little; Western European is what it mostly is.
	if (!isDense && count < 40) return undefined;
	const found = detect(sample, { detectEncodings: isDense ? DENSE : SPARSE });
	if (!found.encoding || found.confidence < (isDense ? 0.2 : 0.6)) return undefined;
	try {
		const label = found.encoding.toLowerCase();
		const decoder = new TextDecoder(ALIASES[label] ?? label, { fatal: true });
		decoder.decode(bytes);
		return decoder.encoding;
	} catch {
		return undefined;
	}
}

/** Names that the Encoding Standard does not know. */
const ALIASES: Record<string, string> = { cp949: 'euc-kr', cp932: 'shift_jis', cp936: 'gb18030' };

const DENSE = [
	'GB18030',
	'Big5',
	'EUC-JP',
	'Shift_JIS',
	'EUC-KR',
	'CP949',
	'KOI8-R',
	'Windows-1251',
	'Windows-1253',
	'Windows-1255',
	'Windows-1256'
];
const SPARSE = ['Windows-1250', 'Windows-1252', 'Windows-1254', 'Windows-1257', 'Windows-1258'];

/** The beginning of the lines in which there is anything to tell by, as one text. */
function telling(bytes: Uint8Array): Uint8Array {
	const parts: Uint8Array[] = [];
	let size = 0;
	for (let from = 0; from < bytes.byteLength && size < SAMPLE;) {
		const found = bytes.indexOf(10, from);
		const to = found === -1 ? bytes.byteLength : found + 1;
		const line = bytes.subarray(from, Math.min(to, from + SAMPLE - size));
		if (line.some((byte) => byte >= 0x80)) {
			parts.push(line);
			size += line.byteLength;
		}
		from = to;
	}
	const whole = new Uint8Array(size);
	let at = 0;
	for (const part of parts) {
		whole.set(part, at);
		at += part.byteLength;
	}
	return whole;
}

/**
 * Whether bytes beyond ASCII stand in long rows, as in scripts that are not Latin (`ção` are two),
 * and how many there are.
 */
function density(bytes: Uint8Array): { isDense: boolean; count: number } {
	let count = 0;
	let inRows = 0;
	let row = 0;
	for (let at = 0; at <= bytes.byteLength; at += 1) {
		if ((bytes[at] ?? 0) >= 0x80) {
			row += 1;
			continue;
		}
		count += row;
		if (row > 2) inRows += row;
		row = 0;
	}
	return { isDense: inRows > count * 0.5, count };
}
