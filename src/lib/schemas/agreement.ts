import * as v from 'valibot';
import { m } from '#lib/paraglide/messages.js';

const id = v.pipe(v.string(), v.uuid());
const chosen = (words: () => string) => v.pipe(v.optional(v.string(), ''), v.uuid(words));
const texts = v.optional(
	v.pipe(v.array(v.pipe(v.string(), v.maxLength(400))), v.maxLength(500)),
	[]
);

/** Two people who are to code the same turns and answers. */
export const comparisonSchema = v.pipe(
	v.object({
		id,
		name: v.pipe(
			v.optional(v.string(), ''),
			v.trim(),
			v.minLength(1, () => m.agreement_name_missing()),
			v.maxLength(200)
		),
		version: chosen(() => m.agreement_version_missing()),
		coderA: chosen(() => m.agreement_coder_missing()),
		coderB: chosen(() => m.agreement_coder_missing()),
		groups: v.optional(v.pipe(v.array(id), v.maxLength(500)), []),
		areas: texts,
		everybody: v.optional(v.boolean(), false)
	}),
	v.forward(
		v.partialCheck(
			[['coderA'], ['coderB']],
			({ coderA, coderB }) => coderA !== coderB,
			() => m.agreement_coder_same()
		),
		['coderB']
	),
	v.forward(
		v.partialCheck(
			[['groups'], ['areas']],
			({ groups, areas }) => groups.length + areas.length > 0,
			() => m.agreement_texts_missing()
		),
		['groups']
	)
);

/** Whether a code stays at a unit; `seen` is the number of the decision that was shown. */
export const decisionSchema = v.object({
	id,
	unit: id,
	code: id,
	decision: v.picklist(['apply', 'drop', 'defer']),
	reason: v.pipe(v.optional(v.string(), ''), v.trim(), v.maxLength(2000)),
	seen: v.pipe(v.number(), v.integer(), v.minValue(0))
});
