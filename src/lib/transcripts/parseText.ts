import type { TranscriptFormat } from '../terms.ts';
import { likelySeparator, recordsOf, separatorOf } from './csvTable.ts';
import {
	type Cue,
	type ReadTranscript,
	type Refusal,
	TRANSCRIPT_LIMITS,
	type TranscriptWarning,
	warn
} from './cue.ts';
import { type Encoding, decodeBytes } from './decodeBytes.ts';
import { cuesOfParagraphs, paragraphsOf } from './plainText.ts';
import { isTiming, parseSubRip } from './subRip.ts';
import { cuesOfRows } from './tableRows.ts';
import { rowsOfText } from './textTable.ts';
import { nameSpeakers } from './voices.ts';
import { isSignature, parseWebVtt } from './webVtt.ts';

/** What is known of a file beside its bytes. */
export interface FileHints {
	/** The last part of its name, such as `vtt`. The name itself is nobody's business. */
	extension?: string;
	/** What a person says it is in, where the guess was wrong. */
	encoding?: Encoding;
}

const refused = (refusal: Refusal): ReadTranscript => ({ ok: false, refusal });

/** Files that begin like this are no text, whatever else can be read in them. */
const SIGNATURES: [number[], Refusal][] = [
	[[0xd0, 0xcf, 0x11, 0xe0], 'old_word'],
	[[0x25, 0x50, 0x44, 0x46], 'not_text'],
	[[0x89, 0x50, 0x4e, 0x47], 'not_text'],
	[[0xff, 0xd8, 0xff], 'not_text'],
	[[0x50, 0x4b, 0x03, 0x04], 'not_text'],
	[[0x1f, 0x8b], 'not_text'],
	[[0x7b, 0x5c, 0x72, 0x74, 0x66], 'not_text']
];

/**
 * Reads WebVTT, SubRip, CSV and plain text, told by what is in the file; the extension decides
 * only where the text does not. Never throws, whatever the bytes.
 */
export function parseText(bytes: Uint8Array, hints: FileHints = {}): ReadTranscript {
	if (bytes.byteLength === 0) return refused('empty');
	if (bytes.byteLength > TRANSCRIPT_LIMITS.bytes) return refused('too_large');
	const known = SIGNATURES.find(([head]) => head.every((byte, at) => bytes[at] === byte));
	if (known) return refused(known[1]);
	const decoded = decodeBytes(bytes, hints.encoding);
	const firstLine = /^[^\r\n]*/.exec(decoded.text)![0];
	const isVtt = isSignature(firstLine) || isUnsignedVtt(decoded.text, firstLine, hints.extension);
	if (!isVtt && isBinary(decoded.text)) return refused('not_text');
	if (!isVtt && isData(decoded.text)) return refused('data');
	const { format, cues, warnings } = isVtt ? readVtt(decoded.text) : read(decoded.text, hints);
	const told: TranscriptWarning[] = [];
	if (decoded.isGuessed)
		warn(
			told,
			'encoding_guessed',
			`Nothing in the file says its encoding; it was read as ${decoded.encoding}.`
		);
	if (decoded.isDamaged)
		warn(told, 'encoding_damaged', 'Some letters could not be read; they show as \uFFFD.');
	if (isVtt && decoded.encoding !== 'utf-8')
		warn(told, 'not_utf8', 'WebVTT is UTF-8; this file is not.');
	if (cues.length > TRANSCRIPT_LIMITS.cues) return refused('too_many_cues');
	if (!isVtt && cues.every(({ text }) => text.trim() === '')) return refused('no_words');
	return {
		ok: true,
		transcript: {
			format,
			encoding: decoded.encoding,
			isGuessed: decoded.isGuessed,
			cues,
			warnings: [...told, ...warnings]
		}
	};
}

interface Found {
	format: TranscriptFormat;
	cues: Cue[];
	warnings: TranscriptWarning[];
}

function readVtt(text: string): Found {
	const { cues, warnings } = parseWebVtt(text);
	if (cues.some(({ speaker }) => speaker !== null)) return { format: 'webvtt', cues, warnings };
	// Programs for meetings write `Name:` into the words; a file that does so does it throughout.
	const named = nameSpeakers(cues, 0.3);
	if (named.some(({ speaker }) => speaker !== null))
		warn(warnings, 'names_in_text', 'Names before the words were taken as speakers.');
	return { format: 'webvtt', cues: named, warnings };
}

function read(text: string, hints: FileHints): Found {
	if (hasTimings(text)) return { format: 'srt', ...parseSubRip(text) };
	const warnings: TranscriptWarning[] = [];
	const separator = separatorOf(text) ?? (hints.extension === 'csv' ? likelySeparator(text) : null);
	const records = separator === null ? null : recordsOf(text, separator);
	const cues = records && cuesOfRows(records, warnings);
	if (cues) return { format: 'csv', cues, warnings };
	const rows = rowsOfText(text);
	const table = rows && cuesOfRows(rows, warnings);
	if (table) return { format: 'text', cues: table, warnings };
	return { format: 'text', ...cuesOfParagraphs(paragraphsOf(text)) };
}

/** A file that wants to be WebVTT and has its first line wrong. */
function isUnsignedVtt(text: string, firstLine: string, extension: string | undefined): boolean {
	if (/^[\s\uFEFF]{0,20}webvtt(?![\p{L}\p{N}])/iu.test(firstLine)) return true;
	return extension === 'vtt' && (/^\s*web(?:vtt|srt)/i.test(firstLine) || text.includes('-->'));
}

/** Whether one of the first lines says from when to when something was said. */
function hasTimings(text: string): boolean {
	let at = 0;
	for (let count = 0; count < 2000 && at < text.length; count += 1) {
		const found = /[\r\n]/.exec(text.slice(at, at + 400));
		const end = found ? at + found.index : at + 400;
		if (isTiming(text.slice(at, end))) return true;
		at = end + 1;
	}
	return false;
}

/** Control characters are in no text that people wrote; one or two may have got into one. */
function isBinary(text: string): boolean {
	const odd = text.match(/(?![\t\n\v\f\r\u0085])\p{Cc}|\uFFFD/gu)?.length ?? 0;
	return odd > 2 && odd > text.length * 0.05;
}

/** Something for programs: JSON, a page, a drawing. */
function isData(text: string): boolean {
	const trimmed = text.trim();
	if (/^<(?:!doctype|\?xml|html|svg|[a-z][\w-]{0,40}[\s>])/i.test(trimmed) && trimmed.endsWith('>'))
		return true;
	if (!/^[[{]/.test(trimmed) || !/[\]}]$/.test(trimmed)) return false;
	try {
		return typeof JSON.parse(trimmed) === 'object';
	} catch {
		return false;
	}
}
