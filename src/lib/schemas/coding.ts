import * as v from 'valibot';
import { m } from '#lib/paraglide/messages.js';
import { PALETTE } from '#lib/codes/palette.ts';
import { CODED_FIELDS } from '#lib/terms.ts';

const id = v.pipe(v.string(), v.uuid());
const noId = v.optional(v.union([v.literal(''), id]), '');
const revision = v.pipe(v.number(), v.integer(), v.minValue(0));
const long = v.pipe(v.optional(v.string(), ''), v.trim(), v.maxLength(5000));
const name = v.pipe(
	v.optional(v.string(), ''),
	v.trim(),
	v.minLength(1, () => m.coding_code_name_missing()),
	v.maxLength(200)
);

const words = {
	name,
	definition: long,
	includeWhen: long,
	excludeWhen: long,
	example: long,
	colour: v.optional(v.pipe(v.string(), v.regex(/^#[0-9a-f]{6}$/)), PALETTE[0].hex),
	kind: v.optional(v.picklist(['code', 'folder']), 'code')
};

/** A new code; `id` is made by the page. */
export const addCodeSchema = v.object({ ...words, id, parent: noId });
/** What a code says; `revision` is the one that was shown. */
export const changeCodeSchema = v.object({ ...words, revision });
/** Where a code goes: `up`, `down`, or under the parent chosen (none: to the top). */
export const moveCodeSchema = v.object({
	revision,
	to: v.picklist(['up', 'down', 'under']),
	parent: noId
});
export const retireCodeSchema = v.object({ revision, act: v.picklist(['retire', 'restore']) });
export const mergeCodeSchema = v.object({
	revision,
	into: v.pipe(
		v.optional(v.string(), ''),
		v.uuid(() => m.coding_merge_into_missing())
	)
});
/** Passages that get a code of their own: a new one by its name, or one that is there. */
export const splitCodeSchema = v.pipe(
	v.object({
		revision,
		id,
		existing: noId,
		name: v.pipe(v.optional(v.string(), ''), v.trim(), v.maxLength(200)),
		definition: long,
		codings: v.optional(v.pipe(v.array(id), v.maxLength(500)), [])
	}),
	v.forward(
		v.partialCheck(
			[['existing'], ['name']],
			(input) => input.existing !== '' || input.name !== '',
			() => m.coding_code_name_missing()
		),
		['name']
	)
);
export const freezeSchema = v.object({
	id,
	note: v.pipe(v.optional(v.string(), ''), v.trim(), v.maxLength(1000))
});
/** A codebook as a table in a text. */
export const importCodesSchema = v.object({
	text: v.pipe(
		v.optional(v.string(), ''),
		v.minLength(1, () => m.coding_import_missing()),
		v.maxLength(2_000_000)
	)
});

const place = {
	turn: noId,
	response: noId,
	question: v.optional(v.pipe(v.string(), v.maxLength(400)), '')
};
const field = v.picklist(CODED_FIELDS);

/** A code on words somebody typed, or on a whole text. */
export const codeWordsSchema = v.pipe(
	v.object({
		...place,
		id,
		field,
		code: v.pipe(
			v.optional(v.string(), ''),
			v.uuid(() => m.coding_code_missing())
		),
		how: v.optional(v.picklist(['whole', 'words']), 'words'),
		words: v.optional(v.pipe(v.string(), v.maxLength(20_000)), ''),
		everywhere: v.optional(v.boolean(), false)
	}),
	v.forward(
		v.partialCheck(
			[['how'], ['words']],
			(input) => input.how === 'whole' || input.words.trim() !== '',
			() => m.coding_words_missing()
		),
		['words']
	)
);
export const codingSchema = v.object({ coding: id });

const visibility = v.optional(v.picklist(['private', 'team']), 'team');
const body = v.pipe(
	v.optional(v.string(), ''),
	v.trim(),
	v.minLength(1, () => m.coding_memo_missing()),
	v.maxLength(20_000)
);
/** A memo on one of these; with `revision` it is one that is changed. */
export const memoSchema = v.object({
	...place,
	id,
	coding: noId,
	code: noId,
	group: noId,
	visibility,
	body,
	revision: v.optional(revision, 0)
});
export const memoRemoveSchema = v.object({ memo: id });

const offset = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2_000_000));
const placed = v.union([
	v.object({ turnId: id }),
	v.object({ responseId: id, question: v.pipe(v.string(), v.maxLength(400)) })
]);
const ids = v.pipe(v.array(id), v.minLength(1), v.maxLength(200));

/** What a coding page's script sends. */
export const codingActSchema = v.variant('act', [
	v.object({
		act: v.literal('add'),
		codings: v.pipe(
			v.array(
				v.object({
					id,
					codeId: id,
					place: placed,
					field,
					start: offset,
					end: offset,
					textRevision: revision
				})
			),
			v.minLength(1),
			v.maxLength(200)
		)
	}),
	v.object({ act: v.literal('remove'), ids }),
	v.object({ act: v.literal('restore'), ids })
]);

/** A rule and the code it puts on. */
export const ruleSchema = v.object({
	by: v.picklist(['block', 'question', 'speaker', 'country', 'kind', 'words']),
	value: v.pipe(v.string(), v.maxLength(400)),
	group: noId,
	among: v.optional(v.picklist(['all', 'turns', 'answers']), 'all'),
	code: v.pipe(
		v.optional(v.string(), ''),
		v.uuid(() => m.coding_code_missing())
	),
	batch: id
});
export const undoRuleSchema = v.object({ batch: id });
