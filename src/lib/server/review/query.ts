import { sql } from 'kysely';
import { findArea } from '#lib/xlsform/definition.ts';
import { findAskedQuestion } from '#lib/xlsform/findAsked.ts';
import { authorize } from '../access/authorize.ts';
import type { Verb } from '../access/verbs.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import type { QueryAct, QueryKind, QueryState } from '#lib/terms.ts';
import { Problem, notFound } from '../problem.ts';
import { getDefinition } from '../questionnaires/queries.ts';
import { tellPeople } from '../responses/notify.ts';
import { holdAgainstAcceptance, lockQuery, say } from './querySubject.ts';

/**
 * Opens a query on an answer that was submitted (rule R5). `id` is made by the page, so that
 * the same form sent twice asks once. It is for whoever the question is handed to, if anybody.
 * @throws Problem not_found, wrong_state where nothing has been submitted or all is accepted
 */
export async function openQuery(
	ctx: Context,
	input: { id: string; responseId: string; question: string; kind: QueryKind; body: string }
): Promise<void> {
	await asActor(ctx.db, ctx.actor, async (trx) => {
		const response = await trx
			.selectFrom('responses as r')
			.innerJoin('rounds as o', 'o.id', 'r.round_id')
			.select([
				'r.id',
				'r.study_id as studyId',
				'r.round_id as roundId',
				'r.delegation_id as delegationId',
				'r.area',
				'r.state',
				'r.submission',
				'o.questionnaire_version_id as versionId'
			])
			.where('r.id', '=', input.responseId)
			.executeTakeFirst();
		if (!response) throw notFound();
		await authorize(trx, 'query.open', response);
		if (
			response.submission === 0 ||
			!['submitted', 'returned', 'reopened'].includes(response.state)
		)
			throw new Problem('wrong_state');
		await holdAgainstAcceptance(trx, response);
		const about = findAskedQuestion(await getDefinition(trx, response.versionId), input.question);
		if (about?.area.name !== response.area) throw notFound();
		const { area } = about;
		const asked = await trx
			.selectFrom('submitted_answers')
			.select('revision')
			.where('response_id', '=', response.id)
			.where('question', '=', input.question)
			.where('is_latest', '=', true)
			.executeTakeFirst();
		const handed = await sql<{ id: string | null }>`
			select handed_to(${response.id}::uuid, ${input.question}::text) as id`.execute(trx);
		const opened = await trx
			.insertInto('queries')
			.values({
				id: input.id,
				study_id: response.studyId,
				round_id: response.roundId,
				response_id: response.id,
				delegation_id: response.delegationId,
				question: input.question,
				kind: input.kind,
				asked_revision: asked?.revision ?? 0,
				opened_by: ctx.actor.accountId,
				assigned_to: handed.rows[0]?.id ?? null
			})
			.onConflict((conflict) => conflict.column('id').doNothing())
			.executeTakeFirst();
		if (!opened.numInsertedOrUpdatedRows) return;
		const query = { ...response, id: input.id, responseId: response.id, question: input.question };
		await say(ctx, trx, query, 'ask', input.body, 'query.open');
		await tellPeople(ctx, trx, response, 'delegation', 'query_opened', {
			path: `/respond/${response.delegationId}/${response.area}#query-${input.id}`,
			area,
			queryId: input.id
		});
	});
	ctx.wake('mail');
}

/**
 * A delegation's reply; open and sent-back queries become replied. With an `id` made by the page
 * the same form sent twice replies once. `via` says where it came from, for the audit.
 */
export async function replyToQuery(
	ctx: Context,
	input: { queryId: string; body: string; id?: string; via?: 'mail_link' }
): Promise<void> {
	await act(ctx, input, {
		verb: 'query.reply',
		act: 'reply',
		action: 'query.reply',
		from: ['open', 'replied', 'changed_after_closing'],
		to: 'replied'
	});
}

/**
 * Sends a query back: the reply does not settle it.
 * @throws Problem not_found, wrong_state also where the area is accepted: reopen it first
 */
export async function sendBackQuery(
	ctx: Context,
	input: { queryId: string; body: string }
): Promise<void> {
	await act(ctx, input, {
		verb: 'query.send_back',
		act: 'send_back',
		action: 'query.send_back',
		from: ['replied', 'closed', 'changed_after_closing'],
		to: 'open'
	});
}

/**
 * Settles a query; it is about the answer as last submitted. `submission` is the number of the
 * submission the coordinator read, where the page knows it.
 * @throws Problem not_found, wrong_state also where a newer submission has come since
 */
export async function closeQuery(
	ctx: Context,
	input: { queryId: string; body: string; submission?: number }
): Promise<void> {
	await act(ctx, input, {
		verb: 'query.close',
		act: 'close',
		action: 'query.close',
		from: ['open', 'replied', 'changed_after_closing'],
		to: 'closed'
	});
}

interface Step {
	verb: Verb;
	act: QueryAct;
	action: 'query.reply' | 'query.send_back' | 'query.close';
	from: QueryState[];
	to: QueryState;
}

async function act(
	ctx: Context,
	input: { queryId: string; body: string; submission?: number; id?: string; via?: 'mail_link' },
	step: Step
) {
	await asActor(ctx.db, ctx.actor, async (trx) => {
		const query = await lockQuery(trx, input.queryId);
		await authorize(trx, step.verb, query);
		const said = input.id ? await findSaid(trx, query.id, input.id) : undefined;
		if (said === input.body) return;
		if (!step.from.includes(query.state)) throw new Problem('wrong_state');
		if (input.submission !== undefined && input.submission !== query.submission)
			throw new Problem('wrong_state');
		if (step.to === 'open') {
			if (query.responseState === 'accepted') throw new Problem('wrong_state');
			await holdAgainstAcceptance(trx, { id: query.responseId, state: query.responseState });
		}
		const latest = await trx
			.selectFrom('submitted_answers')
			.select('revision')
			.where('response_id', '=', query.responseId)
			.where('question', '=', query.question)
			.where('is_latest', '=', true)
			.executeTakeFirst();
		await trx
			.updateTable('queries')
			.set({
				state: step.to,
				closed_at: step.to === 'closed' ? ctx.now() : null,
				...(step.to === 'closed' ? { closed_revision: latest?.revision ?? 0 } : {})
			})
			.where('id', '=', query.id)
			.execute();
		// A page gone back to still holds the id of what it said: other words are a new message.
		const how = said === undefined ? input : { ...input, id: undefined };
		await say(ctx, trx, query, step.act, input.body, step.action, how);
		if (step.act === 'close') return;
		const area = findArea(await getDefinition(trx, query.versionId), query.area)!;
		const toCoordinators = step.act === 'reply';
		await tellPeople(
			ctx,
			trx,
			query,
			toCoordinators ? 'coordinator' : 'delegation',
			toCoordinators ? 'query_reply' : 'query_opened',
			{
				path: toCoordinators
					? `/rounds/${query.roundId}/review/${query.responseId}#query-${query.id}`
					: `/respond/${query.delegationId}/${query.area}#query-${query.id}`,
				area,
				queryId: query.id
			}
		);
	});
	ctx.wake('mail');
}

/** What a message of this id in the thread says; undefined where there is none. */
async function findSaid(trx: Trx, queryId: string, id: string): Promise<string | undefined> {
	const found = await trx
		.selectFrom('query_messages')
		.select('body')
		.where('query_id', '=', queryId)
		.where('id', '=', id)
		.executeTakeFirst();
	return found?.body;
}
