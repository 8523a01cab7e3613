import * as v from 'valibot';
import { m } from '#lib/paraglide/messages.js';
import { SPEAKERS, TURN_KINDS, TURN_MARKS } from '#lib/terms.ts';
import { LONGEST_TURN } from '#lib/transcripts/turnsOfCues.ts';

const id = v.pipe(v.string(), v.uuid());
const noId = v.optional(v.union([v.literal(''), id]), '');
const body = v.pipe(
	v.optional(v.string(), ''),
	v.trim(),
	v.minLength(1, () => m.room_body_missing()),
	v.maxLength(LONGEST_TURN)
);
/** Milliseconds since 1970, up to the year 5138. */
const moment = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(99_999_999_999_999));
/** More codes than there are number keys, for pages without a script. */
const MOST_CODES = 50;

const fields = {
	body,
	kind: v.optional(v.picklist(TURN_KINDS), 'paraphrase'),
	mark: v.picklist(TURN_MARKS),
	block: noId,
	/** `participant:` and an id, or a role. */
	who: v.pipe(
		v.optional(v.string(), ''),
		v.minLength(1, () => m.room_who_missing()),
		v.maxLength(80)
	),
	codes: v.optional(v.pipe(v.array(id), v.maxLength(MOST_CODES)), [])
};

/** A note from a page without a script; `id` is made by the page. */
export const takeNoteSchema = v.object({ ...fields, id });
/** A note that is changed: `base` is the revision that was shown, `id` names the save. */
export const changeNoteSchema = v.object({
	...fields,
	id,
	turn: id,
	base: v.pipe(v.number(), v.integer(), v.minValue(1))
});
export const noteSchema = v.object({ turn: id });

const codings = v.optional(
	v.pipe(v.array(v.object({ id, codeId: id })), v.maxLength(MOST_CODES)),
	[]
);
const said = {
	id,
	/** Checked one by one, so that one wrong note does not keep the others from being stored. */
	body: v.pipe(v.string(), v.maxLength(10 * LONGEST_TURN)),
	speaker: v.picklist(SPEAKERS),
	participantId: v.nullable(id),
	kind: v.picklist(TURN_KINDS),
	mark: v.picklist(TURN_MARKS),
	blockId: v.nullable(id),
	codes: codings
};

/** What a page's script or a device sends, in the order it was done. */
export const roomActsSchema = v.object({
	page: v.optional(id),
	/** What the clock of the device says now, so that a wrong one puts no note in a wrong place. */
	sentAt: moment,
	acts: v.pipe(
		v.array(
			v.variant('act', [
				v.object({ act: v.literal('take'), at: moment, ...said }),
				v.object({
					act: v.literal('change'),
					turnId: id,
					base: v.pipe(v.number(), v.integer(), v.minValue(1)),
					...said
				}),
				v.object({ act: v.picklist(['remove', 'restore']), id, turnId: id })
			])
		),
		v.minLength(1),
		v.maxLength(50)
	)
});

/** A stream of a page, or what is asked after a change. */
export const roomQuerySchema = v.object({
	page: v.optional(id),
	after: v.optional(v.pipe(v.string(), v.regex(/^\d{1,15}$/), v.transform(Number)))
});
