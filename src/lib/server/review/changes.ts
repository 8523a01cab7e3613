import type { AnswerContent } from '#lib/xlsform/answers.ts';
import { findArea } from '#lib/xlsform/definition.ts';
import { mayDo } from '../access/verbs.ts';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { getDefinition } from '../questionnaires/queries.ts';
import { type ChangedAnswer, compareRounds } from '../responses/carryChanges.ts';
import { byQuestion, listMarks } from '../responses/carryMarks.ts';
import { type Earlier, listEarlier } from '../responses/earlier.ts';
import {
	type DelegationSummary,
	type RoundHead,
	getRoundHead,
	listDelegations
} from '../studies/queries.ts';

/** One delegation of a round and what became of its answers since the round before. */
export interface ChangesOf {
	delegation: Pick<DelegationSummary, 'id' | 'country' | 'countryName' | 'name' | 'status'>;
	/** The round before; null where the country answered in none. */
	earlier: Earlier | null;
	/** Areas that are compared: submitted ones for coordinators, accepted ones for others. */
	areas: string[];
	changes: ChangedAnswer[];
}

type Given = AnswerContent & { question: string; delegationId: string };

/** What delegations handed in last, as far as the actor sees it and it may leave (rule R8). */
async function listGiven(trx: Trx, ids: readonly string[], isCoordinator: boolean) {
	const given = new Map<string, Given[]>();
	if (ids.length === 0) return given;
	const rows = await trx
		.selectFrom('submitted_answers')
		.select(['delegation_id as delegationId', 'question', 'status', 'value', 'reason', 'exposure'])
		.where('delegation_id', 'in', ids)
		.where('is_latest', '=', true)
		// Somebody of the team may also answer for a country, whose submissions they see.
		.$if(!isCoordinator, (query) => query.where('is_accepted', '=', true))
		.execute();
	for (const row of rows)
		given.set(row.delegationId, [...(given.get(row.delegationId) ?? []), row]);
	return given;
}

/**
 * What became of the answers of a round since the one before, delegation by delegation. Only
 * what was submitted counts, and for all but coordinators only what was accepted, as far as its
 * exposure goes. With `delegationId`, only that one; its answers are meant to be read, so
 * restricted ones leave an audit entry (rule R13).
 * @throws Problem not_found
 */
export async function getRoundChanges(ctx: Context, roundId: string, delegationId = '') {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const round = await getRoundHead(trx, roundId, 'response.compare');
		const isCoordinator = mayDo('response.review', round.roles);
		const definition = await getDefinition(trx, round.versionId);
		const delegations = await listDelegations(trx, round.id, ctx.now());
		const chosen = delegations.find(({ id }) => id === delegationId);
		const among = chosen ? [chosen] : delegations;
		const ids = among.map(({ id }) => id);
		const earlier = await listEarlier(trx, round.id);
		const earlierIds = ids.flatMap((id) => earlier.get(id)?.delegationId ?? []);
		const now = await listGiven(trx, ids, isCoordinator);
		const before = await listGiven(trx, [...new Set(earlierIds)], isCoordinator);
		const marks = await listMarks(trx, ids);
		const areas = await listComparedAreas(trx, round.id, isCoordinator);
		const compared = among.map(({ id, country, countryName, name, status }): ChangesOf => {
			const past = earlier.get(id);
			const own = areas.get(id) ?? [];
			const changes = past
				? compareRounds(
						{ before: past.definition, now: definition },
						{ before: before.get(past.delegationId) ?? [], now: now.get(id) ?? [] },
						byQuestion(
							marks.filter(
								(mark) => mark.delegationId === id && mark.earlierRoundId === past.roundId
							)
						)
					)
				: [];
			return {
				delegation: { id, country, countryName, name, status },
				earlier: past ?? null,
				areas: own,
				// What the whole questionnaire dropped is known once anything of the country is.
				changes: changes.filter(
					({ area }) => own.includes(area) || (own.length > 0 && !findArea(definition, area))
				)
			};
		});
		if (chosen) await recordReading(ctx, trx, round, compared[0]!);
		return { round, definition, isCoordinator, delegations, chosen: chosen ?? null, compared };
	});
}

/** Areas of each delegation that were submitted, or accepted where that is all one may see. */
async function listComparedAreas(trx: Trx, roundId: string, isCoordinator: boolean) {
	const rows = await trx
		.selectFrom('responses')
		.select(['delegation_id as delegationId', 'area'])
		.where('round_id', '=', roundId)
		.$if(isCoordinator, (query) => query.where('submission', '>', 0))
		.$if(!isCoordinator, (query) => query.where('state', '=', 'accepted'))
		.execute();
	const areas = new Map<string, string[]>();
	for (const { delegationId, area } of rows)
		areas.set(delegationId, [...(areas.get(delegationId) ?? []), area]);
	return areas;
}

async function recordReading(ctx: Context, trx: Trx, round: RoundHead, of: ChangesOf) {
	const restricted = of.changes.filter(({ before, now }) =>
		[before?.content, now].some((content) => content?.exposure === 'coordinators')
	);
	if (restricted.length === 0) return;
	await recordAudit(trx, ctx.actor, 'response.read', {
		studyId: round.studyId,
		roundId: round.id,
		delegationId: of.delegation.id,
		subjectId: of.delegation.id,
		detail: { changes: true, restricted: restricted.length }
	});
}
