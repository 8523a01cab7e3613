import { deflateRawSync, inflateRawSync } from 'node:zlib';
import * as v from 'valibot';
import { type ParsedTranscript, TRANSCRIPT_LIMITS, WARNING_CODES } from '../../transcripts/cue.ts';
import { TRANSCRIPT_FORMATS } from '../../terms.ts';

/** Longest packed text a form may carry back: as much as fits into a request beside the rest. */
export const LONGEST_PACKED = 9 * 1024 ** 2;
/** More than any file within the limits unpacks to. */
const MOST_BYTES = 48 * 1024 ** 2;

const time = v.nullable(v.pipe(v.number(), v.safeInteger(), v.minValue(0)));
const speaker = v.nullable(v.pipe(v.string(), v.maxLength(2000)));
const words = v.pipe(v.string(), v.maxLength(TRANSCRIPT_LIMITS.bytes));
const packed = v.object({
	format: v.picklist(TRANSCRIPT_FORMATS),
	encoding: v.pipe(v.string(), v.maxLength(40)),
	isGuessed: v.boolean(),
	warnings: v.pipe(
		v.array(
			v.object({
				line: v.optional(v.pipe(v.number(), v.safeInteger())),
				code: v.picklist(WARNING_CODES),
				words: v.string()
			})
		),
		v.maxLength(1000)
	),
	cues: v.pipe(
		v.array(
			v.object({
				id: v.nullable(v.string()),
				start: time,
				end: time,
				speaker,
				text: words,
				translation: v.optional(words),
				voices: v.optional(v.array(v.object({ speaker, text: words })))
			})
		),
		v.maxLength(TRANSCRIPT_LIMITS.cues)
	)
});

/**
 * Between its steps an import keeps nothing: what was read holds names, and travels in the form.
 * Packed, because phones send it back over bad lines. Null where it is too much for a form.
 */
export function packCues(transcript: ParsedTranscript): string | null {
	// What the file calls its pieces is of no use any more.
	const cues = transcript.cues.map((cue) => ({ ...cue, id: null }));
	const text = deflateRawSync(JSON.stringify({ ...transcript, cues })).toString('base64');
	return text.length > LONGEST_PACKED ? null : text;
}

/** Takes what a form brought back; null where `packCues` did not make it. Never throws. */
export function unpackCues(text: string): ParsedTranscript | null {
	if (text.length > LONGEST_PACKED) return null;
	try {
		const bytes = inflateRawSync(Buffer.from(text, 'base64'), { maxOutputLength: MOST_BYTES });
		const parsed = v.safeParse(packed, JSON.parse(bytes.toString('utf8')));
		return parsed.success ? (parsed.output as ParsedTranscript) : null;
	} catch {
		return null;
	}
}
