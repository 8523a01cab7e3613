import { sql } from 'kysely';
import { consentState } from '#lib/focusgroups/consentState.ts';
import { factsOf } from '#lib/focusgroups/facts.ts';
import { meetingMinutes, meetingStage } from '#lib/focusgroups/meetingTime.ts';
import { nextPseudonym } from '#lib/focusgroups/pseudonym.ts';
import { type Verb, mayDo } from '../access/verbs.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { notFound } from '../problem.ts';
import { listMembers } from '../studies/peopleQueries.ts';
import { listGroupPeople } from './groupPeople.ts';
import { hasTurns } from './groups.ts';
import { listBlocks } from './guideQueries.ts';
import { nextSteps } from './nextSteps.ts';
import { listPseudonyms } from './participants.ts';
import { type GroupHead, getGroup, listParticipants } from './queries.ts';
import { findRoundSeeds, listCountries } from './seedAnswers.ts';
import { missingSeeds } from './seeds.ts';

/** The meeting of an address; one of another round than the address names is none. */
export async function getGroupOfRound(
	trx: Trx,
	{ roundId, groupId, verb }: { roundId: string; groupId: string; verb: Verb }
): Promise<GroupHead> {
	const group = await getGroup(trx, groupId, verb);
	if (group.roundId !== roundId) throw notFound();
	return group;
}

async function countTurns(trx: Trx, groupId: string): Promise<number> {
	const found = await sql<{ count: number }>`select count(*)::int as count from turns
		where group_id = ${groupId}::uuid and removed_at is null`.execute(trx);
	return found.rows[0]?.count ?? 0;
}

/** Participants taken off the list, by pseudonym. */
async function listRemoved(trx: Trx, groupId: string) {
	return trx
		.selectFrom('participants')
		.select(['id', 'pseudonym'])
		.where('group_id', '=', groupId)
		.where('removed_at', 'is not', null)
		.orderBy('pseudonym')
		.execute();
}

/** Kinds of organisation named in a round, so that one kind keeps one spelling. */
async function listKinds(trx: Trx, roundId: string): Promise<string[]> {
	const rows = await trx
		.selectFrom('participants')
		.select('organisation_kind as kind')
		.distinct()
		.where('round_id', '=', roundId)
		.where('organisation_kind', 'is not', null)
		.orderBy('organisation_kind')
		.limit(100)
		.execute();
	return rows.map(({ kind }) => kind ?? '');
}

/**
 * A meeting's front page: its facts, who runs it and who takes part, and what to do next.
 * @throws Problem not_found for all who do not work with what is said
 */
export async function getGroupPage(ctx: Context, roundId: string, groupId: string) {
	const today = ctx.now().toISOString().slice(0, 10);
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const group = await getGroupOfRound(trx, { roundId, groupId, verb: 'group.read' });
		const stage = meetingStage(group, today);
		const participants = (await listParticipants(trx, group.id)).map((participant) => ({
			...participant,
			state: consentState(participant, today)
		}));
		const people = await listGroupPeople(trx, group.id);
		const blocks = await listBlocks(trx, group.id);
		const turns = await countTurns(trx, group.id);
		const mayWrite = mayDo('participant.write', group.roles);
		const mayPrepare = mayDo('group.prepare', group.roles);
		const found = mayWrite ? (await findRoundSeeds(trx, group.round, group.roles)).found : [];
		return {
			group,
			stage,
			participants,
			people,
			turns,
			guide: {
				blocks: blocks.length,
				minutes: blocks.reduce((sum, { minutes }) => sum + (minutes ?? 0), 0),
				available: meetingMinutes(group.hours, group)
			},
			mayWrite,
			mayPrepare,
			steps: mayWrite
				? nextSteps({
						stage,
						validationUntil: group.validationUntil,
						participants,
						people: people.length,
						blocks: blocks.length,
						seeds: missingSeeds(found, blocks, blocks).length,
						turns
					}).filter(({ kind }) => mayPrepare || (kind !== 'people' && kind !== 'deadline'))
				: [],
			countries: await listCountries(trx, group.roundId),
			kinds: mayWrite ? await listKinds(trx, group.roundId) : [],
			removed: mayWrite ? await listRemoved(trx, group.id) : [],
			next: nextPseudonym((await listPseudonyms(trx, group.id)).map(({ pseudonym }) => pseudonym))
		};
	});
}

/**
 * What the settings of a meeting show.
 * @throws Problem not_found for all but coordinators
 */
export async function getGroupSettings(ctx: Context, roundId: string, groupId: string) {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const group = await getGroupOfRound(trx, { roundId, groupId, verb: 'group.prepare' });
		const members = await listMembers(trx, group.studyId);
		return {
			group,
			facts: factsOf(group),
			people: await listGroupPeople(trx, group.id),
			/** Each person once, whatever their roles in the study. */
			members: [...new Map(members.map(({ accountId, name }) => [accountId, name]))].map(
				([id, name]) => ({ id, name })
			),
			hasTurns: await hasTurns(trx, group.id)
		};
	});
}
