import { randomUUID } from 'node:crypto';
import { type Definition, FILE_TYPES, type Question, findArea } from '#lib/xlsform/definition.ts';
import { isAsked, isComputed } from '#lib/xlsform/areaState.ts';
import { findAskedQuestion } from '#lib/xlsform/findAsked.ts';
import { authorize } from '../access/authorize.ts';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { tellAccounts } from '../mail/notice.ts';
import { Problem, notFound } from '../problem.ts';
import { requireWritable } from '../responses/answer.ts';
import { type Delegation, getOwnDelegation } from '../studies/ownDelegation.ts';
import { lockResponse } from '../responses/queries.ts';
import { getDefinition } from '../questionnaires/queries.ts';

/** What is handed out: a whole area, or one question by its answer key. */
export interface Part {
	area: string;
	question: string | null;
}

/** A part with the response it belongs to. */
export interface PlacedPart extends Part {
	responseId: string;
}

/** Whether somebody can propose an answer to it: what is computed or a file nobody can. */
export function canBeProposed(question: Question): boolean {
	return isAsked(question) && !isComputed(question) && !FILE_TYPES.includes(question.type);
}

/**
 * Finds the responses that given parts belong to; a question whose whole area is among them is
 * left out.
 * @throws Problem not_found for what the questionnaire does not ask, nothing_chosen, and what
 * requireWritable says of an area nothing can be written to
 */
export async function placeParts(
	trx: Trx,
	at: { delegationId: string; definition: Definition },
	parts: readonly Part[]
): Promise<PlacedPart[]> {
	const whole = new Set(parts.flatMap(({ area, question }) => (question === null ? [area] : [])));
	const wanted = parts.filter(({ area, question }) => question === null || !whole.has(area));
	if (wanted.length === 0) throw new Problem('nothing_chosen');
	const placed = new Map<string, PlacedPart>();
	const responses = new Map<string, string>();
	for (const { area, question } of wanted) {
		const asked = question === null ? undefined : findAskedQuestion(at.definition, question);
		if (!findArea(at.definition, area)) throw notFound();
		if (question !== null && (asked?.area.name !== area || !canBeProposed(asked.question)))
			throw notFound();
		const responseId = responses.get(area) ?? (await lockArea(trx, at.delegationId, area));
		responses.set(area, responseId);
		placed.set(`${area} ${question ?? ''}`, { area, question, responseId });
	}
	return [...placed.values()];
}

async function lockArea(trx: Trx, delegationId: string, area: string): Promise<string> {
	const row = await trx
		.selectFrom('responses')
		.select('id')
		.where('delegation_id', '=', delegationId)
		.where('area', '=', area)
		.executeTakeFirst();
	if (!row) throw notFound();
	requireWritable(await lockResponse(trx, row.id));
	return row.id;
}

export const auditScope = (delegation: Delegation) => ({
	studyId: delegation.studyId,
	roundId: delegation.roundId,
	delegationId: delegation.id
});

/**
 * Hands areas or questions to a colleague. What they have already gets the new date; the same
 * again changes nothing. `dueOn` is YYYY-MM-DD, null without a date.
 * @throws Problem not_found, nothing_chosen, round_closed, delegation_inactive, response_under_review
 */
export async function handOut(
	ctx: Context,
	input: { delegationId: string; accountId: string; parts: Part[]; dueOn: string | null }
): Promise<void> {
	const { delegationId, accountId, dueOn } = input;
	await asActor(ctx.db, ctx.actor, async (trx) => {
		await authorize(trx, 'handout.give', { delegationId });
		const delegation = await getOwnDelegation(trx, delegationId);
		const member = await trx
			.selectFrom('delegation_members')
			.select('account_id')
			.where('delegation_id', '=', delegationId)
			.where('account_id', '=', accountId)
			.executeTakeFirst();
		if (!member) throw notFound();
		const definition = await getDefinition(trx, delegation.versionId);
		for (const part of await placeParts(trx, { delegationId, definition }, input.parts)) {
			const given = await give(trx, ctx, { ...part, delegationId, accountId, dueOn });
			if (!given) continue;
			await recordAudit(trx, ctx.actor, 'handout.give', {
				...auditScope(delegation),
				subjectId: accountId,
				detail: {
					area: part.area,
					...(part.question !== null && { question: part.question }),
					...(dueOn && { due: dueOn })
				}
			});
			const area = findArea(definition, part.area);
			await tellAccounts(ctx, trx, [accountId], {
				kind: 'handed_out',
				...auditScope(delegation),
				path: `/respond/${delegationId}/${part.area}${part.question === null ? '' : `#${encodeURI(part.question)}`}`,
				subject: given,
				...(area && { area: area.title })
			});
		}
	});
	ctx.wake('mail');
}

/** Writes one handout or its new date; gives its id, null where it stood so already. The response is locked. */
async function give(
	trx: Trx,
	ctx: Context,
	part: PlacedPart & { delegationId: string; accountId: string; dueOn: string | null }
): Promise<string | null> {
	const standing = await trx
		.selectFrom('handouts')
		.select(['id', 'due_on'])
		.where('response_id', '=', part.responseId)
		.where('question', part.question === null ? 'is' : '=', part.question)
		.where('account_id', '=', part.accountId)
		.where('revoked_at', 'is', null)
		.executeTakeFirst();
	if (standing && standing.due_on === part.dueOn) return null;
	const id = standing?.id ?? randomUUID();
	if (standing)
		await trx.updateTable('handouts').set({ due_on: part.dueOn }).where('id', '=', id).execute();
	else
		await trx
			.insertInto('handouts')
			.values({
				id,
				delegation_id: part.delegationId,
				response_id: part.responseId,
				area: part.area,
				question: part.question,
				account_id: part.accountId,
				due_on: part.dueOn,
				given_by: ctx.actor.accountId
			})
			.execute();
	return id;
}

/** Takes back what was handed out; again, nothing happens. */
export async function takeBack(
	ctx: Context,
	input: { delegationId: string; handoutId: string }
): Promise<void> {
	await asActor(ctx.db, ctx.actor, async (trx) => {
		await authorize(trx, 'handout.give', { delegationId: input.delegationId });
		const delegation = await getOwnDelegation(trx, input.delegationId);
		const handout = await trx
			.selectFrom('handouts')
			.select(['id', 'area', 'question', 'account_id', 'link_id', 'revoked_at'])
			.where('id', '=', input.handoutId)
			.where('delegation_id', '=', input.delegationId)
			.forUpdate()
			.executeTakeFirst();
		if (!handout) throw notFound();
		if (handout.revoked_at) return;
		await trx
			.updateTable('handouts')
			.set({ revoked_at: ctx.now() })
			.where('id', '=', handout.id)
			.execute();
		await recordAudit(trx, ctx.actor, 'handout.revoke', {
			...auditScope(delegation),
			subjectId: handout.account_id ?? handout.link_id,
			detail: {
				area: handout.area,
				...(handout.question !== null && { question: handout.question })
			}
		});
	});
}
