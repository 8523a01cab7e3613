import * as v from 'valibot';
import { m } from '#lib/paraglide/messages.js';
import { locales } from '#lib/paraglide/runtime.js';
import { CHAPTER_KINDS, STRENGTHS } from '#lib/report/content.ts';
import { LIVE_TYPES } from '#lib/report/live.ts';

const id = v.pipe(v.string(), v.uuid());
const text = (most: number) => v.pipe(v.optional(v.string(), ''), v.trim(), v.maxLength(most));
const title = v.pipe(
	text(300),
	v.minLength(1, () => m.report_title_missing())
);
const revision = v.pipe(v.optional(v.number(), 0), v.integer(), v.minValue(0));
const place = v.pipe(v.optional(v.number(), 0), v.integer());
/** Longer ones are refused by the verb, which gives the words back. */
const body = v.optional(v.string(), '');
const strength = v.optional(v.union([v.picklist(STRENGTHS), v.literal('')]), '');
const language = v.optional(v.picklist(locales), 'en');

export const beginSchema = v.object({
	language,
	chapters: v.optional(v.picklist(['kept', 'usual']), 'kept')
});
export const templateSchema = v.object({ chapters: v.picklist(['kept', 'usual']) });
export const coverSchema = v.object({
	...{ revision, title, subtitle: text(300), publisher: text(300), language }
});

export const chapterSchema = v.object({
	id,
	kind: v.optional(v.picklist(CHAPTER_KINDS), 'custom'),
	key: text(200),
	title: text(300)
});
export const chapterTitleSchema = v.object({ title, revision });
export const chapterPlaceSchema = v.object({ chapter: id, place });
export const chapterOnlySchema = v.object({ chapter: id });

/** `save` and `id` are made by the page, so that the same form sent twice writes once. */
export const saveBlockSchema = v.object({ block: id, save: id, base: revision, body, strength });
export const addBlockSchema = v.object({
	...{ id, body, strength },
	kind: v.optional(v.picklist(['text', 'finding']), 'text')
});
export const addLiveSchema = v.object({
	id,
	type: v.optional(v.union([v.picklist(LIVE_TYPES), v.literal('')]), ''),
	...{ question: text(400), area: text(200), country: text(20) }
});
export const blockPlaceSchema = v.object({ block: id, place });
export const blockOnlySchema = v.object({ block: id });
export const takeOverSchema = v.object({ block: id, id });
export const restoreSchema = v.object({ revision, base: revision });
export const resolveSchema = v.object({
	...{ block: id, revision, base: revision, text: body },
	keep: v.picklist(['mine', 'theirs', 'combined'])
});

/** `what` names what is cited, see readCitable; `block` the text it is put at the end of. */
export const citeSchema = v.object({
	what: v.pipe(v.string(), v.maxLength(110_000)),
	passage: body,
	block: v.optional(v.union([id, v.literal('')]), '')
});
export const lookSchema = v.object({ hash: v.pipe(v.string(), v.length(64)), passage: body });

export const waiveSchema = v.object({
	block: id,
	issue: v.picklist(['unsupported', 'stale', 'gone']),
	subject: v.pipe(v.string(), v.maxLength(200)),
	reason: v.pipe(
		text(2000),
		v.minLength(1, () => m.problem_reason_required())
	)
});
export const revokeSchema = v.object({ waiver: id });
