import { sql } from 'kysely';
import type { AnswerContent } from '#lib/xlsform/answers.ts';
import type { CarryMark } from '#lib/terms.ts';
import { asSystem } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { matchEarlier, saysTheSame } from '../responses/carryMatch.ts';
import { chance } from './chance.ts';
import type { Demo, DemoRound, Prepared } from './stage.ts';

/** Of ten answers a delegation looks at this many beside those of the round before. */
const LOOKED_AT = 8;

interface Pair {
	response: string;
	question: string;
	revision: number;
	now: AnswerContent;
	before: AnswerContent;
	submission: string;
	round: string;
}

/** Answers of a round beside those of the same country in the round before, where both are there. */
async function listPairs(trx: Trx, roundId: string): Promise<Pair[]> {
	const content = (alias: string) =>
		sql.raw(`jsonb_build_object('status', ${alias}.status, 'value', ${alias}.value,
			'reason', ${alias}.reason, 'exposure', ${alias}.exposure)`);
	const { rows } = await sql<Pair>`
		select a.response_id as response, a.question, a.revision, ${content('a')} as now,
			${content('b')} as before, b.submission_id as submission, b.round_id as round
		from (select id, earlier_of(id) as earlier from delegations where round_id = ${roundId}::uuid) d
		join answers a on a.delegation_id = d.id
		join submitted_answers b on b.delegation_id = d.earlier and b.question = a.question and b.is_latest`.execute(
		trx
	);
	return rows;
}

function markOf(demo: Demo, { question, before, now }: Pair): CarryMark | undefined {
	const match = matchEarlier(demo.definition, demo.definition, { ...before, question });
	if (!match || match.why) return undefined;
	if (saysTheSame(before, now)) return 'still_true';
	return now.status === 'dont_know' ? 'no_longer_known' : 'changed';
}

/**
 * Marks most answers of a round as still true, changed or no longer known, as they stand to
 * those of the round before (rule R12). Before anything is submitted: later nobody may.
 */
export async function markEarlierAnswers(
	demo: Demo,
	round: DemoRound,
	prepared: readonly Prepared[]
): Promise<void> {
	const areas = new Map(prepared.map((one) => [one.responseId, one]));
	await asSystem(demo.system.db, async (trx) => {
		const marks = (await listPairs(trx, round.id)).flatMap((pair) => {
			const one = areas.get(pair.response);
			const mark = markOf(demo, pair);
			const isSeen = chance(`${one?.delegation.key}|${pair.question}|looked`) * 10 < LOOKED_AT;
			if (!one || !mark || !isSeen) return [];
			const { response, question, revision, submission, round: earlier } = pair;
			const { delegationId: delegation, author, times } = one;
			const by = demo.people[author];
			return [
				{ response, delegation, question, revision, submission, earlier, mark, by, at: times.saved }
			];
		});
		const given = sql`jsonb_to_recordset(${JSON.stringify(marks)}::jsonb) as g (response uuid,
			delegation uuid, question text, revision integer, submission uuid, earlier uuid, mark text,
			by uuid, at timestamptz)`;
		await sql`insert into carry_marks (response_id, delegation_id, question, earlier_round_id,
				earlier_submission_id, earlier_question, mark, revision, reads_as_before, submission, marked_by, marked_at)
			select response, delegation, question, earlier, submission, question, mark, revision, false, 0, by, at
			from ${given}`.execute(trx);
		await sql`insert into audit_entries (actor_id, study_id, round_id, delegation_id, action, subject_id, detail)
			select by, ${demo.studyId}::uuid, ${round.id}::uuid, delegation, 'carry.mark', response::text,
				jsonb_build_object('answers', count(*)) from ${given} group by by, delegation, response`.execute(
			trx
		);
	});
}
