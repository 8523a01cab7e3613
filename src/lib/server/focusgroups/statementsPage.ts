import { sql } from 'kysely';
import type { Vote } from '#lib/terms.ts';
import type { Definition } from '#lib/xlsform/definition.ts';
import { mayDo } from '../access/verbs.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { getDefinition } from '../questionnaires/queries.ts';
import { getGroupOfRound } from './groupPage.ts';
import { type GroupHead, listParticipants } from './queries.ts';
import { type StandingVote, listStanding } from './votes.ts';

/** A statement with how far the room agreed. */
export interface Statement {
	id: string;
	body: string;
	area: string | null;
	question: string | null;
	revision: number;
	isRemoved: boolean;
	counts: Record<Vote, number>;
	votes: StandingVote[];
	/** How many answers were recorded, changed ones included. */
	recorded: number;
}

/** A turn that can be given as the reason of a vote. */
export interface SpokenTurn {
	id: string;
	participantId: string;
	body: string;
	language: string | null;
}

export interface StatementsPage {
	group: GroupHead;
	definition: Definition;
	mayWrite: boolean;
	participants: {
		id: string;
		pseudonym: string;
		country: string | null;
		notesRefused: boolean;
	}[];
	statements: Statement[];
	turns: SpokenTurn[];
}

/**
 * What a room was asked to agree to, who did, and the words of those who did not.
 * @throws Problem not_found
 */
export async function getStatementsPage(
	ctx: Context,
	roundId: string,
	groupId: string
): Promise<StatementsPage> {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const group = await getGroupOfRound(trx, { roundId, groupId, verb: 'group.read' });
		const turns = await sql<SpokenTurn>`select t.id, t.participant_id as "participantId", t.body,
				t.language from turns t left join transcripts x on x.id = t.transcript_id
			where t.group_id = ${group.id}::uuid and t.participant_id is not null
				and t.kind <> 'observation' and t.removed_at is null and x.removed_at is null
			order by t.transcript_id nulls first, t.ordinal, t.id`.execute(trx);
		return {
			group,
			definition: await getDefinition(trx, group.round.versionId),
			mayWrite: mayDo('statement.write', group.roles),
			participants: (await listParticipants(trx, group.id)).map(
				({ id, pseudonym, country, notesRefused }) => ({ id, pseudonym, country, notesRefused })
			),
			statements: await listStatements(trx, group.id),
			turns: turns.rows
		};
	});
}

async function listStatements(trx: Trx, groupId: string): Promise<Statement[]> {
	const rows = await sql<Omit<Statement, 'counts' | 'votes'>>`select s.id, s.body, s.area,
			s.question, s.revision, s.removed_at is not null as "isRemoved",
			(select count(*)::int from statement_votes v where v.statement_id = s.id) as recorded
		from statements s where s.group_id = ${groupId}::uuid order by s.position, s.id`.execute(trx);
	const statements: Statement[] = [];
	for (const row of rows.rows) {
		const votes = await listStanding(trx, row.id);
		const counts = { agree: 0, disagree: 0, abstain: 0 };
		for (const { vote } of votes) counts[vote]++;
		statements.push({ ...row, counts, votes });
	}
	return statements;
}
