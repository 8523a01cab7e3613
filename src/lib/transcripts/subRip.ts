import { type Cue, type TranscriptWarning, warn } from './cue.ts';
import { textOfCue } from './webVttText.ts';
import { nameSpeakers } from './voices.ts';

/**
 * Hours may be missing, seconds and thousandths are parted by comma, dot, colon or nothing; behind
 * the second time some programs write where the words stand.
 */
const TIME = '(?:(\\d{1,3})\\s?:\\s?)?(\\d{1,2})\\s?:\\s?(\\d{1,2})(?:\\s?[.,:;]\\s?(\\d{1,9}))?';
const TIMING = new RegExp(`^${TIME}\\s{0,9}(?:-{1,3}|–|—)\\s?>\\s{0,9}${TIME}(?:\\s|$)`);

/** Longer than any timing line: no pattern looks at a page that is one line. */
const TIMING_LENGTH = 160;

/** Whether a line says from when to when a subtitle stands. */
export const isTiming = (line: string): boolean => timingOf(line) !== null;

/** The times of a line in milliseconds, or null. */
export function timingOf(line: string): { start: number; end: number } | null {
	const head = line.slice(0, TIMING_LENGTH).trim();
	const found = head.includes('>') ? TIMING.exec(head) : null;
	if (!found) return null;
	return { start: timeOf(found.slice(1, 5)), end: timeOf(found.slice(5, 9)) };
}

function timeOf([hours, minutes, seconds, fraction]: (string | undefined)[]): number {
	const whole = (Number(hours ?? 0) * 60 + Number(minutes)) * 60 + Number(seconds);
	return whole * 1000 + (fraction ? Math.round(Number(`0.${fraction}`) * 1000) : 0);
}

/**
 * Reads SubRip in the forms in which it is met: numbers missing, no blank line between subtitles,
 * blank lines inside of one, tags, positions, names before the words. Nobody has written down what
 * SubRip is; a timing line begins a subtitle, and a line that is only a number right before it is
 * its number, where the file numbers its subtitles. Never throws.
 */
export function parseSubRip(text: string): { cues: Cue[]; warnings: TranscriptWarning[] } {
	const warnings: TranscriptWarning[] = [];
	const lines = text
		.replaceAll('\0', '\uFFFD')
		.replaceAll(/\r\r\n|\r\n?/g, '\n')
		.split('\n');
	const timings = lines.map(timingOf);
	const first = timings.findIndex((each) => each !== null);
	const isNumbered = first > 0 && isNumber(lines[first - 1]!);
	if (first > (isNumbered ? 1 : 0) && lines.slice(0, first - (isNumbered ? 1 : 0)).some(hasWords))
		warn(warnings, 'words_outside', 'Words before the first times are left out.', 1);
	const cues: Cue[] = [];
	let at = first === -1 ? lines.length : first;
	while (at < lines.length) {
		const timing = timings[at]!;
		let next = at + 1;
		while (next < lines.length && timings[next] === null) next += 1;
		const hasNumber = isNumbered && next < lines.length && isNumber(lines[next - 1]!);
		const said = lines.slice(at + 1, hasNumber && next - 1 > at ? next - 1 : next);
		const number = isNumbered && isNumber(lines[at - 1] ?? '') ? lines[at - 1]!.trim() : null;
		if (timing.end < timing.start)
			warn(warnings, 'backwards', 'A subtitle ends before it begins.', at + 1);
		cues.push(cueOf(number, timing, said));
		at = next;
	}
	return { cues: nameSpeakers(cues, 0), warnings };
}

const isNumber = (line: string) => /^\s{0,20}\d{1,9}\s{0,20}$/.test(line);
const hasWords = (line: string) => /\p{L}/u.test(line);

/** Tags of SubRip and of the programs it comes from; any other < stays what it is. */
const TAGS =
	/<\/?(?:[ibus]|font|c|ruby|rt|span)(?:[.\s][^<>]{0,200})?>|\{\\[^{}]{0,200}\}|\{\/?[ibus]\}/gi;

function cueOf(
	id: string | null,
	{ start, end }: { start: number; end: number },
	lines: readonly string[]
): Cue {
	const raw = trimLines(lines).join('\n');
	// Made from WebVTT by a program that kept its voices.
	const spoken = /<v[.\s]/.test(raw) ? textOfCue(raw) : null;
	const speakers = spoken?.voices.filter(({ speaker }) => speaker !== null) ?? [];
	const cue = {
		id,
		start,
		end,
		speaker: speakers[0]?.speaker ?? null,
		text: spoken ? spoken.text : raw.replaceAll(TAGS, '')
	};
	return spoken && speakers.length > 0 && spoken.voices.length > 1
		? { ...cue, voices: spoken.voices }
		: cue;
}

/** Without blank lines at both ends and blanks at the end of each. */
function trimLines(lines: readonly string[]): string[] {
	const from = lines.findIndex((line) => line.trim() !== '');
	if (from === -1) return [];
	const to = lines.findLastIndex((line) => line.trim() !== '');
	return lines.slice(from, to + 1).map((line) => line.trimEnd());
}
