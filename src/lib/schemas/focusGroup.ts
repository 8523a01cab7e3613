import * as v from 'valibot';
import { m } from '#lib/paraglide/messages.js';
import { readLines, readTags } from '#lib/focusgroups/readForms.ts';
import { MEETING_ROLES, SEED_KINDS, SESSION_RULES } from '#lib/terms.ts';
import { cleanText } from '#lib/xlsform/cleanText.ts';

const id = v.pipe(v.string(), v.uuid());
const tooLong = (most: number) => () => m.groups_too_long({ most });

/** One line, without blanks around it. */
const line = (most: number) =>
	v.pipe(
		v.optional(v.string(), ''),
		v.transform((text) => cleanText(text).replaceAll(/\s+/g, ' ').trim()),
		v.maxLength(most, tooLong(most))
	);
const required = (most: number, missing: () => string) =>
	v.pipe(line(most), v.minLength(1, missing));
/** Several lines. */
const text = (most: number) =>
	v.pipe(
		v.optional(v.string(), ''),
		v.transform((words) => cleanText(words).trimEnd()),
		v.maxLength(most, tooLong(most))
	);
/** YYYY-MM-DD or nothing. */
const day = v.optional(
	v.union([
		v.literal(''),
		v.pipe(
			v.string(),
			v.isoDate(() => m.groups_day_wrong())
		)
	]),
	''
);

/** BCP 47, as far as Intl knows it. */
const LANGUAGE_TAG = /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/;
const language = v.pipe(v.string(), v.regex(LANGUAGE_TAG), v.maxLength(35));

const lines = (most: number, longest: number) =>
	v.pipe(
		text(most * (longest + 1)),
		v.check(
			(words) =>
				readLines(words).length <= most && readLines(words).every((each) => each.length <= longest),
			() => m.groups_lines_wrong({ most, longest })
		)
	);

/** The facts of a meeting as a form sends them. */
const factFields = {
	name: required(200, () => m.groups_name_missing()),
	heldOn: day,
	endsOn: day,
	hours: line(60),
	isOnline: v.optional(v.boolean(), false),
	place: line(300),
	languages: v.optional(v.pipe(v.array(language), v.maxLength(40)), []),
	otherLanguages: v.pipe(
		line(200),
		v.check(
			(tags) => readTags(tags).every((tag) => LANGUAGE_TAG.test(tag)),
			() => m.groups_languages_wrong()
		)
	),
	rule: v.optional(v.picklist(SESSION_RULES), 'chatham_house')
};

/** An end needs a beginning, and comes after it. */
const daysInOrder = ({ heldOn, endsOn }: { heldOn: string; endsOn: string }) =>
	endsOn === '' || (heldOn !== '' && endsOn >= heldOn);

/** A meeting to be set up. `id` is made by the page. */
export const newGroupSchema = v.pipe(
	v.object({ id, ...factFields }),
	v.forward(
		v.partialCheck([['heldOn'], ['endsOn']], daysInOrder, () => m.groups_days_order()),
		['endsOn']
	)
);

/** All facts of a meeting; `base` is what the form found, as JSON. */
export const groupFactsSchema = v.pipe(
	v.object({
		...factFields,
		purpose: text(5000),
		rooms: lines(20, 60),
		turnMark: v.optional(v.picklist(['background', 'quotable'] as const), 'background'),
		groundRules: text(5000),
		validationUntil: day,
		reason: text(2000),
		base: v.pipe(v.string(), v.maxLength(40_000))
	}),
	v.forward(
		v.partialCheck([['heldOn'], ['endsOn']], daysInOrder, () => m.groups_days_order()),
		['endsOn']
	)
);

/** Somebody who runs a meeting: an account, or a label where there is none. */
export const groupPersonSchema = v.pipe(
	v.object({
		id,
		account: v.optional(v.union([v.literal(''), id]), ''),
		label: line(120),
		role: v.picklist(MEETING_ROLES, () => m.groups_role_missing()),
		room: line(60)
	}),
	v.forward(
		v.partialCheck(
			[['account'], ['label']],
			({ account, label }) => (account === '') !== (label === ''),
			() => m.groups_person_missing()
		),
		['label']
	)
);
export const removeGroupPersonSchema = v.object({ person: id });

const participantFields = {
	pseudonym: line(40),
	country: v.optional(v.pipe(v.string(), v.maxLength(12)), ''),
	organisationKind: line(120),
	language: v.optional(language, 'en'),
	room: line(60)
};

/** `proposed` is the pseudonym the page offered; left as it is, the next free one is given. */
export const newParticipantSchema = v.object({ id, proposed: line(40), ...participantFields });
export const participantSchema = v.object({
	participant: id,
	...participantFields,
	pseudonym: required(40, () => m.groups_pseudonym_missing()),
	base: v.pipe(v.string(), v.maxLength(2000))
});
export const removeParticipantSchema = v.object({ participant: id });

const blockFields = {
	title: required(300, () => m.groups_block_title_missing()),
	area: v.optional(v.pipe(v.string(), v.maxLength(200)), ''),
	questions: v.optional(
		v.pipe(v.array(v.pipe(v.string(), v.maxLength(400))), v.maxLength(500)),
		[]
	),
	minutes: v.pipe(
		line(4),
		v.regex(/^(?:|[1-9]\d?|[1-5]\d\d|600)$/, () => m.groups_minutes_wrong())
	),
	mainQuestion: text(2000),
	probes: lines(40, 500)
};

/** A block of a guide; `id` is made by the page, `base` is what the form found, as JSON. */
export const newBlockSchema = v.object({ id, ...blockFields });
export const blockSchema = v.object({
	block: id,
	...blockFields,
	base: v.pipe(v.string(), v.maxLength(40_000))
});
export const blockIdSchema = v.object({ block: id });
/** `before` is the block it is to stand before; none puts it at the end. */
export const moveBlockSchema = v.object({
	block: id,
	before: v.optional(v.union([v.literal(''), id]), '')
});

const seedFields = {
	block: id,
	kind: v.picklist(SEED_KINDS),
	question: v.pipe(v.string(), v.maxLength(400))
};
const note = text(1000);

/** Something of the answers for a block to bring up. */
export const newSeedSchema = v.object({
	...seedFields,
	countries: v.pipe(
		v.optional(v.pipe(v.array(v.pipe(v.string(), v.maxLength(12))), v.maxLength(300)), []),
		v.minLength(1, () => m.groups_seed_countries_missing())
	),
	note
});
/** `seen` is the note the form found. */
export const seedNoteSchema = v.object({ ...seedFields, seen: text(4000), note });
export const seedSchema = v.object(seedFields);

/** From how many people of a country on a quote may name it. */
export const cellSizeSchema = v.object({
	cellSize: v.pipe(
		v.number(() => m.groups_cell_wrong()),
		v.integer(() => m.groups_cell_wrong()),
		v.minValue(1, () => m.groups_cell_wrong()),
		v.maxValue(50, () => m.groups_cell_wrong())
	),
	seen: v.pipe(v.number(), v.integer())
});
