import { findArea } from '#lib/xlsform/definition.ts';
import { authorize } from '../access/authorize.ts';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import { tellAccounts } from '../mail/notice.ts';
import { Problem, notFound } from '../problem.ts';
import { getDefinition } from '../questionnaires/queries.ts';
import { lockQuery } from './querySubject.ts';

/**
 * Says who of the delegation a query is for, or with null that it is for everybody, and tells
 * them. Coordinators and the focal point do it.
 * @throws Problem not_found, also where the account is no member who may reply; wrong_state
 * where the query is closed
 */
export async function assignQuery(
	ctx: Context,
	input: { queryId: string; accountId: string | null }
): Promise<void> {
	await asActor(ctx.db, ctx.actor, async (trx) => {
		const query = await lockQuery(trx, input.queryId);
		await authorize(trx, 'query.assign', query);
		if (query.state === 'closed') throw new Problem('wrong_state');
		if (query.assignedTo === input.accountId) return;
		if (input.accountId !== null) {
			const member = await trx
				.selectFrom('delegation_members')
				.select('account_id')
				.where('delegation_id', '=', query.delegationId)
				.where('account_id', '=', input.accountId)
				.where('proposes_only', '=', false)
				.executeTakeFirst();
			if (!member) throw notFound();
		}
		await trx
			.updateTable('queries')
			.set({ assigned_to: input.accountId })
			.where('id', '=', query.id)
			.execute();
		await recordAudit(trx, ctx.actor, 'query.assign', {
			studyId: query.studyId,
			roundId: query.roundId,
			delegationId: query.delegationId,
			subjectId: query.id,
			detail: { area: query.area, question: query.question, account: input.accountId }
		});
		if (input.accountId === null || query.state !== 'open') return;
		const area = findArea(await getDefinition(trx, query.versionId), query.area)!;
		await tellAccounts(ctx, trx, [input.accountId], {
			kind: 'query_assigned',
			studyId: query.studyId,
			delegationId: query.delegationId,
			path: `/respond/${query.delegationId}/${query.area}#query-${query.id}`,
			area: area.title,
			queryId: query.id
		});
	});
	ctx.wake('mail');
}
