import { m } from '#lib/paraglide/messages.js';
import type { TranscriptFormat } from '#lib/terms.ts';
import type { Refusal, WarningCode } from '#lib/transcripts/cue.ts';

const refusals: Record<Refusal, () => string> = {
	empty: m.transcripts_refused_empty,
	too_large: m.transcripts_refused_too_large,
	too_many_cues: m.transcripts_refused_too_many_cues,
	not_text: m.transcripts_refused_not_text,
	old_word: m.transcripts_refused_old_word,
	encrypted: m.transcripts_refused_encrypted,
	broken: m.transcripts_refused_broken,
	data: m.transcripts_refused_data,
	no_words: m.transcripts_refused_no_words,
	too_slow: m.transcripts_refused_too_slow
};
/** Why a file is no transcript, as the end of a sentence. */
export const refusalWords = (refusal: Refusal): string => refusals[refusal]();

const warnings: Record<WarningCode, () => string> = {
	signature: m.transcripts_warning_signature,
	timing: m.transcripts_warning_timing,
	block_ignored: m.transcripts_warning_block_ignored,
	backwards: m.transcripts_warning_backwards,
	encoding_guessed: m.transcripts_warning_encoding_guessed,
	encoding_damaged: m.transcripts_warning_encoding_damaged,
	not_utf8: m.transcripts_warning_not_utf8,
	names_in_text: m.transcripts_warning_names_in_text,
	no_speakers: m.transcripts_warning_no_speakers,
	no_times: m.transcripts_warning_no_times,
	before_first_speaker: m.transcripts_warning_before_first_speaker,
	columns_guessed: m.transcripts_warning_columns_guessed,
	seconds: m.transcripts_warning_seconds,
	milliseconds: m.transcripts_warning_milliseconds,
	words_outside: m.transcripts_warning_words_outside
};
/** What a reader should know of a file that was read all the same. */
export const warningWords = (code: WarningCode): string => warnings[code]();

const formats: Record<TranscriptFormat, () => string> = {
	webvtt: m.transcripts_format_webvtt,
	srt: m.transcripts_format_srt,
	docx: m.transcripts_format_docx,
	text: m.transcripts_format_text,
	csv: m.transcripts_format_csv
};
export const formatWords = (format: TranscriptFormat): string => formats[format]();
