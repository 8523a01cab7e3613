import { mayDo } from '../access/verbs.ts';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { json } from '../database/json.ts';
import { tellAccounts } from '../mail/notice.ts';
import { notFound } from '../problem.ts';
import { findArea } from '#lib/xlsform/definition.ts';
import { getDefinition } from '../questionnaires/queries.ts';
import { requireWritable } from './answer.ts';
import { type LockedResponse, lockResponse } from './queries.ts';

/** Somebody thinks that an area is complete. */
export interface ReadyMark {
	responseId: string;
	by: string;
	at: Date;
	/** Whether an answer was saved after that. */
	isChangedSince: boolean;
}

/** The areas of a delegation that are marked as ready. */
export async function listReadyMarks(trx: Trx, delegationId: string): Promise<ReadyMark[]> {
	const rows = await trx
		.selectFrom('area_marks as m')
		.innerJoin('responses as r', 'r.id', 'm.response_id')
		.leftJoin('accounts as a', 'a.id', 'm.ready_by')
		.select(['m.response_id', 'm.ready_at', 'r.saved_at', 'a.name'])
		.where('m.delegation_id', '=', delegationId)
		.execute();
	return rows.map((row) => ({
		responseId: row.response_id,
		by: row.name ?? '',
		at: row.ready_at,
		isChangedSince: row.saved_at !== null && row.saved_at > row.ready_at
	}));
}

/**
 * Says to the focal point that an area can be looked at and submitted, or takes that back. `id`
 * is made by the device: what is sent again under one id is done once, whatever came after it.
 * @throws Problem not_found, round_closed, delegation_inactive, response_under_review
 */
export async function markReady(
	ctx: Context,
	input: { responseId: string; ready: boolean; id: string }
): Promise<void> {
	await asActor(ctx.db, ctx.actor, async (trx) => {
		const response = await lockResponse(trx, input.responseId);
		if (!mayDo('response.mark_ready', response.roles)) throw notFound();
		requireWritable(response);
		const kept = await trx
			.insertInto('saves')
			.values({
				id: input.id,
				response_id: response.id,
				delegation_id: response.delegationId,
				account_id: ctx.actor.accountId,
				outcome: json({ ready: input.ready }) as never
			})
			.onConflict((conflict) => conflict.columns(['response_id', 'id']).doNothing())
			.executeTakeFirst();
		if (!kept.numInsertedOrUpdatedRows) return;
		await removeMark(trx, response.id);
		if (input.ready)
			await trx
				.insertInto('area_marks')
				.values({
					response_id: response.id,
					delegation_id: response.delegationId,
					ready_by: ctx.actor.accountId
				})
				.execute();
		await recordAudit(trx, ctx.actor, 'response.mark_ready', {
			studyId: response.studyId,
			roundId: response.roundId,
			delegationId: response.delegationId,
			subjectId: response.id,
			detail: { area: response.area, ready: input.ready }
		});
		if (input.ready) await tellFocalPoints(ctx, trx, response);
	});
	ctx.wake('mail');
}

/** Takes the mark away: what was handed in need not be marked any more. */
export async function removeMark(trx: Trx, responseId: string): Promise<void> {
	await trx.deleteFrom('area_marks').where('response_id', '=', responseId).execute();
}

/** Who leads a delegation. */
export async function listFocalPoints(trx: Trx, delegationId: string): Promise<string[]> {
	const rows = await trx
		.selectFrom('delegation_members')
		.select('account_id')
		.where('delegation_id', '=', delegationId)
		.where('is_focal_point', '=', true)
		.execute();
	return rows.map((row) => row.account_id);
}

async function tellFocalPoints(ctx: Context, trx: Trx, response: LockedResponse): Promise<void> {
	const definition = await getDefinition(trx, response.versionId);
	const area = findArea(definition, response.area);
	await tellAccounts(ctx, trx, await listFocalPoints(trx, response.delegationId), {
		kind: 'area_ready',
		studyId: response.studyId,
		delegationId: response.delegationId,
		path: `/respond/${response.delegationId}/${response.area}/submission`,
		subject: response.id,
		...(area && { area: area.title })
	});
}
