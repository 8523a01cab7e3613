import { sql } from 'kysely';
import { moveSpans } from '#lib/passages/moveSpans.ts';
import { type Span, snap } from '#lib/passages/span.ts';
import type { CodedField, CodingOrigin } from '#lib/terms.ts';
import { mayDo } from '../access/verbs.ts';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { json } from '../database/json.ts';
import { Problem, notFound } from '../problem.ts';
import { type RoundHead, getRoundHead } from '../studies/queries.ts';
import { blindAt } from './blind.ts';
import {
	type Place,
	type PlaceText,
	holdTurns,
	placeKey,
	readAnswers,
	readPastTexts
} from './texts.ts';

/** A code to be put on a passage. `id` is made by the page. */
export interface NewCoding {
	id: string;
	codeId: string;
	place: Place;
	field: CodedField;
	/** UTF-16 units, end exclusive; where they cut a grapheme the passage grows to hold it. */
	start: number;
	end: number;
	/** The revision of the text the offsets belong to. */
	textRevision: number;
}

/** Where a code came to lie. */
export interface AddedCoding {
	/** Of the one that lay there already, where `isNew` is false. */
	id: string;
	codeId: string;
	start: number;
	end: number;
	textRevision: number;
	isNew: boolean;
}

export interface AddInput {
	roundId: string;
	codings: readonly NewCoding[];
	origin?: CodingOrigin;
	/** For second coders. Where the actor codes blind it is found without being given. */
	comparisonId?: string;
}

/**
 * Puts codes on passages of turns and answers the actor may read. Offsets of an earlier revision
 * move with their words; a code that was merged is the one it was merged into; the same code on
 * the same passage is there once. Sent twice it is done once. Gives them in the order asked.
 * @throws Problem not_found for a text or code the actor may not see, span_outside where the words
 * are gone, wrong_state for a code out of use and for a second coder who has finished, invalid for
 * a folder or a field the text does not have
 */
export async function addCodings(ctx: Context, input: AddInput): Promise<AddedCoding[]> {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const round = await getRoundHead(trx, input.roundId, 'coding.write');
		const added = await placeCodings(trx, ctx, round, input);
		await auditAdded(trx, ctx, round, added);
		return added;
	});
}

/** One entry for all that was put on by one act; nothing where all of it was there already. */
export async function auditAdded(
	trx: Trx,
	ctx: Context,
	round: RoundHead,
	added: readonly AddedCoding[]
): Promise<void> {
	const fresh = added.filter(({ isNew }) => isNew);
	if (fresh.length === 0) return;
	await recordAudit(trx, ctx.actor, 'coding.add', {
		studyId: round.studyId,
		roundId: round.id,
		subjectId: fresh[0]!.id,
		detail: { codings: fresh.length, codes: [...new Set(fresh.map(({ codeId }) => codeId))] }
	});
}

/**
 * addCodings without its transaction and its audit, for verbs that put codes on by a rule of
 * theirs. `batchId` binds what they put on together.
 */
export async function placeCodings(
	trx: Trx,
	ctx: Context,
	round: RoundHead,
	input: Omit<AddInput, 'roundId'> & { batchId?: string }
): Promise<AddedCoding[]> {
	const { codings } = input;
	if (codings.length === 0) return [];
	const texts = await readTexts(trx, round, codings);
	const codes = await resolveCodes(trx, round.studyId, codings);
	const spans = await placeSpans(trx, codings, texts);
	const blind = await blindAt(trx, round, codings, input.comparisonId);
	const rows = codings.map((coding, at): Row => ({
		id: coding.id,
		codeId: codes.get(coding.codeId)!,
		turnId: 'turnId' in coding.place ? coding.place.turnId : null,
		responseId: 'turnId' in coding.place ? null : coding.place.responseId,
		question: 'turnId' in coding.place ? null : coding.place.question,
		field: coding.field,
		starts: spans[at]!.start,
		ends: spans[at]!.end,
		comparisonId: blind[at] ?? null
	}));
	const standing = await findStanding(trx, round.id, rows);
	const fresh = new Map<string, Row & { revision: number }>();
	for (const [at, row] of rows.entries())
		if (!standing.has(keyOf(row))) fresh.set(keyOf(row), { ...row, revision: texts[at]!.revision });
	const written = await insertRows(trx, ctx, round, [...fresh.values()], input);
	// Of an id that was there already, the same form has been sent at the same moment.
	if (written.size < fresh.size)
		for (const [key, id] of await findStanding(trx, round.id, [...fresh.values()]))
			standing.set(key, id);
	return rows.map((row, at) => {
		const { codeId, starts: start, ends: end } = row;
		const own = fresh.get(keyOf(row));
		const isNew = own !== undefined && own.id === row.id && written.has(row.id);
		const id = own && written.has(own.id) ? own.id : standing.get(keyOf(row));
		// An id that something else has, which is no business of whoever made it up.
		if (!id) throw new Problem('invalid');
		return { id, codeId, start, end, textRevision: texts[at]!.revision, isNew };
	});
}

interface Row {
	id: string;
	codeId: string;
	turnId: string | null;
	responseId: string | null;
	question: string | null;
	field: CodedField;
	starts: number;
	ends: number;
	comparisonId: string | null;
}

/** The same for two codes that are the same one on the same passage. */
function keyOf(row: Omit<Row, 'id'>): string {
	const { codeId, turnId, responseId, question, field, starts, ends, comparisonId } = row;
	return JSON.stringify([codeId, turnId, responseId, question, field, starts, ends, comparisonId]);
}

/** Which of these stand there already, by key; of second coders each has their own. */
async function findStanding(
	trx: Trx,
	roundId: string,
	rows: readonly Row[]
): Promise<Map<string, string>> {
	const unique = (values: (string | null)[]) => [
		...new Set(values.filter((each) => each !== null))
	];
	const found = await sql<Row>`select id, code_id as "codeId", turn_id as "turnId",
			response_id as "responseId", question, field, starts, ends, comparison_id as "comparisonId"
		from codings where round_id = ${roundId}::uuid and removed_at is null
			and code_id = any (${unique(rows.map(({ codeId }) => codeId))}::uuid[])
			and (turn_id = any (${unique(rows.map(({ turnId }) => turnId))}::uuid[])
				or response_id = any (${unique(rows.map(({ responseId }) => responseId))}::uuid[]))
			and (comparison_id is null or coder_id = actor_id())
		order by created_at desc, id desc`.execute(trx);
	return new Map(found.rows.map((row) => [keyOf(row), row.id]));
}

/** Writes them in one statement; gives the ids of those that were new. */
async function insertRows(
	trx: Trx,
	ctx: Context,
	round: RoundHead,
	rows: readonly (Row & { revision: number })[],
	{ origin = 'hand', batchId }: { origin?: CodingOrigin; batchId?: string }
): Promise<Set<string>> {
	if (rows.length === 0) return new Set();
	const written = await sql<{ id: string }>`insert into codings (id, study_id, round_id, code_id,
			turn_id, response_id, question, field, starts, ends, text_revision, coder_id, comparison_id,
			origin, batch_id)
		select n.id, ${round.studyId}::uuid, ${round.id}::uuid, n."codeId", n."turnId", n."responseId",
			n.question, n.field, n.starts, n.ends, n.revision, ${ctx.actor.accountId}::uuid,
			n."comparisonId", ${origin}, ${batchId ?? null}::uuid
		from jsonb_to_recordset(${json(rows)}) as n (id uuid, "codeId" uuid, "turnId" uuid,
			"responseId" uuid, question text, field text, starts integer, ends integer, revision integer,
			"comparisonId" uuid)
		on conflict (id) do nothing returning id`.execute(trx);
	return new Set(written.rows.map(({ id }) => id));
}

/** The text of each coding, in order. @throws Problem not_found */
async function readTexts(
	trx: Trx,
	round: RoundHead,
	codings: readonly { place: Place }[]
): Promise<PlaceText[]> {
	const turnIds = codings.flatMap(({ place }) => ('turnId' in place ? [place.turnId] : []));
	const responseIds = codings.flatMap(({ place }) => ('turnId' in place ? [] : [place.responseId]));
	const isCoordinator = mayDo('response.review', round.roles);
	const turns = await holdTurns(trx, round.id, turnIds);
	const answers = await readAnswers(trx, round.id, responseIds, isCoordinator);
	return codings.map(({ place }) => {
		const text = turns.get(placeKey(place)) ?? answers.get(placeKey(place));
		if (!text) throw notFound();
		return text;
	});
}

/** Which code each one asked for stands for. */
async function resolveCodes(
	trx: Trx,
	studyId: string,
	codings: readonly NewCoding[]
): Promise<Map<string, string>> {
	const codes = await trx
		.selectFrom('codes')
		.select(['id', 'status', 'merged_into as mergedInto', 'is_codable as isCodable'])
		.where('study_id', '=', studyId)
		.execute();
	const known = new Map(codes.map((code) => [code.id, code]));
	const resolved = new Map<string, string>();
	for (const { codeId } of codings) {
		let code = known.get(codeId);
		for (let steps = 0; code?.status === 'merged' && steps < codes.length; steps++)
			code = known.get(code.mergedInto!);
		if (!code) throw notFound();
		if (code.status !== 'active') throw new Problem('wrong_state');
		if (!code.isCodable) throw new Problem('invalid');
		resolved.set(codeId, code.id);
	}
	return resolved;
}

/** Where each passage lies in the text as it stands now. @throws Problem span_outside, invalid */
async function placeSpans(
	trx: Trx,
	codings: readonly NewCoding[],
	texts: readonly PlaceText[]
): Promise<Span[]> {
	const behind = codings.filter(({ textRevision }, at) => textRevision !== texts[at]!.revision);
	const past = await readPastTexts(
		trx,
		behind.map(({ place, field, textRevision }) => ({ place, field, revision: textRevision }))
	);
	return codings.map((coding, at) => {
		const text = texts[at]!.texts[coding.field];
		if (text === undefined) throw new Problem('invalid');
		const late = behind.indexOf(coding);
		const before = late < 0 ? text : past[late];
		if (before === null || before === undefined) throw new Problem('span_outside');
		const span = snap(before, coding);
		if (!span) throw new Problem('span_outside');
		if (late < 0) return span;
		// What was chosen on an earlier text is a choice of its words, not of what replaced them.
		const moved = moveSpans(before, text, [span])[0];
		if (!moved || text.slice(moved.start, moved.end) !== before.slice(span.start, span.end))
			throw new Problem('span_outside');
		return moved;
	});
}
