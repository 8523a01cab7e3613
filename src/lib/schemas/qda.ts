import * as v from 'valibot';
import { m } from '#lib/paraglide/messages.js';

const id = v.pipe(v.string(), v.uuid());

/** What to take out; read from an address, so anything strange is the usual. */
export const exportSchema = v.object({
	what: v.fallback(v.union([v.literal('study'), id]), 'study'),
	answers: v.fallback(v.picklist(['public', 'study_team', 'none']), 'public'),
	format: v.fallback(v.picklist(['zip', 'qdpx', 'qdc', 'txt']), 'zip')
});

export const discardQdaSchema = v.object({ import: id });

/** A meeting by its id, or `new` with the round a new one belongs to. */
export const intoSchema = v.union([
	id,
	v.pipe(v.string(), v.regex(/^new:[0-9a-f-]{36}$/)),
	v.literal('')
]);

/** What to take over of a file: rows of `guid` and `title`, and in `take` the chosen guids. */
export const takeQdaSchema = v.object({
	into: v.optional(intoSchema, ''),
	name: v.optional(
		v.pipe(
			v.string(),
			v.trim(),
			v.maxLength(200, () => m.qda_name_long())
		),
		''
	),
	guid: v.optional(v.pipe(v.array(id), v.maxLength(5_000)), []),
	title: v.optional(
		v.pipe(
			v.array(
				v.pipe(
					v.string(),
					v.trim(),
					v.maxLength(200, () => m.qda_name_long())
				)
			),
			v.maxLength(5_000)
		),
		[]
	),
	take: v.optional(v.pipe(v.array(id), v.maxLength(5_000)), [])
});
