import type { TranscriptFormat } from '../terms.ts';

/** Words of one speaker inside a cue in which several speak. */
export interface Voice {
	speaker: string | null;
	text: string;
}

/** A piece of a transcript as its file has it: a subtitle, a paragraph, a row of a table. */
export interface Cue {
	/** What the file calls it, where it does. */
	id: string | null;
	/** Whole milliseconds from the beginning; null where the file gives no time. */
	start: number | null;
	end: number | null;
	/** As the file writes the name. */
	speaker: string | null;
	text: string;
	/** The same in another language, where a table has a column for it. */
	translation?: string;
	/** Only where more than one person speaks in it; together they hold all of its words. */
	voices?: Voice[];
}

/** What a reader should know of a file that was read all the same. */
export const WARNING_CODES = [
	'signature',
	'timing',
	'block_ignored',
	'backwards',
	'encoding_guessed',
	'encoding_damaged',
	'not_utf8',
	'names_in_text',
	'no_speakers',
	'no_times',
	'before_first_speaker',
	'columns_guessed',
	'seconds',
	'milliseconds',
	'words_outside'
] as const;
export type WarningCode = (typeof WARNING_CODES)[number];

export interface TranscriptWarning {
	/** Counted from 1; absent where it is about the whole file. */
	line?: number;
	code: WarningCode;
	/** In English, for the command line; pages say the code in their language. Holds nothing of the file. */
	words: string;
}

/** A file read as a transcript. */
export interface ParsedTranscript {
	format: TranscriptFormat;
	/** As the Encoding Standard names it, such as utf-8, utf-16le, windows-1252, windows-874. */
	encoding: string;
	/** Nothing in the file says what encoding it is in. */
	isGuessed: boolean;
	cues: Cue[];
	warnings: TranscriptWarning[];
}

/** Why a file is no transcript. */
export const REFUSALS = [
	'empty',
	'too_large',
	'too_many_cues',
	'not_text',
	'old_word',
	'encrypted',
	'broken',
	'data',
	'no_words',
	'too_slow'
] as const;
export type Refusal = (typeof REFUSALS)[number];

export type ReadTranscript =
	{ ok: true; transcript: ParsedTranscript } | { ok: false; refusal: Refusal };

/** What a transcript may hold. */
export const TRANSCRIPT_LIMITS = { bytes: 10 * 1024 ** 2, cues: 50_000 } as const;

/** Of one kind of warning a reader needs the first few; the rest is a longer list of the same. */
const MOST_OF_A_KIND = 20;

/** Adds a warning, unless there are enough of its kind. */
export function warn(
	warnings: TranscriptWarning[],
	code: WarningCode,
	words: string,
	line?: number
): void {
	if (warnings.filter((each) => each.code === code).length >= MOST_OF_A_KIND) return;
	warnings.push(line === undefined ? { code, words } : { line, code, words });
}
