import * as v from 'valibot';
import { m } from '#lib/paraglide/messages.js';
import { TREATY_ACTS } from '#lib/treaties/acts.ts';
import { isPartialDate } from '#lib/treaties/partialDate.ts';

const id = v.pipe(v.string(), v.uuid());
const text = (most: number) => v.pipe(v.optional(v.string(), ''), v.trim(), v.maxLength(most));
const partialDate = v.check<string, () => string>(isPartialDate, () => m.treaties_date_wrong());

/** One claim by one source; `id` is made by the page, so that the same form sent twice claims once. */
export const claimSchema = v.object({
	id,
	action: v.pipe(
		v.optional(v.string(), ''),
		v.picklist(TREATY_ACTS, () => m.treaties_action_missing())
	),
	happenedOn: v.pipe(
		text(10),
		v.check(
			(date) => date === '' || isPartialDate(date),
			() => m.treaties_date_wrong()
		)
	),
	territory: text(120),
	note: text(4000),
	source: v.pipe(
		text(2000),
		v.minLength(1, () => m.treaties_source_missing())
	),
	link: v.pipe(
		text(2000),
		v.check(
			(link) => link === '' || (/^https?:\/\//.test(link) && URL.canParse(link)),
			() => m.treaties_link_wrong()
		)
	),
	asOf: v.pipe(text(10), partialDate)
});
export type ClaimInput = v.InferOutput<typeof claimSchema>;

/** The same on the page of a delegation, which lists every treaty. */
export const ownClaimSchema = v.object({
	...claimSchema.entries,
	instrument: v.pipe(v.string(), v.maxLength(40))
});

export const RULINGS = ['stands', 'set_aside', 'open'] as const;

/** `seen`: the ruling that was shown beside the form; `open` for none. */
export const rulingSchema = v.object({
	claim: id,
	ruling: v.pipe(
		v.optional(v.string(), ''),
		v.picklist(RULINGS, () => m.treaties_ruling_missing())
	),
	reason: v.pipe(
		text(2000),
		v.minLength(1, () => m.problem_reason_required())
	),
	seen: v.optional(v.picklist(RULINGS), 'open')
});

export const claimOnlySchema = v.object({ claim: id });
export const startSchema = v.object({});
