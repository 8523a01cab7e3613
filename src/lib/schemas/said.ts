import * as v from 'valibot';
import { m } from '#lib/paraglide/messages.js';
import { RELATIONS } from '#lib/terms.ts';
import { cleanText } from '#lib/xlsform/cleanText.ts';

const id = v.pipe(v.string(), v.uuid());

/** A turn set against an answer; `id` is made by the page, `delegation` '' is the question in general. */
export const relateSchema = v.object({
	id,
	turn: id,
	delegation: v.optional(v.union([v.literal(''), id]), ''),
	relation: v.picklist(RELATIONS, () => m.said_relation_missing())
});

export const unrelateSchema = v.object({ relation: id });

const body = v.pipe(
	v.optional(v.string(), ''),
	v.transform((text) => cleanText(text).trim()),
	v.minLength(1, () => m.statements_missing()),
	v.maxLength(1000, () => m.groups_too_long({ most: 1000 }))
);
const area = v.optional(v.pipe(v.string(), v.maxLength(200)), '');
const question = v.optional(v.pipe(v.string(), v.maxLength(400)), '');

/** A statement; `id` is made by the page. */
export const newStatementSchema = v.object({ id, body, area, question });
export const statementSchema = v.object({
	statement: id,
	revision: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)), 0),
	body,
	area,
	question
});
export const statementIdSchema = v.object({ statement: id });
