import * as v from 'valibot';
import { m } from '#lib/paraglide/messages.js';
import { LONGEST_TEXT } from '#lib/xlsform/cleanText.ts';

const id = v.pipe(v.string(), v.uuid());
const question = v.pipe(v.string(), v.maxLength(400));

/** What a form hands out: questions by their answer keys; with none it is the whole area. */
const parts = {
	area: v.pipe(v.string(), v.maxLength(200)),
	questions: v.optional(v.pipe(v.array(question), v.maxLength(500)), [])
};

/** Handing areas or questions to a colleague. */
export const handOutSchema = v.object({
	...parts,
	account: v.pipe(
		v.optional(v.string(), ''),
		v.uuid(() => m.handouts_form_who_missing())
	),
	dueOn: v.optional(
		v.union([
			v.literal(''),
			v.pipe(
				v.string(),
				v.isoDate(() => m.handouts_form_due_wrong())
			)
		]),
		''
	)
});

/** How many days a link may work. */
export const LINK_DAYS = [1, 2, 3, 5, 7, 10, 14] as const;

/** Making a link for somebody without an account. */
export const helperLinkSchema = v.object({
	...parts,
	id,
	label: v.pipe(
		v.optional(v.string(), ''),
		v.trim(),
		v.minLength(1, () => m.handouts_link_label_missing()),
		v.maxLength(120)
	),
	days: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(14)), 3)
});

export const takeBackSchema = v.object({ handout: id });
export const revokeLinkSchema = v.object({ link: id });

const seen = v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)), 0);

/** The proposal becomes the answer; `seen` is the revision that was shown beside it. */
export const acceptSchema = v.object({ proposal: id, seen });
export const mergeSchema = v.object({
	proposal: id,
	seen,
	text: v.pipe(
		v.optional(v.string(), ''),
		v.trim(),
		v.minLength(1, () => m.handouts_merge_missing()),
		v.maxLength(LONGEST_TEXT)
	)
});
export const declineSchema = v.object({
	proposal: id,
	reason: v.pipe(
		v.optional(v.string(), ''),
		v.trim(),
		v.minLength(1, () => m.problem_reason_required()),
		v.maxLength(2000)
	)
});
export const withdrawSchema = v.object({ proposal: id });

/** A mark of readiness; `id` is made by the device. */
export const readySchema = v.object({
	ready: v.boolean(),
	id,
	/** The account a form was made for; a script says it in a header. */
	writer: v.optional(v.nullable(v.string()), null)
});
