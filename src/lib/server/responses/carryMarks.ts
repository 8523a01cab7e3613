import { sql } from 'kysely';
import { sameValue } from '#lib/xlsform/sameValue.ts';
import type { CarryMark } from '#lib/terms.ts';
import type { Trx } from '../database/database.ts';
import type { StoredAnswer } from './queries.ts';

/** What somebody said of an answer of the round before; of several marks the last counts. */
export interface Marked {
	question: string;
	earlierRoundId: string;
	mark: CarryMark;
	/** Of the answer, just after it was marked. */
	revision: number;
	/** Marked as changed while it still read as before. */
	readsAsBefore: boolean;
	/** null where the person may no longer be seen. */
	by: string | null;
	at: Date;
}

/**
 * The marks of a delegation that count, by answer key, as far as the actor sees them:
 * coordinators those that stood when an area was submitted.
 */
export async function listMarks(
	trx: Trx,
	delegationIds: readonly string[],
	keys?: readonly string[]
): Promise<(Marked & { delegationId: string })[]> {
	const { rows } = await sql<Marked & { delegationId: string }>`
		select distinct on (m.delegation_id, m.question) m.delegation_id as "delegationId", m.question,
			m.earlier_round_id as "earlierRoundId", m.mark, m.revision,
			m.reads_as_before as "readsAsBefore", p.name as by, m.marked_at as at
		from carry_marks m left join accounts p on p.id = m.marked_by
		where m.delegation_id = any (${delegationIds}::uuid[])
			and (${keys === undefined}::boolean or m.question = any (${keys ?? []}::text[]))
		order by m.delegation_id, m.question, m.id desc`.execute(trx);
	return rows;
}

/** Marks by the key of their answer. */
export function byQuestion<T extends { question: string }>(marks: readonly T[]): Map<string, T> {
	return new Map(marks.map((mark) => [mark.question, mark]));
}

/**
 * Keys of answers that are marked as changed and still read as they did when they were marked:
 * they stand in the way of submitting. Asked of the delegation's own revisions, so that
 * colleagues who may not read the earlier round are told the same.
 */
export async function listUnchanged(
	trx: Trx,
	delegationId: string,
	answers: readonly StoredAnswer[]
): Promise<string[]> {
	const marks = (await listMarks(trx, [delegationId])).filter((mark) => mark.readsAsBefore);
	if (marks.length === 0) return [];
	const revisions = await trx
		.selectFrom('answer_revisions')
		.select(['answer_id as answerId', 'revision', 'status', 'value', 'reason'])
		.where('delegation_id', '=', delegationId)
		.where((eb) =>
			eb.or(
				marks.flatMap(({ question, revision }) => {
					const answer = answers.find((each) => each.question === question);
					return answer ? [eb.and({ answer_id: answer.id, revision })] : [];
				})
			)
		)
		.execute();
	return marks.flatMap(({ question, revision }) => {
		const answer = answers.find((each) => each.question === question);
		const then = revisions.find(
			(each) => each.answerId === answer?.id && each.revision === revision
		);
		const isSame =
			answer &&
			then &&
			answer.status === then.status &&
			answer.reason === then.reason &&
			sameValue(answer.value, then.value);
		return isSame ? [question] : [];
	});
}
