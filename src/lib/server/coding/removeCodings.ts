import { sql } from 'kysely';
import { moveSpans } from '#lib/passages/moveSpans.ts';
import type { CodedField } from '#lib/terms.ts';
import { mayDo } from '../access/verbs.ts';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { Problem, notFound } from '../problem.ts';
import { getRoundHead } from '../studies/queries.ts';
import { type Place, holdTurns, placeKey, readAnswers, readPastTexts } from './texts.ts';

interface Row {
	id: string;
	codeId: string;
	turnId: string | null;
	responseId: string | null;
	question: string | null;
	field: CodedField;
	start: number;
	end: number;
	revision: number;
	removedAt: Date | null;
	isForeign: boolean;
	/** It is on a unit its coder has said to be done with, and that is not open yet. */
	isFinished: boolean;
}

/** Codes the actor sees, locked; of second coders only their own can be touched. */
async function lockCodings(trx: Trx, roundId: string, ids: readonly string[]): Promise<Row[]> {
	const wanted = [...new Set(ids)];
	const found = await sql<Row>`select id, code_id as "codeId", turn_id as "turnId",
			response_id as "responseId", question, field, starts as start, ends as "end",
			text_revision as revision, removed_at as "removedAt",
			comparison_id is not null and coder_id is distinct from actor_id() as "isForeign",
			exists (select from comparison_units u
				join comparisons c on c.id = u.comparison_id and c.state = 'coding'
				join comparison_coders k on k.comparison_id = c.id and k.account_id = codings.coder_id
				where k.finished_at is not null and (u.turn_id = codings.turn_id
					or (u.response_id = codings.response_id and u.question = codings.question)))
				as "isFinished"
		from codings where id = any (${wanted}::uuid[]) and round_id = ${roundId}::uuid
		order by id for update`.execute(trx);
	if (found.rows.length < wanted.length || found.rows.some(({ isForeign }) => isForeign))
		throw notFound();
	if (found.rows.some(({ isFinished }) => isFinished)) throw new Problem('wrong_state');
	return found.rows;
}

/**
 * Takes codes off; they are kept, marked as removed and by whom. Again, nothing happens.
 * @throws Problem not_found for codes the actor may not see, and for those of another second coder;
 * wrong_state for those of a second coder who has finished
 */
export async function removeCodings(
	ctx: Context,
	input: { roundId: string; ids: readonly string[] }
): Promise<void> {
	await asActor(ctx.db, ctx.actor, async (trx) => {
		const round = await getRoundHead(trx, input.roundId, 'coding.write');
		const rows = await lockCodings(trx, round.id, input.ids);
		const standing = rows.filter(({ removedAt }) => removedAt === null);
		if (standing.length === 0) return;
		await trx
			.updateTable('codings')
			.set({ removed_at: ctx.now(), removed_by: ctx.actor.accountId })
			.where(
				'id',
				'in',
				standing.map(({ id }) => id)
			)
			.execute();
		await recordAudit(trx, ctx.actor, 'coding.remove', {
			studyId: round.studyId,
			roundId: round.id,
			subjectId: standing[0]!.id,
			detail: { codings: standing.length }
		});
	});
}

/** A code that is back, and where it lies now. */
export interface RestoredCoding {
	id: string;
	start: number;
	end: number;
	textRevision: number;
}

/**
 * Puts codes back on that were taken off, where their words are now.
 * @throws Problem not_found, span_outside where the words have gone since
 */
export async function restoreCodings(
	ctx: Context,
	input: { roundId: string; ids: readonly string[] }
): Promise<RestoredCoding[]> {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const round = await getRoundHead(trx, input.roundId, 'coding.write');
		const rows = await lockCodings(trx, round.id, input.ids);
		const placeOf = ({ turnId, responseId, question }: Row): Place =>
			turnId ? { turnId } : { responseId: responseId!, question: question! };
		const turns = await holdTurns(
			trx,
			round.id,
			rows.flatMap(({ turnId }) => turnId ?? [])
		);
		const answers = await readAnswers(
			trx,
			round.id,
			rows.flatMap(({ responseId }) => responseId ?? []),
			mayDo('response.review', round.roles)
		);
		const past = await readPastTexts(
			trx,
			rows.map((row) => ({ place: placeOf(row), field: row.field, revision: row.revision }))
		);
		const restored = rows.map((row, at): RestoredCoding => {
			const key = placeKey(placeOf(row));
			const text = turns.get(key) ?? answers.get(key);
			if (!text) throw notFound();
			const now = text.texts[row.field];
			const span =
				past[at] == null || now === undefined ? null : moveSpans(past[at], now, [row])[0];
			if (!span) throw new Problem('span_outside');
			return { id: row.id, ...span, textRevision: text.revision };
		});
		for (const { id, start, end, textRevision } of restored)
			await trx
				.updateTable('codings')
				.set({ removed_at: null, removed_by: null, starts: start, ends: end })
				.set({ text_revision: textRevision })
				.where('id', '=', id)
				.execute();
		await recordAudit(trx, ctx.actor, 'coding.add', {
			studyId: round.studyId,
			roundId: round.id,
			subjectId: restored[0]?.id ?? null,
			detail: { codings: restored.length, again: true }
		});
		return restored;
	});
}
