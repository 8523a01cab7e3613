import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Vote } from '#lib/terms.ts';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { Problem, notFound } from '../problem.ts';
import { groupScope, requireOpen } from './groups.ts';
import { type GroupHead, listParticipants, lockGroup } from './queries.ts';

/** What one participant says to a statement, as a form sends it. */
export interface GivenVote {
	participantId: string;
	vote: Vote;
	/** The turn in which they say why; null for none. */
	turnId: string | null;
	/** What the form found; null where nothing stood. */
	before: { vote: Vote; turnId: string | null } | null;
}

export interface StandingVote {
	participantId: string;
	vote: Vote;
	turnId: string | null;
}

/** What each participant said last to a statement, without those who withdrew everything. */
export async function listStanding(trx: Trx, statementId: string): Promise<StandingVote[]> {
	const found = await sql<StandingVote>`select distinct on (participant_id)
			participant_id as "participantId", vote, turn_id as "turnId" from statement_votes
		where statement_id = ${statementId}::uuid order by participant_id, number desc`.execute(trx);
	return found.rows;
}

const isSame = (
	one: Pick<StandingVote, 'vote' | 'turnId'> | null | undefined,
	other: Pick<StandingVote, 'vote' | 'turnId'> | null
) => one?.vote === other?.vote && (one?.turnId ?? null) === (other?.turnId ?? null);

/**
 * Keeps what participants say to a statement. Only what differs from what stands is added, so the
 * same form sent twice records once; what was said before stays in the history.
 * @throws Problem not_found, also for people and turns of another meeting; notes_refused naming
 * who did not agree that anything of theirs is written down; changed_meanwhile where somebody else
 * recorded another answer of the same person since; wrong_state for a removed statement, and
 * where the meeting is closed
 */
export async function recordVotes(
	ctx: Context,
	input: { groupId: string; statementId: string; votes: readonly GivenVote[] }
): Promise<void> {
	await asActor(ctx.db, ctx.actor, async (trx) => {
		const group = await lockGroup(trx, input.groupId, 'statement.write');
		requireOpen(group);
		await requireStatement(trx, group, input.statementId);
		const people = new Map((await listParticipants(trx, group.id)).map((each) => [each.id, each]));
		const standing = new Map(
			(await listStanding(trx, input.statementId)).map((each) => [each.participantId, each])
		);
		const fresh = input.votes.filter((given) => {
			const now = standing.get(given.participantId);
			return !isSame(given, given.before) && !isSame(given, now ?? null);
		});
		for (const given of fresh) {
			const person = people.get(given.participantId);
			if (!person) throw notFound();
			if (person.notesRefused) throw new Problem('notes_refused', { who: person.pseudonym });
			if (!isSame(standing.get(given.participantId) ?? null, given.before))
				throw new Problem('changed_meanwhile', { fields: [person.pseudonym] });
			await requireOwnTurn(trx, group, given);
		}
		if (fresh.length === 0) return;
		await trx
			.insertInto('statement_votes')
			.values(
				fresh.map((given) => ({
					id: randomUUID(),
					statement_id: input.statementId,
					group_id: group.id,
					study_id: group.studyId,
					participant_id: given.participantId,
					vote: given.vote,
					turn_id: given.turnId,
					recorded_by: ctx.actor.accountId
				}))
			)
			.execute();
		await recordAudit(trx, ctx.actor, 'statement.vote', {
			...groupScope(group),
			detail: {
				statement: input.statementId,
				participants: fresh.map((each) => each.participantId)
			}
		});
	});
}

async function requireStatement(trx: Trx, group: GroupHead, id: string): Promise<void> {
	const found = await trx
		.selectFrom('statements')
		.select('removed_at')
		.where('id', '=', id)
		.where('group_id', '=', group.id)
		.executeTakeFirst();
	if (!found) throw notFound();
	if (found.removed_at) throw new Problem('wrong_state');
}

/** Words of dissent are the person's own, said in this meeting. */
async function requireOwnTurn(trx: Trx, group: GroupHead, given: GivenVote): Promise<void> {
	if (given.turnId === null) return;
	const found = await trx
		.selectFrom('turns')
		.select('id')
		.where('id', '=', given.turnId)
		.where('group_id', '=', group.id)
		.where('participant_id', '=', given.participantId)
		.where('removed_at', 'is', null)
		.executeTakeFirst();
	if (!found) throw notFound();
}
