import { sql } from 'kysely';
import { type Handed, compareRounds } from '#lib/rounds/compareRounds.ts';
import type { Definition } from '#lib/xlsform/definition.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { getDefinition } from '../questionnaires/queries.ts';
import { listEarlier } from '../responses/earlier.ts';
import { getRoundHead, listDelegations } from '../studies/queries.ts';

/**
 * What became better and what worse since the round before, question by question. Only accepted
 * public answers count (rules R4, R8, R12), for coordinators too: what this page says may be said
 * to everybody.
 * @throws Problem not_found for representatives and strangers
 */
export async function getRoundsCompared(ctx: Context, roundId: string) {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const round = await getRoundHead(trx, roundId, 'response.compare');
		const definition = await getDefinition(trx, round.versionId);
		const { delegations, earlier, rows } = await readComparedRounds(trx, round.id, definition);
		return {
			round,
			definition,
			delegations: delegations.map(({ id, country, countryName, name, status }) => ({
				...{ id, country, countryName, name, status },
				earlier: earlier.get(id)?.roundName ?? null
			})),
			rows
		};
	});
}

/**
 * The same for whoever has opened the round already, and the system: its delegations, what they
 * were in the round before, and each question of each.
 */
export async function readComparedRounds(trx: Trx, roundId: string, definition: Definition) {
	const delegations = await listDelegations(trx, roundId, new Date());
	const earlier = await listEarlier(trx, roundId);
	const ids = delegations.flatMap(({ id }) => [id, earlier.get(id)?.delegationId ?? id]);
	const handed = await readHanded(trx, [...new Set(ids)]);
	const rows = compareRounds(
		delegations.map(({ id }) => {
			const past = earlier.get(id);
			return {
				delegationId: id,
				then: past ? handed(past.delegationId, past.definition) : null,
				now: handed(id, definition)
			};
		})
	);
	return { delegations, earlier, rows };
}

/** Accepted public answers and accepted areas of delegations, of whichever round. */
async function readHanded(trx: Trx, ids: readonly string[]) {
	// Of those who withdrew for their safety nothing is said.
	const among = sql<boolean>`r.delegation_id in (select id from delegations
		where id = any (${[...ids]}::uuid[]) and status <> 'withdrawn_for_safety')`;
	const areas = await trx
		.selectFrom('responses as r')
		.select(['r.delegation_id as delegationId', 'r.area'])
		.where(among)
		.where('r.state', '=', 'accepted')
		.execute();
	const answers = await trx
		.selectFrom('submitted_answers as a')
		.innerJoin('responses as r', 'r.id', 'a.response_id')
		.select(['a.delegation_id as delegationId', 'a.question', 'a.status', 'a.value'])
		.where(among)
		.where('r.state', '=', 'accepted')
		.where('a.is_latest', '=', true)
		.where('a.is_accepted', '=', true)
		.where('a.exposure', '=', 'public')
		.execute();
	return (delegationId: string, definition: Definition): Handed => ({
		definition,
		answers: new Map(
			answers
				.filter((answer) => answer.delegationId === delegationId)
				.map(({ question, status, value }) => [question, { status, value }])
		),
		accepted: new Set(
			areas.filter((each) => each.delegationId === delegationId).map(({ area }) => area)
		)
	});
}
