import { leadingClock, parseClock, trailingClock } from './clock.ts';
import { type Cue, type TranscriptWarning, warn } from './cue.ts';
import { type SpeakerPrefix, acceptedSpeakers, speakerPrefix } from './speakers.ts';

/** A paragraph of a text, and the line on which it begins, where it has lines. */
export interface Paragraph {
	text: string;
	line?: number;
	/** A blank line stands before it. */
	isApart?: boolean;
}

interface Read extends Paragraph {
	prefix: SpeakerPrefix | null;
	/** A line that is only a name and a time, with the words below it. */
	head: { speaker: string; start: number } | null;
}

/**
 * Turns of a text, by the rules of focus-group transcripts: a paragraph that begins with a name
 * begins a turn, the ones after it without a name go on with it; what stands before the first name
 * belongs to nobody. Where nobody is named each paragraph is a cue.
 */
export function cuesOfParagraphs(paragraphs: readonly Paragraph[]): {
	cues: Cue[];
	warnings: TranscriptWarning[];
} {
	const warnings: TranscriptWarning[] = [];
	const read = paragraphs
		.filter(({ text }) => text.trim() !== '')
		.map((each): Read => ({ ...each, prefix: speakerPrefix(each.text), head: headOf(each.text) }));
	const heads = acceptedHeads(read);
	const accepted = acceptedSpeakers(read.flatMap(({ prefix }) => (prefix ? [prefix.speaker] : [])));
	const cues: Cue[] = [];
	const hasSpeakers = heads || read.some(({ prefix }) => prefix && accepted.has(prefix.speaker));
	let waiting: number | null = null;
	for (const part of read) {
		const prefix = part.prefix && accepted.has(part.prefix.speaker) ? part.prefix : null;
		if (heads && part.head) cues.push(cue(part.head.speaker, part.head.start, null, ''));
		else if (prefix) {
			cues.push(cueOf(prefix, waiting));
			waiting = null;
		} else if (timeAlone(part.text) !== null) waiting = timeAlone(part.text);
		else {
			const clock = leadingClock(part.text.trim());
			const timed = clock?.isCertain ? clock : null;
			const start = timed?.start ?? waiting;
			const words = timed ? timed.rest : part.text.trim();
			const last = cues.at(-1);
			if (last && hasSpeakers && last.speaker !== null) continueTurn(last, words);
			else if (last && !hasSpeakers && start === null && part.isApart === false)
				continueTurn(last, words);
			else cues.push(cueOf({ speaker: null, start, end: timed?.end ?? null, rest: words }, null));
			waiting = null;
		}
	}
	const whole = cues.filter(({ text }) => text !== '');
	tell(whole, warnings);
	return { cues: whole, warnings };
}

const cue = (
	speaker: string | null,
	start: number | null,
	end: number | null,
	text: string
): Cue => ({
	id: null,
	start,
	end,
	speaker,
	text
});

function cueOf(
	{ speaker, start, end, rest }: Omit<SpeakerPrefix, 'speaker'> & { speaker: string | null },
	waiting: number | null
): Cue {
	const made = cue(speaker, start ?? waiting, end, '');
	continueTurn(made, rest);
	return made;
}

/** Adds a paragraph; a time at its end, as f4 sets it, is when the speaker came to an end. */
function continueTurn(turn: Cue, words: string): void {
	const last = trailingClock(words);
	if (last && (turn.start === null || last.time >= turn.start)) turn.end = last.time;
	const said = last ? last.rest : words;
	turn.text = turn.text === '' ? said : `${turn.text}\n${said}`;
}

/** A line that holds nothing but a time. */
function timeAlone(text: string): number | null {
	const clock = leadingClock(text.trim());
	return clock && clock.rest === '' ? clock.start : null;
}

/** `Sokha Chan  0:14`, as programs that transcribe by themselves write it above the words. */
function headOf(text: string): Read['head'] {
	if (text.length > 90) return null;
	const found = /^(\S.{0,62}?)[\s,|(]{1,8}((?:\d{1,3}:)?\d{1,2}:\d{2})\)?$/u.exec(text.trim());
	const start = found ? parseClock(found[2]!) : null;
	const speaker = found?.[1]?.replace(/[:：៖,\s]+$/u, '') ?? '';
	if (start === null || !/\p{L}/u.test(speaker) || /[.?!;:"]/u.test(speaker)) return null;
	return { speaker, start };
}

/** One such line may be a sentence about the time of day; a transcript has them throughout. */
function acceptedHeads(read: readonly Read[]): boolean {
	const heads = read.filter(({ head }) => head !== null);
	const names = acceptedSpeakers(heads.map(({ head }) => head!.speaker));
	return heads.length >= 2 && heads.every(({ head }) => names.has(head!.speaker));
}

function tell(cues: readonly Cue[], warnings: TranscriptWarning[]): void {
	if (cues.length > 0 && cues.every(({ speaker }) => speaker === null))
		warn(warnings, 'no_speakers', 'No speaker is named in this file.');
	else if (cues[0]?.speaker === null)
		warn(
			warnings,
			'before_first_speaker',
			'Words stand before the first name; they belong to nobody.'
		);
	if (cues.length > 0 && cues.every(({ start }) => start === null))
		warn(warnings, 'no_times', 'No time is given in this file.');
}

/** The lines of a text as paragraphs. */
export function paragraphsOf(text: string): Paragraph[] {
	const lines = text.replaceAll(/\r\r\n|\r\n?|[\u2028\u2029\v\f]/g, '\n').split('\n');
	return lines.map((line, at) => ({
		text: line,
		line: at + 1,
		isApart: at > 0 && lines[at - 1]!.trim() === ''
	}));
}
