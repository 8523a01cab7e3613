import { sql } from 'kysely';
import type { Trx } from '../database/database.ts';
import { isHandoutOpen } from '../mail/openHandouts.ts';
import type { AreaAt } from './beside.ts';
import { listReadyMarks } from './ready.ts';

/** Something that is handed to somebody now. */
export interface StandingHandout {
	id: string;
	responseId: string;
	area: string;
	/** Key of an answer; null for the whole area. */
	question: string | null;
	/** null where it was handed out by a link. */
	accountId: string | null;
	linkId: string | null;
	/** The colleague's name, or the link's label. */
	who: string;
	/** YYYY-MM-DD. */
	dueOn: string | null;
	/** Whether it was answered, proposed or marked as ready since, see openHandouts. */
	isDone: boolean;
}

/** What is handed out in a delegation now; to people who left it, or by links that ended, nothing is. */
export async function listStandingHandouts(
	trx: Trx,
	scope: { delegationId: string } | { responseId: string }
): Promise<StandingHandout[]> {
	const rows = await trx
		.selectFrom('handouts as h')
		.innerJoin('responses as r', 'r.id', 'h.response_id')
		.leftJoin('delegation_members as m', (join) =>
			join
				.onRef('m.delegation_id', '=', 'h.delegation_id')
				.onRef('m.account_id', '=', 'h.account_id')
		)
		.leftJoin('accounts as a', 'a.id', 'm.account_id')
		.leftJoin('helper_links as l', (join) =>
			join
				.onRef('l.id', '=', 'h.link_id')
				.on('l.revoked_at', 'is', null)
				.on('l.finished_at', 'is', null)
				.on('l.expires_at', '>', (eb) => eb.fn<Date>('now'))
		)
		.select((eb) => [
			'h.id',
			'h.response_id as responseId',
			'h.area',
			'h.question',
			'h.account_id as accountId',
			'h.link_id as linkId',
			'h.due_on as dueOn',
			eb.fn.coalesce('a.name', 'l.label').as('who'),
			sql<boolean>`not ${isHandoutOpen}`.as('isDone')
		])
		.where('h.revoked_at', 'is', null)
		.where((eb) => eb.or([eb('a.id', 'is not', null), eb('l.id', 'is not', null)]))
		.$call((from) =>
			'responseId' in scope
				? from.where('h.response_id', '=', scope.responseId)
				: from.where('h.delegation_id', '=', scope.delegationId)
		)
		.orderBy('h.given_at')
		.orderBy('h.id')
		.execute();
	return rows.map((row) => ({ ...row, who: row.who ?? '' }));
}

/** Proposals that wait to be read, as far as the actor sees them: writers all, others their own. */
export async function listOpenProposals(
	trx: Trx,
	scope: { delegationId: string } | { responseId: string }
) {
	return await trx
		.selectFrom('proposals')
		.select(['id', 'question', 'response_id as responseId', 'author_id as authorId'])
		.where('state', '=', 'open')
		.$call((from) =>
			'responseId' in scope
				? from.where('response_id', '=', scope.responseId)
				: from.where('delegation_id', '=', scope.delegationId)
		)
		.orderBy('made_at')
		.execute();
}

/** What was handed out of an area, what is proposed for it, and whether somebody says it is ready. */
export async function readHandoutsBeside(trx: Trx, at: AreaAt) {
	return {
		standing: await listStandingHandouts(trx, { responseId: at.responseId }),
		proposals: await listOpenProposals(trx, { responseId: at.responseId }),
		ready: (await listReadyMarks(trx, at.delegation.id)).find(
			({ responseId }) => responseId === at.responseId
		)
	};
}
