import { sql } from 'kysely';
import type { Vote } from '#lib/terms.ts';
import type { Trx } from '../database/database.ts';

/** What a room was asked about a question, and how far it agreed. */
export interface QuestionStatement {
	id: string;
	question: string;
	body: string;
	groupId: string;
	groupName: string;
	counts: Record<Vote, number>;
	/** Those who did not agree, and whoever gave words with their vote. */
	reasons: {
		who: string;
		vote: Vote;
		/** Null where none were kept, or the reader may not read them. */
		body: string | null;
		language: string | null;
	}[];
}

/** What each participant said last, without those who withdrew everything: policies leave them out. */
const lastVotes = sql`select distinct on (statement_id, participant_id) statement_id,
	participant_id, vote, turn_id from statement_votes order by statement_id, participant_id, number desc`;

/**
 * Standing statements of a round that are about a question, in the order of the meetings; with
 * `question` those about this one. Votes and words count as far as the actor reads them.
 */
export async function listQuestionStatements(
	trx: Trx,
	roundId: string,
	question?: string
): Promise<QuestionStatement[]> {
	const only = question === undefined ? sql`s.question is not null` : sql`s.question = ${question}`;
	const found = await sql<{
		id: string;
		question: string;
		body: string;
		groupId: string;
		groupName: string;
		vote: Vote | null;
		who: string | null;
		why: string | null;
		language: string | null;
	}>`select s.id, s.question, s.body, s.group_id as "groupId", g.name as "groupName", v.vote,
			p.pseudonym as who, t.body as why, t.language
		from statements s join focus_groups g on g.id = s.group_id
			left join (${lastVotes}) v on v.statement_id = s.id
			left join participants p on p.id = v.participant_id
			left join turns t on t.id = v.turn_id and t.removed_at is null
		where s.round_id = ${roundId}::uuid and s.removed_at is null and ${only}
		order by g.held_on nulls last, g.id, s.position, s.id, length(p.pseudonym), p.pseudonym`.execute(
		trx
	);
	return [...Map.groupBy(found.rows, ({ id }) => id).values()].map((rows) => {
		const { id, question: about, body, groupId, groupName } = rows[0]!;
		const counts = { agree: 0, disagree: 0, abstain: 0 };
		const votes = rows.flatMap(({ vote, who, why, language }) =>
			vote && who ? { who, vote, body: why, language } : []
		);
		for (const { vote } of votes) counts[vote]++;
		const reasons = votes.filter((each) => each.vote !== 'agree' || each.body !== null);
		return { id, question: about, body, groupId, groupName, counts, reasons };
	});
}
