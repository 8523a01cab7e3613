import { findArea } from '#lib/xlsform/definition.ts';
import { findAskedQuestion } from '#lib/xlsform/findAsked.ts';
import { mayDo } from '../access/verbs.ts';
import { listActorRoles } from '../access/authorize.ts';
import type { Context, SystemContext } from '../context.ts';
import { asActor, asSystem } from '../database/asActor.ts';
import { getInstanceKey } from '../keys/instanceKey.ts';
import { type QueryLink, readQueryToken } from '../mail/queryLink.ts';
import { notFound } from '../problem.ts';
import { getDefinition } from '../questionnaires/queries.ts';
import { listQueries } from '../responses/threads.ts';
import { replyToQuery } from './query.ts';

/** Who follows the link, with the language they read. */
interface Follower {
	ctx: Context;
	link: QueryLink;
}

/**
 * Takes what stands in the address; gives the account it stands for, as the one who acts.
 * @throws Problem not_found for a token that is forged or expired and for a closed account alike
 */
async function follow(system: SystemContext, token: string): Promise<Follower> {
	const key = await getInstanceKey(system, 'query_link');
	const link = readQueryToken(key, token, system.now());
	if (!link) throw notFound();
	const account = await asSystem(system.db, (trx) =>
		trx
			.selectFrom('accounts')
			.select('id')
			.where('id', '=', link.accountId)
			.where('disabled_at', 'is', null)
			.executeTakeFirst()
	);
	if (!account) throw notFound();
	return { ctx: { ...system, actor: { accountId: account.id } }, link };
}

/**
 * What the link in a mail shows without signing in: the question and what was said about it,
 * never the answer. Reading consumes nothing; a closed query is shown as closed.
 * @throws Problem not_found where the link is not valid or the account may no longer reply
 */
export async function readQueryLink(system: SystemContext, token: string) {
	const { ctx, link } = await follow(system, token);
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const at = await trx
			.selectFrom('queries as q')
			.innerJoin('responses as r', 'r.id', 'q.response_id')
			.innerJoin('rounds as o', 'o.id', 'q.round_id')
			.innerJoin('studies as s', 's.id', 'q.study_id')
			.innerJoin('delegations as d', 'd.id', 'q.delegation_id')
			.innerJoin('round_countries as c', (join) =>
				join.onRef('c.round_id', '=', 'd.round_id').onRef('c.country', '=', 'd.country')
			)
			.select([
				'q.question',
				'q.response_id as responseId',
				'r.area',
				'd.id as delegationId',
				'd.country',
				'd.name',
				'c.name as countryName',
				'o.name as round',
				'o.questionnaire_version_id as versionId',
				's.name as study',
				's.is_invented as isInvented'
			])
			.where('q.id', '=', link.queryId)
			.executeTakeFirst();
		if (!at) throw notFound();
		const roles = await listActorRoles(trx, { delegationId: at.delegationId });
		if (!mayDo('query.reply', roles)) throw notFound();
		const scope = { responseId: at.responseId, queryId: link.queryId };
		const [query] = await listQueries(trx, scope, ctx.now());
		const definition = await getDefinition(trx, at.versionId);
		const area = findArea(definition, at.area);
		if (!query || !area) throw notFound();
		return {
			...at,
			query,
			areaTitle: area.title,
			/** undefined where the questionnaire has changed since and asks it no more. */
			asked: findAskedQuestion(definition, at.question)?.question,
			language: definition.default_language,
			expiresAt: link.expiresAt
		};
	});
}

/**
 * Replies to the query of the link as the account it was sent to. `id` is made by the page: the
 * same form sent twice replies once.
 * @throws Problem as readQueryLink, and wrong_state where the query is closed
 */
export async function replyByLink(
	system: SystemContext,
	token: string,
	input: { id: string; body: string }
): Promise<void> {
	const { ctx, link } = await follow(system, token);
	await replyToQuery(ctx, { queryId: link.queryId, ...input, via: 'mail_link' });
}
