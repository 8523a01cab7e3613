import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { FILE_TYPES, type Exposure } from '#lib/xlsform/definition.ts';
import { findAskedQuestion } from '#lib/xlsform/findAsked.ts';
import { mayDo } from '../access/verbs.ts';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import type { EvidenceKind } from '#lib/terms.ts';
import { Problem, notFound } from '../problem.ts';
import { getDefinition } from '../questionnaires/queries.ts';
import { requireWritable, storeAnswers } from './answer.ts';
import { type LockedResponse, listAnswers, lockResponse } from './queries.ts';

/** A file as it was stored after cleaning; its given name is never kept. */
export interface EvidenceFile {
	sha256: string;
	mediaType: string;
	size: number;
	extension: string;
}

export interface NewEvidence {
	/** Made by the page, so that the same form sent twice adds one piece. */
	id: string;
	responseId: string;
	/** The answer's key. */
	question: string;
	kind: EvidenceKind;
	citation: string;
	link: string | null;
	exposure: Exposure;
	file: EvidenceFile | null;
	/** It is itself the answer, to a question of type image, audio, video or file. */
	isAnswer?: boolean;
}

/** Live evidence of a response that the actor may see, oldest first. */
export async function listEvidence(trx: Trx, responseId: string) {
	return await trx
		.selectFrom('evidence')
		.select([
			'id',
			'question',
			'kind',
			'citation',
			'link',
			'exposure',
			'file_type as fileType',
			'file_size as fileSize',
			'file_extension as fileExtension',
			'added_at as addedAt'
		])
		.where('response_id', '=', responseId)
		.where('removed_at', 'is', null)
		.orderBy('added_at')
		.orderBy('id')
		.execute();
}

/**
 * Adds a piece of evidence to an answer; the same id again adds nothing.
 * @throws Problem not_found, round_closed, delegation_inactive, response_under_review
 */
export async function addEvidence(ctx: Context, input: NewEvidence): Promise<void> {
	await asActor(ctx.db, ctx.actor, async (trx) => {
		const response = await lockResponse(trx, input.responseId);
		if (!mayDo('evidence.add', response.roles)) throw notFound();
		requireWritable(response);
		const definition = await getDefinition(trx, response.versionId);
		const asked = findAskedQuestion(definition, input.question);
		if (asked?.area.name !== response.area) throw notFound();
		if (input.isAnswer && !FILE_TYPES.includes(asked.question.type)) throw notFound();
		if (input.isAnswer && !input.file && !input.link) throw new Problem('invalid');
		const added = await trx
			.insertInto('evidence')
			.values({
				id: input.id,
				study_id: response.studyId,
				round_id: response.roundId,
				response_id: response.id,
				delegation_id: response.delegationId,
				question: input.question,
				kind: input.kind,
				citation: input.citation,
				link: input.link,
				exposure: input.exposure,
				file_sha256: input.file?.sha256 ?? null,
				file_type: input.file?.mediaType ?? null,
				file_size: input.file?.size ?? null,
				file_extension: input.file?.extension ?? null,
				added_by: ctx.actor.accountId
			})
			.onConflict((conflict) => conflict.column('id').doNothing())
			.executeTakeFirst();
		if (!added.numInsertedOrUpdatedRows) return;
		await recordAudit(trx, ctx.actor, 'evidence.add', {
			studyId: response.studyId,
			roundId: response.roundId,
			delegationId: response.delegationId,
			subjectId: input.id,
			detail: {
				area: response.area,
				question: input.question,
				kind: input.kind,
				file: Boolean(input.file)
			}
		});
		if (input.isAnswer) await answerWith(ctx, trx, response, input);
	});
}

/** Makes a piece of evidence the answer; the one that was it before is taken away. */
async function answerWith(
	ctx: Context,
	trx: Trx,
	response: LockedResponse,
	piece: { id: string; question: string; exposure: Exposure | null },
	value: string | null = piece.id
): Promise<void> {
	const { question, exposure } = piece;
	const stored = await listAnswers(trx, { responseId: response.id, questions: [question] });
	const before = stored[0]?.value;
	const { answers } = await storeAnswers(
		ctx,
		trx,
		response,
		{
			saveId: randomUUID(),
			stored,
			answers: [
				{
					question,
					base: stored[0]?.revision ?? 0,
					status: value === null ? 'empty' : 'answered',
					value,
					reason: null,
					exposure: exposure ?? stored[0]?.exposure ?? null
				}
			]
		},
		'answer.save'
	);
	if (answers[0]?.result === 'refused') throw new Problem('invalid');
	if (typeof before === 'string' && before !== value)
		await trx
			.updateTable('evidence')
			.set({ removed_at: ctx.now() })
			.where('id', '=', before)
			.where('response_id', '=', response.id)
			.where('removed_at', 'is', null)
			.execute();
}

/** Whether the actor may add evidence here now; asked before a file is taken in and cleaned. */
export async function requireMayAddEvidence(ctx: Context, responseId: string): Promise<void> {
	await asActor(ctx.db, ctx.actor, async (trx) => {
		const response = await lockResponse(trx, responseId);
		if (!mayDo('evidence.add', response.roles)) throw notFound();
		requireWritable(response);
	});
}

/**
 * Takes a piece of evidence away from an answer; the row and its file stay for the record. An
 * answer it was itself is empty then.
 */
export async function removeEvidence(
	ctx: Context,
	input: { responseId: string; evidenceId: string }
): Promise<void> {
	await asActor(ctx.db, ctx.actor, async (trx) => {
		const response = await lockResponse(trx, input.responseId);
		if (!mayDo('evidence.remove', response.roles)) throw notFound();
		requireWritable(response);
		const removed = await trx
			.updateTable('evidence')
			.set({ removed_at: ctx.now() })
			.where('id', '=', input.evidenceId)
			.where('response_id', '=', response.id)
			.where('removed_at', 'is', null)
			.executeTakeFirst();
		if (!removed.numUpdatedRows) throw notFound();
		await recordAudit(trx, ctx.actor, 'evidence.remove', {
			studyId: response.studyId,
			roundId: response.roundId,
			delegationId: response.delegationId,
			subjectId: input.evidenceId,
			detail: { area: response.area }
		});
		const answered = await trx
			.selectFrom('answers')
			.select('question')
			.where('response_id', '=', response.id)
			.where(sql<boolean>`value = to_jsonb(${input.evidenceId}::text)`)
			.executeTakeFirst();
		const definition = answered && (await getDefinition(trx, response.versionId));
		const asked = answered && findAskedQuestion(definition!, answered.question);
		if (asked && FILE_TYPES.includes(asked.question.type))
			await answerWith(
				ctx,
				trx,
				response,
				{ id: input.evidenceId, question: answered.question, exposure: null },
				null
			);
	});
}

/**
 * A file of evidence the actor may see, for download; the reading is audited.
 * @throws Problem not_found
 */
export async function openEvidence(ctx: Context, evidenceId: string) {
	const file = await asActor(ctx.db, ctx.actor, async (trx) => {
		const row = await trx
			.selectFrom('evidence')
			.select([
				'id',
				'study_id',
				'round_id',
				'delegation_id',
				'file_sha256',
				'file_type',
				'file_size',
				'file_extension'
			])
			.where('id', '=', evidenceId)
			.where('removed_at', 'is', null)
			.where('file_sha256', 'is not', null)
			.executeTakeFirst();
		if (!row?.file_sha256) throw notFound();
		await recordAudit(trx, ctx.actor, 'evidence.download', {
			studyId: row.study_id,
			roundId: row.round_id,
			delegationId: row.delegation_id,
			subjectId: row.id
		});
		return row;
	});
	const stream = await ctx.storage.open(file.file_sha256!);
	if (!stream) throw notFound();
	return {
		stream,
		mediaType: file.file_type ?? 'application/octet-stream',
		size: file.file_size ?? 0,
		name: `evidence-${file.id.slice(0, 8)}.${file.file_extension ?? 'bin'}`
	};
}
