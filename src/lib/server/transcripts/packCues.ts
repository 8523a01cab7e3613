import { deflateRawSync, inflateRawSync } from 'node:zlib';
import * as v from 'valibot';
import { type Cue, TRANSCRIPT_LIMITS } from '../../transcripts/cue.ts';
import { TRANSCRIPT_FORMATS, type TranscriptFormat } from '../../terms.ts';

/** What was read of a file, on its way through the pages that ask who is who. */
export interface PackedCues {
	format: TranscriptFormat;
	cues: Cue[];
}

/** Longest packed text a form may carry back: as much as fits into a request beside the rest. */
export const LONGEST_PACKED = 9 * 1024 ** 2;
/** More than any file within the limits unpacks to. */
const MOST_BYTES = 48 * 1024 ** 2;

const time = v.nullable(v.pipe(v.number(), v.safeInteger(), v.minValue(0)));
const speaker = v.nullable(v.pipe(v.string(), v.maxLength(2000)));
const words = v.pipe(v.string(), v.maxLength(TRANSCRIPT_LIMITS.bytes));
const packed = v.object({
	format: v.picklist(TRANSCRIPT_FORMATS),
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
export function packCues({ format, cues }: PackedCues): string | null {
	// What the file calls its pieces is of no use any more.
	const plain = cues.map((cue) => ({ ...cue, id: null }));
	const text = deflateRawSync(JSON.stringify({ format, cues: plain })).toString('base64');
	return text.length > LONGEST_PACKED ? null : text;
}

/** Takes what a form brought back; null where `packCues` did not make it. Never throws. */
export function unpackCues(text: string): PackedCues | null {
	if (text.length > LONGEST_PACKED) return null;
	try {
		const bytes = inflateRawSync(Buffer.from(text, 'base64'), { maxOutputLength: MOST_BYTES });
		const parsed = v.safeParse(packed, JSON.parse(bytes.toString('utf8')));
		return parsed.success ? (parsed.output as PackedCues) : null;
	} catch {
		return null;
	}
}
