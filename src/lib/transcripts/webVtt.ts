import { type Cue, type TranscriptWarning, warn } from './cue.ts';
import { textOfCue } from './webVttText.ts';
import { parseVttTimings } from './webVttTimings.ts';

/**
 * Reads a WebVTT file as https://www.w3.org/TR/webvtt1/#file-parsing says: blocks between blank
 * lines, of which those with a timing line are cues and the others (comments, style sheets,
 * regions, damage) are not. A file without the signature is read all the same, with a warning.
 * `text` is what the bytes say as UTF-8. Never throws.
 */
export function parseWebVtt(text: string): { cues: Cue[]; warnings: TranscriptWarning[] } {
	const warnings: TranscriptWarning[] = [];
	const lines = text.replaceAll('\0', '\uFFFD').replaceAll(/\r\n?/g, '\n').split('\n');
	const cues: Cue[] = [];
	let at = 0;
	const isSigned = isSignature(lines[0]!);
	if (!isSigned)
		warn(warnings, 'signature', 'The file does not begin with WEBVTT as the format wants.', 1);
	// What follows the signature without a blank line is the header.
	if (isSigned || /^[\s\uFEFF]*webvtt/i.test(lines[0]!)) {
		at = 1;
		if (lines[at] !== undefined && lines[at] !== '') at = collectBlock(lines, at, true).next;
	}
	while (at < lines.length) {
		if (lines[at] === '') {
			at += 1;
			continue;
		}
		const block = collectBlock(lines, at, false);
		tellOf(block, at, lines, warnings);
		if (block.cue) cues.push(block.cue);
		at = block.next;
	}
	return { cues, warnings };
}

/** WEBVTT alone, or with a blank or a tab and anything behind it. */
export function isSignature(line: string): boolean {
	return line.startsWith('WEBVTT') && (line.length === 6 || line[6] === ' ' || line[6] === '\t');
}

interface Block {
	/** Where the next one begins. */
	next: number;
	cue: Cue | null;
	/** A line with an arrow that is no timing. */
	brokenAt: number | null;
	/** A comment, a style sheet, a region: left out on purpose. */
	isKnown: boolean;
}

/** Collects one block from line `at` on, by the algorithm of the same name. */
function collectBlock(lines: readonly string[], at: number, inHeader: boolean): Block {
	let buffer: string[] = [];
	let timings: { start: number; end: number } | null = null;
	let id = '';
	let seenArrow = false;
	let brokenAt: number | null = null;
	const isKnown = inHeader || LEFT_OUT.test(lines[at]!);
	let count = 0;
	let next = at;
	for (; next < lines.length; next += 1) {
		const line = lines[next]!;
		count += 1;
		if (line.includes('-->')) {
			// A cue without a blank line before it, which begins a block of its own.
			if (inHeader || !(count === 1 || (count === 2 && !seenArrow))) break;
			seenArrow = true;
			timings = parseVttTimings(line);
			if (timings) {
				id = buffer.join('\n');
				buffer = [];
			} else brokenAt = next + 1;
			continue;
		}
		if (line === '') {
			next += 1;
			break;
		}
		buffer.push(line);
	}
	const cue = timings && cueOf(id, timings, buffer.join('\n'));
	return { next, cue, brokenAt, isKnown };
}

/** A comment, or STYLE or REGION with nothing but white space behind it. */
const LEFT_OUT = /^NOTE(?:\s|$)|^(?:STYLE|REGION)\s*$/;

function cueOf(id: string, { start, end }: { start: number; end: number }, raw: string): Cue {
	const { text, voices } = textOfCue(raw);
	const speakers = voices.filter(({ speaker }) => speaker !== null);
	const cue: Cue = {
		id: id === '' ? null : id,
		start: Number.isSafeInteger(start) ? start : null,
		end: Number.isSafeInteger(end) ? end : null,
		speaker: speakers[0]?.speaker ?? null,
		text
	};
	return voices.length > 1 && speakers.length > 0 ? { ...cue, voices } : cue;
}

function tellOf(
	block: Block,
	at: number,
	lines: readonly string[],
	warnings: TranscriptWarning[]
): void {
	const { cue, brokenAt, isKnown } = block;
	if (cue === null && brokenAt !== null)
		warn(
			warnings,
			'timing',
			'The times in this line cannot be read; its words are left out.',
			brokenAt
		);
	else if (
		cue === null &&
		!isKnown &&
		lines.slice(at, block.next).some((line) => /\p{L}/u.test(line))
	)
		warn(warnings, 'block_ignored', 'Words without times, which the format leaves out.', at + 1);
	if (cue && cue.start !== null && cue.end !== null && cue.end < cue.start)
		warn(warnings, 'backwards', 'A cue ends before it begins.', at + 1);
}
