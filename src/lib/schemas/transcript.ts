import * as v from 'valibot';
import { m } from '#lib/paraglide/messages.js';
import { TURN_KINDS, TURN_MARKS } from '#lib/terms.ts';
import { ENCODINGS } from '#lib/transcripts/decodeBytes.ts';
import { LONGEST_TURN } from '#lib/transcripts/turnsOfCues.ts';

const id = v.pipe(v.string(), v.uuid());
const text = (most: number) => v.pipe(v.optional(v.string(), ''), v.maxLength(most));
const texts = (most: number, many: number) =>
	v.optional(v.pipe(v.array(v.pipe(v.string(), v.maxLength(most))), v.maxLength(many)), []);
const title = v.pipe(
	v.optional(v.string(), ''),
	v.trim(),
	v.minLength(1, () => m.transcripts_title_missing()),
	v.maxLength(200)
);
/** A BCP 47 tag, or nothing. */
const language = v.pipe(
	v.optional(v.string(), ''),
	v.trim(),
	v.maxLength(35),
	v.regex(/^$|^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/, () => m.transcripts_language_wrong())
);

/** Step 1: a file, and what it is. The file comes beside it. */
export const readTranscriptSchema = v.object({
	title,
	language,
	/** The transcript of which it is a translation. */
	of: v.optional(v.union([v.literal(''), id]), ''),
	encoding: v.optional(v.union([v.literal(''), v.picklist(ENCODINGS)]), '')
});

/** The most people who may speak in a file, and lines of further names. */
export const MOST_SPEAKERS = 300;

/** Steps 2 and 3: who is who. Each speaker has one place in each list, in the order of the file. */
export const importTranscriptSchema = v.object({
	id,
	title,
	language,
	translationLanguage: language,
	of: v.optional(v.union([v.literal(''), id]), ''),
	cues: v.string(),
	who: texts(80, MOST_SPEAKERS),
	pseudonym: texts(80, MOST_SPEAKERS),
	forms: texts(1000, MOST_SPEAKERS),
	/** Places of the speakers whose name is looked for in the words. */
	replace: texts(6, MOST_SPEAKERS),
	more: text(20_000),
	/** Words that look like a name and are replaced too, and those that were shown. */
	also: texts(300, 1000),
	shown: texts(300, 1000),
	mark: v.optional(v.picklist(TURN_MARKS), 'background'),
	kind: v.optional(v.picklist(TURN_KINDS), 'verbatim'),
	join: v.optional(v.boolean(), false),
	/** What the preview showed, so that nothing else is stored. */
	seen: text(64)
});
export type ImportForm = v.InferOutput<typeof importTranscriptSchema>;

/** One turn, changed on the page of its transcript. */
export const changeTurnSchema = v.object({
	turn: id,
	save: id,
	base: v.pipe(v.number(), v.integer(), v.minValue(0)),
	body: v.pipe(
		v.optional(v.string(), ''),
		v.trim(),
		v.minLength(1, () => m.transcripts_body_missing()),
		v.maxLength(LONGEST_TURN)
	),
	translation: text(LONGEST_TURN),
	kind: v.picklist(TURN_KINDS),
	mark: v.picklist(TURN_MARKS),
	/** `participant:` and an id, or a role. */
	who: v.pipe(v.string(), v.maxLength(80))
});
export const turnSchema = v.object({ turn: id });
export const emptySchema = v.object({});

/** `1:02:03` or `14:02`. */
const clock = v.pipe(
	v.optional(v.string(), ''),
	v.trim(),
	v.regex(/^$|^(\d{1,2}:)?[0-5]?\d:[0-5]\d$/, () => m.transcripts_clock_wrong())
);
export const addRecordingSchema = v.object({
	id,
	title,
	transcript: v.optional(v.union([v.literal(''), id]), ''),
	offset: clock
});
/** Without a recording all of the meeting. */
export const removeRecordingSchema = v.object({
	recording: v.optional(v.union([v.literal(''), id]), '')
});
